package dev.framelot.peers;

/**
 * A record for the detections topic.
 *
 * @param key the camera, as in the frames topic
 * @param value an encoded {@code FrameDetections}
 */
public record DetectedFrame(byte[] key, byte[] value) {}
