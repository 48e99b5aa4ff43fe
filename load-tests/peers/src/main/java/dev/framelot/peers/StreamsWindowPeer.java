package dev.framelot.peers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/**
 * Kafka Streams with windows by hand: a processor gathers frames and runs them when there are enough or when its wall clock ticks. A
 * task has one partition, so each partition gathers for itself. What waits lies in a state store with its changelog, since Streams
 * commits the offset of a frame that {@code process()} has taken, whether it ran or not.
 */
final class StreamsWindowPeer {
    private static final String WAITING = "waiting";

    private StreamsWindowPeer() {}

    static RunningPeer start(PeerSettings settings) {
        BatchDetector detector = BatchDetector.open(settings);
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(settings.framesTopic(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .process(new Windows(settings, detector))
                .to(settings.detectionsTopic(), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        Properties properties = StreamsProperties.of(settings);
        // A thread looks at its wall clock between polls: a longer poll than the wait would be the wait.
        properties.put(StreamsConfig.POLL_MS_CONFIG, settings.waitMillis());
        return new RunningStreams(new KafkaStreams(builder.build(), properties), detector);
    }

    private record Windows(PeerSettings settings, BatchDetector detector) implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {
        @Override
        public Processor<byte[], byte[], byte[], byte[]> get() {
            return new CountOrTimeWindow(settings, detector);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(Stores.timestampedKeyValueStoreBuilder(Stores.inMemoryKeyValueStore(WAITING), Serdes.Long(), Serdes.ByteArray()));
        }
    }

    private static final class CountOrTimeWindow implements Processor<byte[], byte[], byte[], byte[]> {
        private final PeerSettings settings;
        private final BatchDetector detector;
        private ProcessorContext<byte[], byte[]> context;
        /** By offset, so that it is read in the order of the partition. */
        private KeyValueStore<Long, ValueAndTimestamp<byte[]>> waiting;
        private int count;

        CountOrTimeWindow(PeerSettings settings, BatchDetector detector) {
            this.settings = settings;
            this.detector = detector;
        }

        @Override
        public void init(ProcessorContext<byte[], byte[]> given) {
            context = given;
            waiting = context.<TimestampedKeyValueStore<Long, byte[]>>getStateStore(WAITING);
            count = (int) waiting.approximateNumEntries();
            context.schedule(Duration.ofMillis(settings.waitMillis()), PunctuationType.WALL_CLOCK_TIME, now -> run());
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            waiting.put(context.recordMetadata().orElseThrow().offset(), ValueAndTimestamp.make(record.value(), record.timestamp()));
            if (++count >= settings.batch()) {
                run();
            }
        }

        private void run() {
            List<TakenFrame> batch = new ArrayList<>(settings.batch());
            try (KeyValueIterator<Long, ValueAndTimestamp<byte[]>> all = waiting.all()) {
                while (all.hasNext() && batch.size() < settings.batch()) {
                    KeyValue<Long, ValueAndTimestamp<byte[]>> frame = all.next();
                    batch.add(new TakenFrame(frame.value.value(), context.taskId().partition(), frame.key, frame.value.timestamp()));
                }
            }
            if (batch.isEmpty()) {
                return;
            }
            List<DetectedFrame> detected = detector.detect(batch).join();
            for (int i = 0; i < batch.size(); i++) {
                context.forward(new Record<>(detected.get(i).key(), detected.get(i).value(), batch.get(i).appendedAtMillis()));
                waiting.delete(batch.get(i).offset());
            }
            count -= batch.size();
        }
    }
}
