package dev.framelot.image;

/**
 * What is refused from the header alone, before a decoder is called.
 *
 * @param maxBytes compressed size
 * @param maxPixels width times height
 * @param maxScans progressive scans of a JPEG
 * @param pngEnabled PNG is accepted too
 * @param strict damaged entropy data is a dead letter; otherwise the frame is decoded as far as it goes and marked
 */
public record ImageLimits(int maxBytes, long maxPixels, int maxScans, boolean pngEnabled, boolean strict) {}
