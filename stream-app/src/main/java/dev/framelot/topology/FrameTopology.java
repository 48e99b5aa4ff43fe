package dev.framelot.topology;

import dev.framelot.config.TopicSettings;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * frames -> frame processor -> detections, frames.shed, frames.dead-letter; and the same once more for the topic of backfill and each
 * topic of a further model, in tasks of their own, so that none waits for another. No state store, no repartitioning.
 */
final class FrameTopology {
    static final String DETECTIONS = "detections";
    static final String SHED = "shed";
    static final String DEAD_LETTER = "dead-letter";

    private FrameTopology() {}

    static Topology of(TopicSettings topics, List<FrameIntake> intakes) {
        Topology topology = new Topology();
        ByteArraySerializer bytes = new ByteArraySerializer();
        for (FrameIntake intake : intakes) {
            // Names of nodes are unique in a topology, and two tasks may not share one.
            String suffix = intake.suffix();
            String processor = "frame-processor" + suffix;
            ProcessorSupplier<byte[], byte[], byte[], byte[]> processors = () -> new FrameProcessor(intake);
            topology.addSource("frames" + suffix, new ByteArrayDeserializer(), new ByteArrayDeserializer(), intake.framesTopic())
                    .addProcessor(processor, processors, "frames" + suffix)
                    .addSink(DETECTIONS + suffix, topics.detections(), bytes, bytes, processor)
                    .addSink(SHED + suffix, topics.shed(), bytes, bytes, processor)
                    .addSink(DEAD_LETTER + suffix, topics.deadLetter(), bytes, bytes, processor);
        }
        return topology;
    }
}
