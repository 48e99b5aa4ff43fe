package dev.framelot.peers;

/**
 * A record of the frames topic as a peer took it.
 *
 * @param value an encoded {@code CameraFrame}
 * @param appendedAtMillis epoch milliseconds of the record
 */
public record TakenFrame(byte[] value, int partition, long offset, long appendedAtMillis) {}
