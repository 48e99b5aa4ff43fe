package dev.framelot.topology;

import dev.framelot.frame.FrameIdentity;
import dev.framelot.frame.ImageReference;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A frame's record, read.
 *
 * @param image the compressed image, position..limit; null where the record only refers to it
 * @param reference where it is then
 * @param deadlineMicros the producer's own, epoch microseconds
 * @param trafficClass the producer's word for it
 */
record FrameEnvelope(FrameIdentity identity, ByteBuffer image, Optional<ImageReference> reference, OptionalLong deadlineMicros, Optional<String> trafficClass) {}
