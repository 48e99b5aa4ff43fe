package dev.framelot.config;

/** @param maxValueBytes of the offending value kept in the dead letter */
public record DeadLetterSettings(int maxValueBytes) {}
