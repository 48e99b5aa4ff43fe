/**
 * Compressed image to model input: header checks before any decoder is called, scaled decoding into pooled direct buffers,
 * letterboxing. The only package that knows native decoders. EXIF orientation is ignored: boxes are in pixels of the image as stored.
 */
package dev.framelot.image;
