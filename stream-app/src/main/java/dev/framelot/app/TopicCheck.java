package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
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
    private static final int TIMEOUT_SECONDS = 15;
    /** What a record batch adds to the value: batch header, key, headers, envelope fields. */
    static final int OVERHEAD_BYTES = 4_096;
    /** A detection in Avro: six numbers and a label. */
    private static final int DETECTION_BYTES = 96;

    private TopicCheck() {}

    static void check(FramelotConfig config) {
        FramelotConfig.Topics topics = config.topics();
        Map<String, Long> needed = new TreeMap<>();
        needed.put(topics.detections(), (long) config.inference().maxDetections() * DETECTION_BYTES + OVERHEAD_BYTES);
        needed.put(topics.shed(), (long) OVERHEAD_BYTES);
        needed.put(topics.deadLetter(), (long) config.deadLetter().maxValueBytes() + OVERHEAD_BYTES);
        List<String> problems = new ArrayList<>();
        Map<String, Object> settings = new HashMap<>(config.kafka().properties());
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 1_000);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 1_000 / 2);
        try (Admin admin = Admin.create(settings)) {
            Set<String> names = new TreeSet<>(needed.keySet());
            names.add(topics.frames());
            Map<String, Long> limits = new TreeMap<>();
            admin.describeTopics(names).topicNameValues().forEach((name, described) -> {
                if (exists(described, config)) {
                    limits.put(name, 0L);
                } else {
                    problems.add("topic '" + name + "' does not exist on " + config.kafka().bootstrapServers()
                            + "; create it with: framelot topics create");
                }
            });
            List<ConfigResource> resources = limits.keySet().stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
            Map<ConfigResource, Config> configs = get(admin.describeConfigs(resources).all(), config);
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

    private static boolean exists(KafkaFuture<?> described, FramelotConfig config) {
        try {
            get(described, config);
            return true;
        } catch (StartException unreachable) {
            if (unreachable.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw unreachable;
        }
    }

    private static <T> T get(KafkaFuture<T> future, FramelotConfig config) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new StartException("Kafka at " + config.kafka().bootstrapServers() + " (kafka.bootstrap-servers) refused to describe the topics: "
                    + failed.getCause().getMessage(), failed.getCause());
        } catch (TimeoutException slow) {
            throw new StartException("Kafka at " + config.kafka().bootstrapServers() + " (kafka.bootstrap-servers) did not answer within "
                    + TIMEOUT_SECONDS + " s; is the broker running, and the address right?", slow);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted while asking Kafka for the topics", interrupted);
        }
    }
}
