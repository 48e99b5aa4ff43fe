/**
 * Compressed image to model input: header checks before any decoder is called, scaled decoding into pooled direct buffers,
 * letterboxing. The only package that knows native decoders.
 *
 * <p>What unusual images become: grey is a colour plane; any chrominance sampling and progressive coding are decoded; CMYK, 12 bits,
 * lossless and arithmetic coding are {@code unsupported_format}. EXIF orientation is ignored: boxes are in pixels of the image as stored.
 *
 * <p>Damage: JPEG has no checksum, so some changed bytes give another valid image that no decoder can tell. TurboJPEG refuses what
 * breaks the coding, OpenCV only what breaks the markers; of a PNG every changed byte is found.
 */
package dev.framelot.image;
