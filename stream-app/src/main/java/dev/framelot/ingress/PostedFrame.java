package dev.framelot.ingress;

import java.util.Optional;
import java.util.OptionalLong;

/** @param sequence the camera's own count @param capturedAtMicros epoch @param traceparent as it came; carried on unchecked, checked where it is read */
public record PostedFrame(String camera, byte[] image, ImageKind kind, OptionalLong sequence, OptionalLong capturedAtMicros, Optional<String> traceparent) {}
