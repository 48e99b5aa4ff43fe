/**
 * Live changes: the objective in force, the compacted topic that tells it to every instance, and who follows it.
 */
package dev.framelot.control;
