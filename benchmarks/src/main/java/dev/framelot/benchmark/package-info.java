/** Microbenchmarks of what runs for every frame or batch; docs/load-tests.md says how to run them. */
package dev.framelot.benchmark;
