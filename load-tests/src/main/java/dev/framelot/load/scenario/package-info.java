/**
 * The rules by which a load test is judged, without clock or thread: MLPerf's scenarios with early stopping, the search for the
 * highest rate, the generator's own delay, latency logs.
 */
package dev.framelot.load.scenario;
