/**
 * How good a detector is on pictures whose boxes are known: matching, average precision, best F. Pure arithmetic, but for the reader
 * of label files.
 */
package dev.framelot.inference.eval;
