/** Named loads: what is sent, to which engine, for how long, and what must come of it; read from YAML and checked as a whole. */
package dev.framelot.load.workload;
