package dev.framelot.peers;

import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Kafka Streams, the model called for one record at a time within the topology. As many stream threads as lanes. */
final class StreamsEachPeer {
    private StreamsEachPeer() {}

    static RunningPeer start(PeerSettings settings) {
        BatchDetector detector = BatchDetector.open(settings);
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(settings.framesTopic(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .processValues(() -> new EachFrame(detector))
                .to(settings.detectionsTopic(), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        return new RunningStreams(new KafkaStreams(builder.build(), StreamsProperties.of(settings)), detector);
    }

    private static final class EachFrame extends ContextualFixedKeyProcessor<byte[], byte[], byte[]> {
        private final BatchDetector detector;

        EachFrame(BatchDetector detector) {
            this.detector = detector;
        }

        @Override
        public void process(FixedKeyRecord<byte[], byte[]> record) {
            RecordMetadata place = context().recordMetadata().orElseThrow();
            TakenFrame frame = new TakenFrame(record.value(), place.partition(), place.offset(), record.timestamp());
            context().forward(record.withValue(detector.detect(List.of(frame)).join().get(0).value()));
        }
    }
}
