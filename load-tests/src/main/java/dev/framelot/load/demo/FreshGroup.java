package dev.framelot.load.demo;

import dev.framelot.config.FramelotConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Where a group that has never committed begins. */
final class FreshGroup {
    private FreshGroup() {}

    /**
     * At the end of the frames topic: frames of an earlier demo on the same cluster bear the same ids, and detecting them
     * again would look like duplicates.
     *
     * @throws IllegalStateException when the cluster refuses
     */
    static void atTheEnd(FramelotConfig config) throws InterruptedException {
        Map<String, Object> settings = new HashMap<>(config.kafka().properties());
        settings.put("bootstrap.servers", config.kafka().bootstrapServers());
        String frames = config.topics().frames();
        String group = config.kafka().applicationId();
        try (Admin admin = Admin.create(settings)) {
            Map<TopicPartition, OffsetSpec> latest = admin.describeTopics(List.of(frames)).allTopicNames().get().get(frames).partitions().stream()
                    .collect(Collectors.toMap(info -> new TopicPartition(frames, info.partition()), info -> OffsetSpec.latest()));
            Map<TopicPartition, OffsetAndMetadata> ends = admin.listOffsets(latest).all().get().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, end -> new OffsetAndMetadata(end.getValue().offset())));
            admin.alterConsumerGroupOffsets(group, ends).all().get();
        } catch (ExecutionException refused) {
            throw new IllegalStateException("Can't let the group '" + group + "' begin at the end of topic '" + frames + "' on "
                    + config.kafka().bootstrapServers() + ": " + refused.getCause().getMessage()
                    + ". It needs to describe the topic and to read as that group.",
                    refused.getCause());
        }
    }
}
