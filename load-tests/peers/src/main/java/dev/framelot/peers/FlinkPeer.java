package dev.framelot.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Flink in a mini cluster: source, count-or-time batches, ordered async I/O with as many batches as lanes, sink; one task each.
 * Checkpoints hold what waits and what runs; a start goes on from the latest one.
 */
final class FlinkPeer {
    private static final long LANE_SECONDS = 60;

    private FlinkPeer() {}

    static RunningPeer start(PeerSettings settings) throws Exception {
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.createLocalEnvironment(1, configuration(settings));
        // A lone frame must not wait for a network buffer to fill.
        flink.setBufferTimeout(0);
        // Nobody changes a frame that was handed on, so none needs to be copied between operators.
        flink.getConfig().enableObjectReuse();
        KafkaSource<TakenFrame> frames = KafkaSource.<TakenFrame>builder()
                .setBootstrapServers(settings.bootstrapServers())
                .setTopics(settings.framesTopic())
                .setGroupId(settings.group())
                .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                .setDeserializer(new FrameReader())
                .build();
        String detections = settings.detectionsTopic();
        KafkaSink<DetectedFrame> sink = KafkaSink.<DetectedFrame>builder()
                .setKafkaProducerConfig(settings.producer())
                .setBootstrapServers(settings.bootstrapServers())
                .setRecordSerializer((frame, context, timestamp) -> new ProducerRecord<>(detections, frame.key(), frame.value()))
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build();
        DataStream<TakenFrame[]> batches = flink.fromSource(frames, WatermarkStrategy.noWatermarks(), "frames")
                .keyBy(frame -> 0)
                .process(new FlinkCountOrTimeBatch(settings.batch(), settings.waitMillis()));
        AsyncDataStream.orderedWait(batches, new FlinkAsyncDetection(settings), LANE_SECONDS, TimeUnit.SECONDS, settings.lanes()).sinkTo(sink);
        return new RunningFlink(flink.executeAsync("peer"));
    }

    private static Configuration configuration(PeerSettings settings) throws IOException {
        Configuration configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(settings.commitMillis()));
        configuration.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.AT_LEAST_ONCE);
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, Path.of(settings.stateFolder()).toUri().toString());
        configuration.set(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION, ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        latestCheckpoint(Path.of(settings.stateFolder()))
                .ifPresent(path -> configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, path.toUri().toString()));
        return configuration;
    }

    /** The folder of the newest checkpoint that was finished: its metadata is written last. */
    static Optional<Path> latestCheckpoint(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(folder, 3)) {
            return files.filter(file -> file.getFileName().toString().equals("_metadata"))
                    .max(Comparator.comparing(file -> file.toFile().lastModified()))
                    .map(Path::getParent);
        }
    }

    private static final class FrameReader implements KafkaRecordDeserializationSchema<TakenFrame> {
        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<TakenFrame> out) {
            out.collect(new TakenFrame(record.value(), record.partition(), record.offset(), record.timestamp()));
        }

        @Override
        public TypeInformation<TakenFrame> getProducedType() {
            return TypeInformation.of(TakenFrame.class);
        }
    }

    private record RunningFlink(JobClient job) implements RunningPeer {
        @Override
        public CompletableFuture<Void> ended() {
            return job.getJobExecutionResult().thenApply(result -> null);
        }

        @Override
        public void close() throws Exception {
            job.cancel().get(20, TimeUnit.SECONDS);
        }
    }
}
