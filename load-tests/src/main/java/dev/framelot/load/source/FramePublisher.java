package dev.framelot.load.source;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends a source's frames to the frames topic by an open-loop schedule: the capture time of a frame is when it was due,
 * so that a publisher or broker that falls behind shows up as latency instead of as fewer frames.
 *
 * <p>{@link #run} belongs to one thread; {@link #stop()} and {@link #counts()} may be called from any.
 */
public final class FramePublisher implements AutoCloseable {
    private static final int MAX_REQUEST_BYTES = 16 << 20;
    private static final int BUFFER_BYTES = 64 << 20;

    private final String topic;
    private final FrameEncoding encoding;
    private final PublishObserver observer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private final AtomicLong attempted = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile long lateNanos;
    private volatile Exception firstFailure;

    /** @param properties of the producer, keys as Kafka names them; at least {@code bootstrap.servers} */
    public FramePublisher(Map<String, ?> properties, String topic, FrameEncoding encoding, PublishObserver observer) {
        this.topic = topic;
        this.encoding = encoding;
        this.observer = observer;
        Map<String, Object> settings = new HashMap<>();
        settings.put("max.request.size", MAX_REQUEST_BYTES);
        settings.put("buffer.memory", BUFFER_BYTES);
        settings.put("linger.ms", 0); // 5 by default: latency of ours, not of the application
        settings.putAll(properties);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Sends until the schedule or the source ends or {@link #stop()} is called, then waits for the broker's answers.
     *
     * @throws SourceException when the source can't be read; frames sent before that are flushed
     */
    public PublishCounts run(FrameSource source, SendTimes schedule) {
        long startNanos = System.nanoTime();
        Instant now = Instant.now();
        long startMicros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        try {
            for (long index = 0; index < schedule.maxFrames(); index++) {
                long dueNanos = schedule.dueNanos(index);
                if (stoppedBefore(startNanos + dueNanos)) {
                    break;
                }
                Optional<EncodedFrame> frame = source.next(startMicros + dueNanos / 1_000);
                if (frame.isEmpty()) {
                    break;
                }
                lateNanos = System.nanoTime() - startNanos - dueNanos;
                observer.sending(lateNanos);
                send(frame.get());
            }
        } finally {
            producer.flush();
        }
        return counts();
    }

    private boolean stoppedBefore(long dueNanos) {
        long wait = dueNanos - System.nanoTime();
        try {
            return wait > 0 ? stopped.await(wait, TimeUnit.NANOSECONDS) : stopped.getCount() == 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void send(EncodedFrame frame) {
        attempted.incrementAndGet();
        observer.attempted(frame);
        try {
            producer.send(encoding.record(topic, frame), (place, failure) -> {
                if (failure == null) {
                    acknowledged.incrementAndGet();
                    bytes.addAndGet(frame.image().length);
                    observer.acknowledged(frame, place.partition(), place.offset());
                } else {
                    failed(frame, failure);
                }
            });
        } catch (KafkaException failure) {
            failed(frame, failure);
        }
    }

    private void failed(EncodedFrame frame, Exception failure) {
        failed.incrementAndGet();
        if (firstFailure == null) {
            firstFailure = failure;
        }
        observer.failed(frame, failure);
    }

    /** Ends {@link #run} before its next frame. */
    public void stop() {
        stopped.countDown();
    }

    public PublishCounts counts() {
        long answered = acknowledged.get();
        long refused = failed.get();
        return new PublishCounts(attempted.get(), answered, refused, bytes.get(), lateNanos);
    }

    /** Why the first of the failed frames failed. */
    public Optional<Exception> firstFailure() {
        return Optional.ofNullable(firstFailure);
    }

    @Override
    public void close() {
        stop();
        producer.close(Duration.ofSeconds(10));
    }
}
