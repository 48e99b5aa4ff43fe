/** How many devices, instances and partitions so many cameras need: computed, simulated with the production batcher, checked against live runs. */
package dev.framelot.load.plan;
