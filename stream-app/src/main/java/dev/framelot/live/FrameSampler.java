package dev.framelot.live;

import dev.framelot.metrics.FateListener.Fate;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes some frames of each camera while somebody watches, and none otherwise. The rate is the highest that any viewer asks
 * for, so a thousand viewers cost what one does.
 */
public final class FrameSampler {
    /** Cameras beyond are not sampled. */
    static final int MOST_CAMERAS = 64;
    static final double MOST_PER_SECOND = 5;
    private static final long SHELF_BYTES = 32L << 20;
    private static final int TAPE_FRAMES = 512;

    private final SampleShelf shelf = new SampleShelf(SHELF_BYTES);
    private final Tape<FrameSample> tape = new Tape<>(TAPE_FRAMES);
    private final ConcurrentHashMap<String, Long> lastByCamera = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    /** 0: nobody watches. */
    private volatile long intervalMicros;

    /** For frames from now on. @param framesPerSecond of each camera; 0: none */
    public void rate(double framesPerSecond) {
        double bounded = Math.min(framesPerSecond, MOST_PER_SECOND);
        intervalMicros = bounded <= 0 ? 0 : (long) (1e6 / bounded);
        if (bounded <= 0) {
            lastByCamera.clear();
            shelf.clear();
        }
    }

    void forwarded(Fate fate, long nowMicros, long ageMicros) {
        long interval = intervalMicros;
        if (interval == 0) {
            return;
        }
        String camera = fate.identity().cameraId();
        Long last = lastByCamera.get(camera);
        // A tenth less: frames come with some jitter, and a rate just met must not be halved by it.
        if (last == null ? lastByCamera.size() >= MOST_CAMERAS : nowMicros - last < interval - interval / 10) {
            return;
        }
        lastByCamera.put(camera, nowMicros);
        long id = lastId.incrementAndGet();
        boolean kept = fate.image() != null && fate.image().hasRemaining() && shelf.put(id, fate.image());
        Fate light = new Fate(fate.source(), fate.identity(), fate.outcome(), null, fate.traceparent(), fate.emitWaitNanos());
        tape.add(new FrameSample(id, nowMicros, ageMicros, kept, light));
    }

    public Tape<FrameSample> tape() {
        return tape;
    }

    public SampleShelf shelf() {
        return shelf;
    }
}
