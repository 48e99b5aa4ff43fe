/** Committed outcomes of single cameras, read back from Kafka for those who watch over HTTP. */
package dev.framelot.results;
