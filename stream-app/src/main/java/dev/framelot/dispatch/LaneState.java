package dev.framelot.dispatch;

/** @param alive its thread runs @param runningNanos how long the batch now on it has run; 0 while idle */
public record LaneState(int lane, boolean alive, long runningNanos) {}
