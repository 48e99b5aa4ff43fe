package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "topics",
        description = {"Create or describe the four topics that Framelot uses.", "Example: framelot topics create --bootstrap-servers localhost:9092"},
        mixinStandardHelpOptions = true,
        subcommands = {TopicsCommand.Create.class, TopicsCommand.Describe.class})
public final class TopicsCommand implements Runnable {
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
        String frameBytes = String.valueOf(config.frame().maxBytes() + TopicCheck.OVERHEAD_BYTES);
        try (KafkaAdmin admin = new KafkaAdmin(config.kafka())) {
            for (String name : names(config)) {
                NewTopic topic = new NewTopic(name, Optional.of(partitions), replicas == 0 ? Optional.empty() : Optional.of((short) replicas));
                if (name.equals(config.topics().frames())) {
                    topic.configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, frameBytes));
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
        FramelotConfig.Topics topics = config.topics();
        return List.of(topics.frames(), topics.detections(), topics.shed(), topics.deadLetter());
    }

    @Command(name = "create", description = {"Create what is missing; what exists stays as it is.", "Example: framelot topics create --partitions 8"}, mixinStandardHelpOptions = true)
    static final class Create implements Runnable {
        @Mixin
        ConfigOptions options;

        @Option(names = "--partitions", defaultValue = "4", description = "Of each topic: the most instances and threads that can share the work. Default: ${DEFAULT-VALUE}.")
        int partitions;

        @Option(names = "--replication-factor", defaultValue = "0", description = "0: the broker's default.")
        int replicas;

        @Spec
        CommandSpec spec;

        @Override
        public void run() {
            if (partitions < 1 || replicas < 0) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--partitions is " + partitions + " and --replication-factor " + replicas + "; they must be at least 1 and 0");
            }
            create(options.load().config(), partitions, replicas).forEach((name, made) ->
                    spec.commandLine().getOut().println((made ? "created  " : "existed  ") + name));
            spec.commandLine().getOut().flush();
        }
    }

    @Command(name = "describe", description = {"Show partitions, replicas and size limits.", "Example: framelot topics describe"}, mixinStandardHelpOptions = true)
    static final class Describe implements Runnable {
        @Mixin
        ConfigOptions options;

        @Spec
        CommandSpec spec;

        @Override
        public void run() {
            FramelotConfig config = options.load().config();
            PrintWriter out = spec.commandLine().getOut();
            out.printf("%-28s %10s %8s %18s  %s%n", "TOPIC", "PARTITIONS", "REPLICAS", "MAX.MESSAGE.BYTES", "NOTE");
            try (KafkaAdmin admin = new KafkaAdmin(config.kafka())) {
                for (String name : names(config)) {
                    out.println(describe(admin, name, config));
                }
            }
            out.flush();
        }

        private static String describe(KafkaAdmin admin, String name, FramelotConfig config) {
            TopicDescription topic;
            try {
                topic = admin.get("describe topic " + name, admin.client().describeTopics(List.of(name)).topicNameValues().get(name));
            } catch (StartException refused) {
                if (refused.getCause() instanceof UnknownTopicOrPartitionException) {
                    return String.format("%-28s %10s %8s %18s  %s", name, "-", "-", "-", "does not exist: framelot topics create");
                }
                throw refused;
            }
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
            Config settings = admin.get("describe topic " + name, admin.client().describeConfigs(List.of(resource)).all()).get(resource);
            long limit = Long.parseLong(settings.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
            boolean small = name.equals(config.topics().frames()) && limit < config.frame().maxBytes();
            return String.format("%-28s %10d %8d %18d  %s", name, topic.partitions().size(), topic.partitions().get(0).replicas().size(), limit,
                    small ? "smaller than frame.max-bytes = " + config.frame().maxBytes() : "");
        }
    }
}
