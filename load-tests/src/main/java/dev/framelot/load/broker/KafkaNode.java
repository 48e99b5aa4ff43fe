package dev.framelot.load.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** One KRaft node that can be stopped and started again on its data. */
final class KafkaNode {
    private final ClusterPlan plan;
    private final int id;
    private KafkaRaftServer server; // guarded by this; null while stopped

    KafkaNode(ClusterPlan plan, int id) {
        this.plan = plan;
        this.id = id;
    }

    int id() {
        return id;
    }

    String address() {
        return "127.0.0.1:" + plan.brokerPorts()[id];
    }

    /** Returns when the node serves; whatever Kafka throws when it can't comes out as it is. */
    synchronized void start() {
        if (server != null) {
            return;
        }
        format(plan.folderOf(id));
        KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(plan.settingsOf(id)), Time.SYSTEM);
        server = starting;
        starting.startup();
    }

    synchronized void stop() {
        if (server == null) {
            return;
        }
        server.shutdown();
        server.awaitShutdown();
        server = null;
    }

    private void format(Path folder) {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(folder);
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(id)
                    .setClusterId(plan.clusterId())
                    .addDirectory(folder.toString())
                    .setMetadataLogDirectory(folder.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException failure) {
            throw new UncheckedIOException("Can't write " + folder + ", the data folder of the embedded broker", failure);
        } catch (Exception failure) {
            throw new IllegalStateException("Kafka refused to format " + folder + " as the data folder of the embedded broker: " + failure, failure);
        }
    }
}
