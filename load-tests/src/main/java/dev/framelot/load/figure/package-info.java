/**
 * The figures that Framelot promises, measured: {@code framelot figure NAME}. One class a figure; a ratio is measured within one
 * run, both ways in turn, and its median told.
 */
package dev.framelot.load.figure;
