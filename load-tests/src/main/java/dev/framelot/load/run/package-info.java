/** Runs a workload: broker, instances in processes of their own, an open or closed loop of frames, a reader of every outcome. */
package dev.framelot.load.run;
