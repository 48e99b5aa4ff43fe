package dev.framelot.topology;

import dev.framelot.config.FramelotConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/** frames -> frame processor -> detections, frames.shed, frames.dead-letter. No state store, no repartitioning. */
final class FrameTopology {
    static final String DETECTIONS = "detections";
    static final String SHED = "shed";
    static final String DEAD_LETTER = "dead-letter";
    private static final String SOURCE = "frames";
    private static final String PROCESSOR = "frame-processor";

    private FrameTopology() {}

    static Topology of(FramelotConfig.Topics topics, FrameIntake intake) {
        ProcessorSupplier<byte[], byte[], byte[], byte[]> processors = () -> new FrameProcessor(intake);
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new Topology()
                .addSource(SOURCE, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.frames())
                .addProcessor(PROCESSOR, processors, SOURCE)
                .addSink(DETECTIONS, topics.detections(), bytes, bytes, PROCESSOR)
                .addSink(SHED, topics.shed(), bytes, bytes, PROCESSOR)
                .addSink(DEAD_LETTER, topics.deadLetter(), bytes, bytes, PROCESSOR);
    }
}
