package dev.framelot.live;

import dev.framelot.metrics.FateListener.Fate;

/** @param id 1, 2, 3, … @param atMicros epoch, when its outcome was forwarded @param hasImage whether {@link SampleShelf} took the image */
public record FrameSample(long id, long atMicros, long ageMicros, boolean hasImage, Fate fate) {}
