package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import java.util.List;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * One topic as the broker has it, beside what the settings need.
 *
 * @param maxBytes max.message.bytes of the topic
 * @param neededBytes largest record the settings allow
 * @param shortOfReplicas partitions with fewer replicas in sync than they should have
 */
record TopicFacts(boolean exists, int partitions, int replicas, long shortOfReplicas, long maxBytes, long neededBytes) {

    /** @throws StartException the broker refused or did not answer */
    static TopicFacts of(KafkaAdmin admin, String name, FramelotConfig config) {
        long needed = neededBytes(name, config);
        TopicDescription topic;
        try {
            topic = admin.get("describe topic " + name, admin.client().describeTopics(List.of(name)).topicNameValues().get(name));
        } catch (StartException refused) {
            if (refused.getCause() instanceof UnknownTopicOrPartitionException) {
                return new TopicFacts(false, 0, 0, 0, 0, needed);
            }
            throw refused;
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        Config settings = admin.get("describe topic " + name, admin.client().describeConfigs(List.of(resource)).all()).get(resource);
        long missing = topic.partitions().stream().filter(partition -> partition.isr().size() < partition.replicas().size()).count();
        return new TopicFacts(
                true,
                topic.partitions().size(),
                topic.partitions().get(0).replicas().size(),
                missing,
                Long.parseLong(settings.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value()),
                needed);
    }

    /** The largest record of this topic that the settings allow, with what Kafka adds. */
    static long neededBytes(String name, FramelotConfig config) {
        if (takesFrames(name, config)) {
            return (long) config.frame().maxBytes() + TopicCheck.OVERHEAD_BYTES;
        }
        if (name.equals(config.topics().shadow())) {
            return neededBytes(config.topics().detections(), config);
        }
        return name.equals(config.topics().control()) ? TopicCheck.OVERHEAD_BYTES : TopicCheck.outcomeBytes(config).get(name);
    }

    static boolean takesFrames(String name, FramelotConfig config) {
        return name.equals(config.topics().frames()) || config.topics().backfill().filter(name::equals).isPresent() || config.routing().topics().contains(name);
    }

    boolean fits() {
        return exists && maxBytes >= neededBytes;
    }

    String note() {
        if (!exists) {
            return "does not exist: framelot topics create";
        }
        if (maxBytes < neededBytes) {
            return "takes " + maxBytes + " bytes, the settings allow records of " + neededBytes + ": raise the topic's max.message.bytes";
        }
        return shortOfReplicas > 0 ? shortOfReplicas + " partitions lack replicas in sync" : "";
    }
}
