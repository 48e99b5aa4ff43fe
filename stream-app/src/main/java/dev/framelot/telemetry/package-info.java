/** What leaves the process for machines to read: metrics by one catalogue, spans, and logs that don't flood. */
package dev.framelot.telemetry;
