package dev.framelot.live;

/** A change of state, told once. @param kind mode, intake, ready or stream @param atMicros epoch */
public record Note(long atMicros, String kind, String text) {}
