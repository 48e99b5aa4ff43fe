package dev.framelot.load.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the nodes of one embedded cluster agree on; index = node id. */
record ClusterPlan(String clusterId, Path folder, int[] brokerPorts, int[] controllerPorts, Map<String, String> overrides) {
    /** Largest record, bytes: above the largest frame the application accepts. */
    static final int MAX_MESSAGE_BYTES = 16 << 20;

    ClusterPlan {
        overrides = Map.copyOf(overrides);
    }

    int nodes() {
        return brokerPorts.length;
    }

    Path folderOf(int id) {
        return folder.resolve("node-" + id);
    }

    /** Broker settings of one node: Kafka's own defaults are sized for a server, these for a laptop. */
    Map<String, String> settingsOf(int id) {
        int replicas = nodes();
        int inSync = replicas == 1 ? 1 : 2;
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(id));
        settings.put("controller.quorum.voters", voters());
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + brokerPorts[id] + ",CONTROLLER://127.0.0.1:" + controllerPorts[id]);
        settings.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
        settings.put("log.dirs", folderOf(id).toString());
        settings.put("auto.create.topics.enable", "false");

        settings.put("default.replication.factor", String.valueOf(replicas));
        settings.put("min.insync.replicas", String.valueOf(inSync));
        settings.put("offsets.topic.replication.factor", String.valueOf(replicas));
        settings.put("transaction.state.log.replication.factor", String.valueOf(replicas));
        settings.put("transaction.state.log.min.isr", String.valueOf(inSync));
        settings.put("share.coordinator.state.topic.replication.factor", String.valueOf(replicas));
        settings.put("share.coordinator.state.topic.min.isr", String.valueOf(inSync));
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("offsets.topic.segment.bytes", String.valueOf(8 << 20));
        settings.put("transaction.state.log.segment.bytes", String.valueOf(8 << 20));
        settings.put("log.index.size.max.bytes", String.valueOf(1 << 20));

        settings.put("message.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
        settings.put("replica.fetch.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "1");
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(2 << 20));
        settings.put("log.retention.check.interval.ms", "30000");

        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "1000");
        // A killed instance's transaction is aborted within a second of its timeout instead of ten.
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        settings.put("controller.quorum.election.timeout.ms", replicas == 1 ? "100" : "1000");
        settings.putAll(overrides);
        return settings;
    }

    private String voters() {
        StringBuilder voters = new StringBuilder();
        for (int id = 0; id < nodes(); id++) {
            voters.append(id == 0 ? "" : ",").append(id).append("@127.0.0.1:").append(controllerPorts[id]);
        }
        return voters.toString();
    }
}
