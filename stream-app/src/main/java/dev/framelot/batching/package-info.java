/**
 * The heart: which frames go together, in which shape, now or when. Pure and single-threaded: no clock, lock, logger or
 * framework; time is an argument in nanoseconds of any monotonic origin; answers are values with a reason.
 */
package dev.framelot.batching;
