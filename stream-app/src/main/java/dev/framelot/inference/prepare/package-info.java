/**
 * Makes of a model as its exporter wrote it one that Framelot runs best: a free batch axis, uint8 frames in, a few boxes out. Each
 * change is proved by running the model before and after.
 */
package dev.framelot.inference.prepare;
