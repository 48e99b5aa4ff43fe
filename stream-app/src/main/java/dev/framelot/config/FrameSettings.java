package dev.framelot.config;

/** The record value of the frames topic, and what is refused before decoding. */
public record FrameSettings(Format format, int maxBytes, long maxPixels, int maxScans, boolean png) {
    /** AVRO: {@code CameraFrame}. IMAGE: the value is the JPEG or PNG itself, the key is the camera. */
    public enum Format {
        AVRO,
        IMAGE
    }
}
