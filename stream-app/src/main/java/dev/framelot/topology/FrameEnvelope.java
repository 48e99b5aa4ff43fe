package dev.framelot.topology;

import dev.framelot.frame.FrameIdentity;
import java.nio.ByteBuffer;

/** A frame's record, read. @param image the compressed image, position..limit */
record FrameEnvelope(FrameIdentity identity, ByteBuffer image) {}
