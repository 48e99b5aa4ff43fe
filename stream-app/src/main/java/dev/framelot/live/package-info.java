/**
 * What a person can watch of a running instance: bounded, lossy, and off the data path. Writers are stream threads and
 * lanes and never wait; readers are viewers and health checks. What must be exact is in the records and the counters.
 */
package dev.framelot.live;
