package dev.framelot.results;

import dev.framelot.schemas.FrameDeadLetter;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.FrameShed;

/** A frame's record. */
public sealed interface CameraResult {
    String camera();

    record Detected(FrameDetections record) implements CameraResult {
        @Override
        public String camera() {
            return record.getCameraId();
        }
    }

    record Shed(FrameShed record) implements CameraResult {
        @Override
        public String camera() {
            return record.getCameraId();
        }
    }

    record DeadLettered(FrameDeadLetter record) implements CameraResult {
        @Override
        public String camera() {
            return record.getCameraId();
        }
    }
}
