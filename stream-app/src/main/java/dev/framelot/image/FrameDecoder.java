package dev.framelot.image;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Decodes one compressed image into a model-input slot. An instance belongs to one decode worker (it holds native state
 * and scratch memory); {@link FrameDecoders} makes them.
 */
public interface FrameDecoder extends AutoCloseable {

    /**
     * Decodes, scales, letterboxes.
     *
     * @param encoded the compressed image, position..limit is read, position is left alone; heap or direct
     * @param slot direct buffer of {@code height * width * 3} bytes, filled from index 0 with uint8 HWC RGB rows; its position is left alone
     * @return where the image went, and whether it was found damaged (only where the limits are lenient)
     * @throws FrameRejectedException with the reason for the dead letter; the slot's content is then undefined
     */
    Decoded decode(ByteBuffer encoded, ByteBuffer slot) throws FrameRejectedException;

    /**
     * How the image is to be cut; empty: it is decoded whole.
     *
     * @throws FrameRejectedException it is too large to be decoded whole and can't be cut either
     */
    Optional<SlicedImage> slice(ByteBuffer encoded) throws FrameRejectedException;

    /**
     * Decodes one tile. The letterbox is that of the tile, as if it were an image of its own.
     *
     * @param slot as for the other
     */
    Decoded decode(SlicedImage image, int tile, ByteBuffer slot) throws FrameRejectedException;

    @Override
    void close();

    /** @param corrupt the entropy data was damaged and the decoder was told to be lenient */
    record Decoded(Letterbox letterbox, boolean corrupt) {}
}
