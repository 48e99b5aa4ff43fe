/**
 * ONNX files as values that can be read, changed and written again without loss. Field numbers are those of onnx.proto; what is
 * not modelled here is carried along. Nothing here runs a model.
 */
package dev.framelot.inference.graph;
