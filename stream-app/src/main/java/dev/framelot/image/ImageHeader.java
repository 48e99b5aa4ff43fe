package dev.framelot.image;

/**
 * What an image says of itself.
 *
 * @param width pixels, as stored
 * @param height pixels, as stored
 * @param components 1 grey, 3 colour, 4 CMYK; 0 where the format does not say (PNG)
 * @param scans of a JPEG: 1 baseline, more when progressive; 0 for PNG
 * @param endOffset bytes from the start to behind the end marker; what follows is not part of the image
 * @param damaged damage was found before decoding; only where the limits are lenient, else it is refused
 */
record ImageHeader(Format format, int width, int height, int components, int scans, int endOffset, boolean damaged) {
    enum Format {
        JPEG,
        PNG
    }
}
