/** ONNX Runtime behind the port: the only package that imports it, and no {@code OrtException} leaves it. */
package dev.framelot.inference.onnx;
