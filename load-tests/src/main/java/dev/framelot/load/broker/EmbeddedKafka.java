package dev.framelot.load.broker;

import java.net.BindException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka cluster of one or three KRaft nodes (each broker and controller) in this JVM, on loopback ports nobody uses.
 *
 * <p>One node is up in about 2 s and takes some 30 MB of heap. Messages may be up to {@value ClusterPlan#MAX_MESSAGE_BYTES}
 * bytes. Starting, stopping and closing belong to one thread at a time; clients may connect from any.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int PORT_ATTEMPTS = 5;

    private final DataFolder folder;
    private final List<KafkaNode> nodes;

    private EmbeddedKafka(DataFolder folder, List<KafkaNode> nodes) {
        this.folder = folder;
        this.nodes = nodes;
    }

    /** One node whose data vanish on {@link #close()}. */
    public static EmbeddedKafka start() {
        return start(1);
    }

    /** @param nodes 1 or 3; replication and in-sync minimum follow from it */
    public static EmbeddedKafka start(int nodes) {
        return start(nodes, Map.of());
    }

    /** @param overrides broker settings, keys as Kafka names them; they win over those chosen here */
    public static EmbeddedKafka start(int nodes, Map<String, String> overrides) {
        return start(nodes, DataFolder.temporary(), overrides, FreePorts::pick);
    }

    /** @param folder kept on {@link #close()}; must be empty or absent, since every start is a new cluster */
    public static EmbeddedKafka startIn(Path folder, int nodes, Map<String, String> overrides) {
        return start(nodes, DataFolder.kept(folder), overrides, FreePorts::pick);
    }

    static EmbeddedKafka start(int nodes, DataFolder folder, Map<String, String> overrides, PortSource ports) {
        if (nodes != 1 && nodes != 3) {
            folder.close();
            throw new IllegalArgumentException("An embedded cluster has 1 or 3 nodes, not " + nodes + ".");
        }
        for (int attempt = 1; ; attempt++) {
            Path data = folder.path().resolve("attempt-" + attempt);
            List<KafkaNode> started = plan(data, ports.pick(2 * nodes), overrides);
            try {
                startAll(started);
                return new EmbeddedKafka(folder, started);
            } catch (RuntimeException failure) {
                started.forEach(KafkaNode::stop);
                if (attempt < PORT_ATTEMPTS && lostAPort(failure)) {
                    continue; // between picking a port and binding it, someone else took it
                }
                folder.close();
                throw new IllegalStateException(
                        "Embedded Kafka with " + nodes + " node(s) in " + folder.path() + " did not start in attempt " + attempt + ": "
                                + rootOf(failure) + ". Check free disk space and that loopback ports can be bound, or name a broker of your own.",
                        failure);
            }
        }
    }

    private static List<KafkaNode> plan(Path data, int[] ports, Map<String, String> overrides) {
        int count = ports.length / 2;
        ClusterPlan plan = new ClusterPlan(
                Uuid.randomUuid().toString(), data, Arrays.copyOfRange(ports, 0, count), Arrays.copyOfRange(ports, count, 2 * count), overrides);
        List<KafkaNode> nodes = new ArrayList<>();
        for (int id = 0; id < count; id++) {
            nodes.add(new KafkaNode(plan, id));
        }
        return List.copyOf(nodes);
    }

    /** All at once: a quorum of three only forms when its members wait for each other. */
    private static void startAll(List<KafkaNode> nodes) {
        List<CompletableFuture<Void>> starts = new ArrayList<>();
        for (KafkaNode node : nodes) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            starts.add(done);
            Thread thread = new Thread(() -> {
                try {
                    node.start();
                    done.complete(null);
                } catch (Throwable failure) {
                    done.completeExceptionally(failure);
                }
            }, "embedded-kafka-start-" + node.id());
            thread.setDaemon(true);
            thread.start();
        }
        CompletableFuture<?> firstFailure = new CompletableFuture<>();
        starts.forEach(start -> start.whenComplete((nothing, failure) -> {
            if (failure != null) {
                firstFailure.completeExceptionally(failure);
            }
        }));
        CompletableFuture.anyOf(firstFailure, CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new))).join();
    }

    private static boolean lostAPort(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof BindException || message.contains("Address already in use")) {
                return true;
            }
        }
        return false;
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }

    /** Every node's address, also that of stopped ones. */
    public String bootstrapServers() {
        return nodes.stream().map(KafkaNode::address).collect(Collectors.joining(","));
    }

    public int nodes() {
        return nodes.size();
    }

    /** Stops one node cleanly and keeps its data; of three, the others go on. */
    public void stop(int node) {
        nodes.get(node).stop();
    }

    /** Starts a stopped node again, with its data, on its old port. */
    public void restart(int node) {
        nodes.get(node).start();
    }

    /** Stops all nodes at once; deletes the data folder when it was made here. */
    @Override
    public void close() {
        nodes.parallelStream().forEach(KafkaNode::stop);
        folder.close();
    }

    /** Where ports come from: asked for {@code count} different ones, all free a moment ago. */
    interface PortSource {
        int[] pick(int count);
    }
}
