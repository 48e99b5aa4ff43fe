package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.config.TopicSettings;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "topics",
        description = {"Create or describe the topics that Framelot uses.", "Example: framelot topics create --bootstrap-servers localhost:9092"},
        mixinStandardHelpOptions = true,
        subcommands = {TopicsCommand.Create.class, TopicsCommand.Describe.class})
public final class TopicsCommand implements Runnable {
    private static final long KAFKAS_DEFAULT_MAX_BYTES = 1_048_588;

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say create or describe.");
    }

    /**
     * Creates what is missing; topics that exist stay as they are.
     *
     * @param replicas 0 = the broker's default
     * @return topic to whether it was made now
     */
    public static Map<String, Boolean> create(FramelotConfig config, int partitions, int replicas) {
        Map<String, Boolean> made = new LinkedHashMap<>();
        try (KafkaAdmin admin = new KafkaAdmin(config.kafka())) {
            for (String name : names(config)) {
                boolean control = name.equals(config.topics().control());
                // Changes have one order, so their topic has one partition; what is in force is never deleted, only replaced.
                NewTopic topic = new NewTopic(name, Optional.of(control ? 1 : partitions), replicas == 0 ? Optional.empty() : Optional.of((short) replicas));
                long needed = TopicFacts.neededBytes(name, config);
                if (control) {
                    topic.configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
                } else if (TopicFacts.takesFrames(name, config) || needed > KAFKAS_DEFAULT_MAX_BYTES) {
                    topic.configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(Math.min(needed, Integer.MAX_VALUE))));
                }
                try {
                    admin.get("create topic " + name, admin.client().createTopics(List.of(topic)).all());
                    made.put(name, true);
                } catch (StartException refused) {
                    if (!(refused.getCause() instanceof TopicExistsException)) {
                        throw refused;
                    }
                    made.put(name, false);
                }
            }
        }
        return made;
    }

    private static List<String> names(FramelotConfig config) {
        TopicSettings topics = config.topics();
        List<String> names = new ArrayList<>(List.of(topics.frames(), topics.detections(), topics.shed(), topics.deadLetter(), topics.control(), topics.shadow()));
        topics.backfill().ifPresent(names::add);
        names.addAll(config.routing().topics());
        return names;
    }

    @Command(
            name = "create",
            description = {
                "Create what is missing; what exists stays as it is, and what does not fit is named.", "Example: framelot topics create --partitions 8",
                "Exit code 1: a topic that existed is too small for the settings."
            },
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {
        @Mixin
        ConfigOptions options;

        @Option(names = "--partitions", defaultValue = "4", description = "Of each topic: the most instances and threads that can share the work. Default: ${DEFAULT-VALUE}.")
        int partitions;

        @Option(names = "--replication-factor", defaultValue = "0", description = "0: the broker's default.")
        int replicas;

        @Spec
        CommandSpec spec;

        @Override
        public Integer call() {
            if (partitions < 1 || replicas < 0 || replicas > Short.MAX_VALUE) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--partitions is " + partitions + " and --replication-factor " + replicas + "; they must be at least 1 and 0");
            }
            FramelotConfig config = options.loadWithoutModel().config();
            Map<String, Boolean> made = create(config, partitions, replicas);
            boolean fit = true;
            try (KafkaAdmin admin = new KafkaAdmin(config.kafka())) {
                for (String name : made.keySet()) {
                    TopicFacts facts = TopicFacts.of(admin, name, config);
                    fit &= facts.fits();
                    String otherCount = made.get(name) || facts.partitions() == partitions || name.equals(config.topics().control()) ? "" : " with " + facts.partitions() + " partitions, not " + partitions;
                    String note = facts.note().isEmpty() ? "" : ": " + facts.note();
                    spec.commandLine().getOut().println((made.get(name) ? "created  " : "existed  ") + name + otherCount + note);
                }
            }
            spec.commandLine().getOut().flush();
            return fit ? 0 : 1;
        }
    }

    @Command(
            name = "describe",
            description = {
                "Show partitions, replicas, size limits, and whether they fit the settings.", "Example: framelot topics describe",
                "Exit code 1: a topic is missing or too small for the settings."
            },
            mixinStandardHelpOptions = true)
    static final class Describe implements Callable<Integer> {
        @Mixin
        ConfigOptions options;

        @Spec
        CommandSpec spec;

        @Override
        public Integer call() {
            FramelotConfig config = options.loadWithoutModel().config();
            PrintWriter out = spec.commandLine().getOut();
            boolean fit = true;
            try (KafkaAdmin admin = new KafkaAdmin(config.kafka())) {
                Map<String, TopicFacts> topics = new LinkedHashMap<>();
                names(config).forEach(name -> topics.put(name, TopicFacts.of(admin, name, config)));
                out.printf("%-28s %10s %8s %18s %18s  %s%n", "TOPIC", "PARTITIONS", "REPLICAS", "MAX.MESSAGE.BYTES", "NEEDED BYTES", "NOTE");
                for (Map.Entry<String, TopicFacts> topic : topics.entrySet()) {
                    String name = topic.getKey();
                    TopicFacts facts = topic.getValue();
                    fit &= facts.fits();
                    out.println(facts.exists()
                            ? String.format("%-28s %10d %8d %18d %18d  %s", name, facts.partitions(), facts.replicas(), facts.maxBytes(), facts.neededBytes(), facts.note())
                            : String.format("%-28s %10s %8s %18s %18d  %s", name, "-", "-", "-", facts.neededBytes(), facts.note()));
                }
            }
            out.flush();
            return fit ? 0 : 1;
        }
    }
}
