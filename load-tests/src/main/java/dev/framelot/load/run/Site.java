package dev.framelot.load.run;

import dev.framelot.app.TopicsCommand;
import dev.framelot.config.ConfigLoader;
import dev.framelot.config.ConfigSources;
import dev.framelot.config.DurationText;
import dev.framelot.config.FramelotConfig;
import dev.framelot.config.TopicSettings;
import dev.framelot.load.measure.BrokerChild;
import dev.framelot.load.measure.Checkout;
import dev.framelot.load.workload.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** Where a workload runs: a broker (one of its own, or a given one), topics that nobody else uses, and the application's processes. */
public final class Site implements AutoCloseable {
    private static final int HEAP_MB = 512;

    private final Optional<BrokerChild> broker;
    private final FramelotConfig config;
    private final Map<String, String> settings;
    private Instances instances;

    private Site(Optional<BrokerChild> broker, FramelotConfig config, Map<String, String> settings) {
        this.broker = broker;
        this.config = config;
        this.settings = settings;
    }

    /**
     * @param bootstrapServers of a broker that runs already; empty: one of its own
     * @param instances how many processes
     */
    public static Site open(Workload workload, int instances, Optional<String> bootstrapServers) throws IOException, InterruptedException {
        Optional<BrokerChild> broker = bootstrapServers.isPresent() ? Optional.empty() : Optional.of(BrokerChild.start());
        Site site = null;
        try {
            Map<String, String> settings = settings(workload, bootstrapServers.orElseGet(() -> broker.get().bootstrapServers()));
            FramelotConfig config = ConfigLoader.load(new ConfigSources(Optional.empty(), Map.of(), Map.of(), settings)).config();
            site = new Site(broker, config, settings);
            TopicsCommand.create(config, workload.partitions(), 0);
            site.instances = Instances.start(instances, jvm(workload.memory()), settings, config);
            return site;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            if (site != null) {
                site.close();
            } else if (broker.isPresent()) {
                broker.get().close();
            }
            throw failed;
        }
    }

    /** All that the application is told; what the workload sets wins over what follows from it. */
    static Map<String, String> settings(Workload workload, String bootstrapServers) {
        Map<String, String> settings = new HashMap<>();
        String run = "framelot-load-" + UUID.randomUUID().toString().substring(0, 8);
        settings.put("kafka.bootstrap-servers", bootstrapServers);
        settings.put("kafka.application-id", run);
        for (String topic : List.of("frames", "detections", "shed", "dead-letter", "control")) {
            settings.put("topics." + topic, run + "." + topic);
        }
        if (workload.backfill() > 0) {
            settings.put("topics.backfill", run + ".backfill");
        }
        switch (workload.engine().kind()) {
            case DECLARED_COST -> {
                settings.put("inference.engine", "declared-cost");
                settings.put("inference.declared-cost.fixed", DurationText.write(workload.engine().fixed()));
                settings.put("inference.declared-cost.per-frame", DurationText.write(workload.engine().perFrame()));
            }
            case MODEL -> settings.put("inference.model", Checkout.model().toString());
            case CUDA -> {
                settings.put("inference.model", Checkout.model().toString());
                settings.put("inference.provider", "cuda");
                settings.put("inference.require-gpu", "true");
            }
        }
        if (!workload.settings().containsKey("batching.preset") || !workload.slo().isZero()) {
            settings.put("batching.slo", DurationText.write(workload.slo()));
        }
        settings.putAll(workload.settings());
        return settings;
    }

    /** Frames of the largest batch that a workload's application forms. */
    static int mostFrames(Workload workload) {
        Map<String, String> settings = settings(workload, "localhost:1");
        return ConfigLoader.loadWithoutModel(new ConfigSources(Optional.empty(), Map.of(), Map.of(), settings)).config().batching().maxFrames();
    }

    private static List<String> jvm(Workload.Memory memory) {
        List<String> options = new ArrayList<>();
        options.add("-Xmx" + (memory.heapMb() == 0 ? HEAP_MB : memory.heapMb()) + "m");
        if (memory.directMb() > 0) {
            options.add("-XX:MaxDirectMemorySize=" + memory.directMb() + "m");
        }
        options.add("-Dframelot.home=" + Checkout.folder());
        return options;
    }

    public FramelotConfig config() {
        return config;
    }

    public Instances instances() {
        return instances;
    }

    /** What the application was told, without names and addresses that differ from run to run. */
    Map<String, String> told() {
        Map<String, String> told = new HashMap<>(settings);
        told.keySet().removeIf(key -> key.equals("kafka.bootstrap-servers") || key.equals("kafka.application-id") || key.startsWith("topics.") || key.equals("inference.model"));
        return told;
    }

    @Override
    public void close() throws IOException {
        if (instances != null) {
            instances.close();
        }
        if (broker.isPresent()) {
            broker.get().close();
        } else {
            deleteTopics();
        }
    }

    private void deleteTopics() {
        TopicSettings topics = config.topics();
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", config.kafka().bootstrapServers()))) {
            List<String> names = new ArrayList<>(List.of(topics.frames(), topics.detections(), topics.shed(), topics.deadLetter(), topics.control()));
            topics.backfill().ifPresent(names::add);
            admin.deleteTopics(names).all().get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException refused) {
            System.err.println("The load test's topics " + config.kafka().applicationId() + ".* are left on the broker: " + refused.getCause().getMessage());
        }
    }
}
