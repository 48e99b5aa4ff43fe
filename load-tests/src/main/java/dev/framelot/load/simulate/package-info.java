/**
 * The production batcher in virtual time: traces, a declared device with faults, an exact oracle, the mean-latency optimum
 * and rival rules. No thread, no clock; a run is a pure function of its scenario and seed.
 */
package dev.framelot.load.simulate;
