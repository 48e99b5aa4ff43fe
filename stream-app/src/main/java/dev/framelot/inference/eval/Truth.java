package dev.framelot.inference.eval;

/** An object that is really there; corners in pixels of the image. */
public record Truth(int classId, double x1, double y1, double x2, double y2) {}
