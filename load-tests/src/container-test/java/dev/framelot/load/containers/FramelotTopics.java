package dev.framelot.load.containers;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The application's four topics under their default names. */
final class FramelotTopics {
    static final String FRAMES = "frames";
    static final String DETECTIONS = "detections";
    static final String SHED = "frames.shed";
    static final String DEAD_LETTER = "frames.dead-letter";
    private static final int PARTITIONS = 4;
    /** As {@code frame.max-bytes} has it by default, and room for the envelope. */
    private static final Map<String, String> LIMITS = Map.of("max.message.bytes", String.valueOf((8 << 20) + (64 << 10)));

    private FramelotTopics() {}

    static void create(String servers) {
        List<NewTopic> topics = List.of(FRAMES, DETECTIONS, SHED, DEAD_LETTER).stream()
                .map(name -> new NewTopic(name, PARTITIONS, (short) 1).configs(LIMITS))
                .toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(topics).all().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("The topics could not be created on the Kafka container at " + servers, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while creating topics", interrupted);
        }
    }
}
