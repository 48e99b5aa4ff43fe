package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.serde.AvroCodec;
import dev.framelot.schemas.serde.SchemaMismatchException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "watch",
        description = {
            "Show detections as they come, a line a frame, until Ctrl-C.",
            "Example: framelot watch --bootstrap-servers localhost:9092 --camera line-1",
            "Example: framelot watch --from-beginning --count 100 --save annotated/"
        },
        mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
    @Mixin
    ConfigOptions options;

    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    @Option(names = "--from-beginning", description = "All that the topic still has, not only what comes from now on.")
    boolean fromBeginning;

    @Option(names = "--count", description = "Stop after this many frames.")
    Long count;

    @Option(names = "--camera", description = "Only this camera.")
    String camera;

    @Option(names = "--save", paramLabel = "DIR", description = "Also fetch each frame and write it there as a JPEG with its boxes drawn.")
    Path save;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        FramelotConfig config = options.loadWithoutModel().config();
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Object> settings = new HashMap<>(config.kafka().properties());
        settings.put("bootstrap.servers", config.kafka().bootstrapServers());
        settings.put("isolation.level", "read_committed");
        // Looking at a topic must not create it.
        settings.put("allow.auto.create.topics", false);
        AvroCodec<FrameDetections> codec = Codecs.of(config.schemaRegistry()).frameDetections(config.topics().detections());
        try (KafkaConsumer<byte[], byte[]> consumer =
                        KafkaFailures.naming(config.kafka(), () -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
                AnnotatedFrames annotated = save == null ? null : new AnnotatedFrames(config, settings, save)) {
            String topic = config.topics().detections();
            List<TopicPartition> partitions = consumer.partitionsFor(topic, Duration.ofSeconds(15)).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new StartException("Topic '" + topic + "' (topics.detections) does not exist on " + config.kafka().bootstrapServers()
                        + "; create it with: framelot topics create");
            }
            consumer.assign(partitions);
            if (fromBeginning) {
                consumer.seekToBeginning(partitions);
            } else {
                consumer.seekToEnd(partitions);
            }
            long shown = 0;
            while (count == null || shown < count) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.value() == null) {
                        continue;
                    }
                    FrameDetections frame = codec.decode(record.value());
                    if (camera != null && !camera.equals(frame.getCameraId()) || count != null && shown >= count) {
                        continue;
                    }
                    out.println(json ? frame.toString() : line(frame));
                    if (annotated != null) {
                        out.println("    " + annotated.save(frame));
                    }
                    shown++;
                }
                out.flush();
            }
        } catch (SchemaMismatchException other) {
            throw new StartException("A record of topic '" + config.topics().detections() + "' (topics.detections) is no detection: " + other.getMessage(), other);
        } catch (org.apache.kafka.common.errors.TimeoutException slow) {
            throw new StartException("Kafka at " + config.kafka().bootstrapServers()
                    + " (kafka.bootstrap-servers) did not answer within 15 s. Is the broker running, and is the address right?", slow);
        }
        return 0;
    }

    private static String line(FrameDetections frame) {
        long began = frame.getCapturedAtMicros() > 0 ? frame.getCapturedAtMicros() : frame.getAppendedAtMicros();
        String boxes = frame.getDetections().stream()
                .map(box -> String.format("%s %.2f [%.0f,%.0f %.0fx%.0f]", box.getLabel(), box.getConfidence(), box.getX1(), box.getY1(),
                        box.getX2() - box.getX1(), box.getY2() - box.getY1()))
                .collect(Collectors.joining(", "));
        return String.format("%-16s #%-8d %6.1f ms  batch %d/%d %-14s %s", printable(frame.getCameraId()), frame.getSequence(),
                (frame.getProducedAtMicros() - began) / 1e3, frame.getBatch().getFrames(), frame.getBatch().getShape(), frame.getBatch().getReason(),
                boxes.isEmpty() ? "nothing found" : boxes);
    }

    /** A camera's name comes from outside: no control characters on a terminal. */
    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
