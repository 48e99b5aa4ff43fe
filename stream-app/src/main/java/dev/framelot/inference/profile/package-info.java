/**
 * AutoBatch: runs a model in rising batch sizes until something stops it, and keeps what was measured for the next start. The
 * search is a pure decision; measuring, files and clocks stand around it.
 */
package dev.framelot.inference.profile;
