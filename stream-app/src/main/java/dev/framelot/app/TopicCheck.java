package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.config.TopicSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Before the first frame: do the topics exist, and does everything on the way let the largest frame and the largest
 * outcome through? Names each setting that is too small. Kafka's limits count a record batch: value, key, headers and
 * about a hundred bytes of its own.
 */
final class TopicCheck {
    private static final Logger LOG = LoggerFactory.getLogger(TopicCheck.class);
    /** What a record batch adds to the value: batch header, key, headers, envelope fields. */
    static final int OVERHEAD_BYTES = 4_096;
    /** A detection in Avro: six numbers and a label. */
    private static final int DETECTION_BYTES = 96;

    private TopicCheck() {}

    static void check(FramelotConfig config) {
        TopicSettings topics = config.topics();
        Map<String, Long> needed = outcomeBytes(config);
        List<String> problems = new ArrayList<>();
        try (KafkaAdmin admin = new KafkaAdmin(config.kafka())) {
            Set<String> names = new TreeSet<>(needed.keySet());
            names.add(topics.frames());
            topics.backfill().ifPresent(names::add);
            names.addAll(config.routing().topics());
            Map<String, Long> limits = new TreeMap<>();
            admin.client().describeTopics(names).topicNameValues().forEach((name, described) -> {
                if (exists(admin, described)) {
                    limits.put(name, 0L);
                } else {
                    problems.add("topic '" + name + "' does not exist on " + config.kafka().bootstrapServers()
                            + "; create it with: framelot topics create");
                }
            });
            List<ConfigResource> resources = limits.keySet().stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
            Map<ConfigResource, Config> configs = admin.get("describe the topics' settings", admin.client().describeConfigs(resources).all());
            configs.forEach((resource, topic) ->
                    limits.put(resource.name(), Long.parseLong(topic.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value())));
            needed.forEach((name, bytes) -> {
                Long limit = limits.get(name);
                if (limit != null && limit < bytes) {
                    problems.add("topic '" + name + "' takes records of at most " + limit + " bytes (max.message.bytes), the largest outcome may have "
                            + bytes + "; raise it, or lower " + (name.equals(topics.deadLetter()) ? "dead-letter.max-value-bytes" : "inference.max-detections"));
                }
            });
            Long frames = limits.get(topics.frames());
            if (frames != null && frames < config.frame().maxBytes()) {
                // Not fatal: larger frames fail at their producer and none is lost here.
                LOG.warn("frame.max-bytes is {}, but topic '{}' takes records of at most {} bytes (max.message.bytes): larger frames fail at"
                        + " their producer; raise the topic's limit or lower frame.max-bytes", config.frame().maxBytes(), topics.frames(), frames);
            }
        }
        producerLimit(config, needed, problems);
        if (!problems.isEmpty()) {
            throw new StartException(String.join(System.lineSeparator(), problems));
        }
    }

    /** Topic to the largest outcome it may get. */
    static Map<String, Long> outcomeBytes(FramelotConfig config) {
        TopicSettings topics = config.topics();
        Map<String, Long> needed = new TreeMap<>();
        needed.put(topics.detections(), (long) config.inference().maxDetections() * DETECTION_BYTES + OVERHEAD_BYTES);
        needed.put(topics.shed(), (long) OVERHEAD_BYTES);
        needed.put(topics.deadLetter(), (long) config.deadLetter().maxValueBytes() + OVERHEAD_BYTES);
        return needed;
    }

    private static void producerLimit(FramelotConfig config, Map<String, Long> needed, List<String> problems) {
        for (String key : List.of("max.request.size", "producer.max.request.size")) {
            String own = config.kafka().properties().get(key);
            long largest = needed.values().stream().mapToLong(Long::longValue).max().orElse(0);
            if (own != null && Long.parseLong(own) < largest) {
                problems.add("kafka.properties." + key + " is " + own + ", the largest outcome may have " + largest
                        + " bytes; raise it, or lower dead-letter.max-value-bytes or inference.max-detections");
            }
        }
    }

    private static boolean exists(KafkaAdmin admin, KafkaFuture<?> described) {
        try {
            admin.get("describe the topics", described);
            return true;
        } catch (StartException refused) {
            if (refused.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw refused;
        }
    }
}
