package dev.framelot.config;

import java.util.Optional;

/** @param backfill frames that wait for slack, in a topic of their own; empty: none @param shadow what a shadowed model finds */
public record TopicSettings(String frames, Optional<String> backfill, String detections, String shed, String deadLetter, String control, String shadow) {
    /** The shadow's results go beside the detections. */
    public TopicSettings(String frames, Optional<String> backfill, String detections, String shed, String deadLetter, String control) {
        this(frames, backfill, detections, shed, deadLetter, control, detections + ".shadow");
    }
}
