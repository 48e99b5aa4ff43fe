package dev.framelot.peers;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** A Kafka Streams client at work with its detector. */
final class RunningStreams implements RunningPeer {
    private final KafkaStreams streams;
    private final BatchDetector detector;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    RunningStreams(KafkaStreams streams, BatchDetector detector) {
        this.streams = streams;
        this.detector = detector;
        streams.setUncaughtExceptionHandler(failure -> {
            ended.completeExceptionally(failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.start();
    }

    @Override
    public CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public void close() throws InterruptedException {
        streams.close(Duration.ofSeconds(20));
        detector.close();
        ended.complete(null);
    }
}
