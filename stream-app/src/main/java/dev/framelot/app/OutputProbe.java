package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.config.KafkaSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks Kafka every few seconds whether outcomes could be written: topics there, leaders and enough replicas in sync, the right to
 * write. So readiness knows it while no frame comes, too. Its answer is at hand for any thread.
 */
final class OutputProbe implements AutoCloseable {
    private static final int ANSWER_MILLIS = 4_000;
    private static final long EVERY_MILLIS = 3_000;

    private final KafkaSettings kafka;
    private final Set<String> outputs;
    private final Set<String> topics;
    private final Admin admin;
    private final Thread thread;
    private volatile List<String> reasons = List.of();

    private OutputProbe(FramelotConfig config) {
        this.kafka = config.kafka();
        this.outputs = new TreeSet<>(TopicCheck.outcomeBytes(config).keySet());
        this.topics = new TreeSet<>(outputs);
        topics.add(config.topics().frames());
        Map<String, Object> settings = new HashMap<>(kafka.properties());
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS / 2);
        this.admin = Admin.create(settings);
        this.thread = new Thread(this::watch, "framelot-probe");
        thread.setDaemon(true);
    }

    /** The topics were there a moment ago: {@link TopicCheck}. */
    static OutputProbe start(FramelotConfig config) {
        OutputProbe probe = new OutputProbe(config);
        probe.thread.start();
        return probe;
    }

    /** What stands against writing outcomes, in words; empty: nothing. */
    List<String> reasons() {
        return reasons;
    }

    private void watch() {
        try {
            while (true) {
                reasons = look();
                Thread.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException stopped) {
            // close() ends it so.
        }
    }

    private List<String> look() throws InterruptedException {
        List<String> found = new ArrayList<>();
        Map<String, Integer> needed = new HashMap<>();
        var described = admin.describeTopics(topics, new DescribeTopicsOptions().includeAuthorizedOperations(true).timeoutMs(ANSWER_MILLIS)).topicNameValues();
        Map<String, TopicDescription> there = new HashMap<>();
        for (String topic : topics) {
            try {
                there.put(topic, described.get(topic).get(ANSWER_MILLIS, TimeUnit.MILLISECONDS));
            } catch (ExecutionException refused) {
                if (!(refused.getCause() instanceof UnknownTopicOrPartitionException) && !(refused.getCause() instanceof TopicAuthorizationException)) {
                    return List.of(unanswered(String.valueOf(refused.getCause().getMessage())));
                }
                found.add(refused.getCause() instanceof UnknownTopicOrPartitionException
                        ? "topic '" + topic + "' does not exist; create it with: framelot topics create"
                        : "topic '" + topic + "' may not be described: " + refused.getCause().getMessage());
            } catch (TimeoutException slow) {
                return List.of(unanswered("no answer within " + ANSWER_MILLIS + " ms"));
            }
        }
        minInSync(there.keySet(), needed);
        there.forEach((name, topic) -> fault(name, topic, needed.getOrDefault(name, 1), found));
        return List.copyOf(found);
    }

    private void fault(String name, TopicDescription topic, int minInSync, List<String> found) {
        for (TopicPartitionInfo partition : topic.partitions()) {
            if (partition.leader() == null || partition.leader().isEmpty()) {
                found.add("topic '" + name + "' has no leader for partition " + partition.partition());
                return;
            }
            if (outputs.contains(name) && partition.isr().size() < minInSync) {
                found.add("topic '" + name + "' has " + partition.isr().size() + " replicas in sync for partition " + partition.partition()
                        + ", its min.insync.replicas is " + minInSync + ": nothing can be written until brokers come back");
                return;
            }
        }
        Set<AclOperation> may = topic.authorizedOperations();
        AclOperation wanted = outputs.contains(name) ? AclOperation.WRITE : AclOperation.READ;
        if (may != null && !may.isEmpty() && !may.contains(wanted) && !may.contains(AclOperation.ALL)) {
            found.add("the right to " + wanted.name().toLowerCase(java.util.Locale.ROOT) + " topic '" + name + "' is missing; this client may: " + may);
        }
    }

    /** Where the settings may not be asked for, one replica is taken to do. */
    private void minInSync(Set<String> there, Map<String, Integer> needed) throws InterruptedException {
        List<ConfigResource> resources = there.stream().filter(outputs::contains).map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
        try {
            Map<ConfigResource, Config> configs =
                    admin.describeConfigs(resources, new DescribeConfigsOptions().timeoutMs(ANSWER_MILLIS)).all().get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
            configs.forEach((resource, topic) -> needed.put(resource.name(), Integer.parseInt(topic.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG).value())));
        } catch (ExecutionException | TimeoutException refused) {
            needed.clear();
        }
    }

    private String unanswered(String how) {
        return "Kafka at " + kafka.bootstrapServers() + " (kafka.bootstrap-servers) does not answer: " + how;
    }

    @Override
    public void close() {
        thread.interrupt();
        admin.close(java.time.Duration.ofSeconds(1));
    }
}
