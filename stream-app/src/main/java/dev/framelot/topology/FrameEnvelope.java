package dev.framelot.topology;

import dev.framelot.frame.FrameIdentity;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A frame's record, read.
 *
 * @param image the compressed image, position..limit
 * @param deadlineMicros the producer's own, epoch microseconds
 * @param trafficClass the producer's word for it
 */
record FrameEnvelope(FrameIdentity identity, ByteBuffer image, OptionalLong deadlineMicros, Optional<String> trafficClass) {}
