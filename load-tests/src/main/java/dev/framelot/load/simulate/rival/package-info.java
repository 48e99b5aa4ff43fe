/**
 * Rules that others use, written anew from their public descriptions, to be compared in the same run. Not for production.
 */
package dev.framelot.load.simulate.rival;
