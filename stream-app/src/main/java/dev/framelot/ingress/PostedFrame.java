package dev.framelot.ingress;

import java.util.Optional;
import java.util.OptionalLong;

/** @param model which it is for, by its name in the settings; empty: the first @param sequence the camera's own count @param capturedAtMicros epoch @param traceparent as it came; carried on unchecked, checked where it is read */
public record PostedFrame(String camera, byte[] image, ImageKind kind, Optional<String> model, OptionalLong sequence, OptionalLong capturedAtMicros, Optional<String> traceparent) {}
