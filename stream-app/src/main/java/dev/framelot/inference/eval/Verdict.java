package dev.framelot.inference.eval;

/** Whether a detection of some confidence is right. */
record Verdict(float confidence, boolean right) {}
