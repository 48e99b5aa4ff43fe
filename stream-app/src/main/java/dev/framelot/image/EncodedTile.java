package dev.framelot.image;

import java.nio.ByteBuffer;

/** A tile as an image of its own. @param bytes position..limit; good until the same worker cuts the next one */
record EncodedTile(ByteBuffer bytes, ImageHeader header) {}
