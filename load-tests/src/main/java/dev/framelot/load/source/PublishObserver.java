package dev.framelot.load.source;

/** Told of every frame what became of sending it. Called from the publishing thread and from the producer's own. */
public interface PublishObserver {
    /** A frame is about to be handed over. @param lateNanos after it was due: the publisher's own delay */
    default void sending(long lateNanos) {}

    /** Before the frame is handed to the producer. */
    void attempted(EncodedFrame frame);

    /** The broker has it, at this place in the frames topic. */
    void acknowledged(EncodedFrame frame, int partition, long offset);

    /** The broker may or may not have it. */
    void failed(EncodedFrame frame, Exception why);

    /** Looks away. */
    static PublishObserver none() {
        return new PublishObserver() {
            @Override
            public void attempted(EncodedFrame frame) {}

            @Override
            public void acknowledged(EncodedFrame frame, int partition, long offset) {}

            @Override
            public void failed(EncodedFrame frame, Exception why) {}
        };
    }
}
