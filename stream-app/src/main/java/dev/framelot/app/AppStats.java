package dev.framelot.app;

/**
 * What an instance has done since its start.
 *
 * @param framesTaken records taken from the frames topic
 * @param batches batches dispatched
 * @param batchFrames real frames in them
 * @param batchShapes places in them, padding included
 * @param inFlight frames taken and not yet forwarded
 * @param state the stream's state in words
 */
public record AppStats(
        long framesTaken,
        long detected,
        long shed,
        long deadLettered,
        long batches,
        long batchFrames,
        long batchShapes,
        int inFlight,
        String state) {}
