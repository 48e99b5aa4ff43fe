/**
 * The port to whatever runs the model, and what is the same for each: the model card, the meaning of an output, suppression
 * of overlapping boxes. ONNX Runtime itself is in {@code inference.onnx} only.
 */
package dev.framelot.inference;
