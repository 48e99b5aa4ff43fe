package dev.framelot.app;

import dev.framelot.config.BatchingSettings;
import dev.framelot.config.DurationText;
import dev.framelot.config.FramelotConfig;
import dev.framelot.control.ControlState;
import dev.framelot.control.ControlTopic;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "mode",
        description = {
            "Show what all instances pursue, or change it while they run: each follows at its next batch, and after a restart too.",
            "adaptive: all frames on time at the least device time. latency: never waits. throughput: fills the most efficient batch."
                    + " fixed: count or time.",
            "Example: framelot mode",
            "Example: framelot mode throughput --max-wait 500ms",
            "Example: framelot mode latency --slo 50ms --drop shed-late --by night-shift"
        },
        mixinStandardHelpOptions = true)
final class ModeCommand implements Callable<Integer> {
    private static final int CHANGES_SHOWN = 10;

    @Mixin
    ConfigOptions options;

    @Parameters(arity = "0..1", paramLabel = "MODE", description = "${COMPLETION-CANDIDATES}; absent: keep it, or only show.")
    BatchingSettings.Mode mode;

    @Option(names = "--slo", paramLabel = "TIME", description = "From capture to result, such as 50ms; 0ms: no deadline.")
    String slo;

    @Option(names = "--drop", paramLabel = "POLICY", description = "keep-all, shed-late or keep-latest.")
    String drop;

    @Option(names = "--max-frames", paramLabel = "N", description = "Most frames of a batch; each instance's largest shape bounds it too.")
    Integer maxFrames;

    @Option(names = "--max-wait", paramLabel = "TIME", description = "Longest a frame waits for others; auto: what the mode says.")
    String maxWait;

    @Option(names = "--by", paramLabel = "NAME", description = "Who asks; recorded with the change. Default: the user's name.")
    String by = System.getProperty("user.name", "unknown");

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        FramelotConfig config = options.loadWithoutModel().config();
        ControlTopic topic = LiveControl.topic(config);
        ControlTopic.Content content = KafkaFailures.naming(config.kafka(), topic::read)
                .orElseThrow(() -> new StartException("Topic '" + topic.name() + "' (topics.control) does not exist on " + config.kafka().bootstrapServers()
                        + ", so modes can't be changed live; create it with: framelot topics create"));
        ControlState now = content.state().orElseGet(() -> ControlState.of(config.batching()));
        PrintWriter out = spec.commandLine().getOut();
        if (mode == null && slo == null && drop == null && maxFrames == null && maxWait == null) {
            show(content, now, out);
            return 0;
        }
        ControlState next = next(now);
        next.problem().ifPresent(problem -> {
            throw new CommandLine.ParameterException(spec.commandLine(), "Not changed: " + problem);
        });
        topic.change(now, next);
        out.println("from  " + now.sentence());
        out.println("to    " + next.sentence());
        out.println("version " + next.version() + " by " + next.issuedBy() + "; instances follow at their next batch");
        out.flush();
        return 0;
    }

    private static void show(ControlTopic.Content content, ControlState now, PrintWriter out) {
        out.println(now.sentence());
        out.println(content.state().isPresent() ? "version " + when(now) : "nobody changed it: this is what the settings of this command say");
        List<ControlTopic.Change> changes = content.changes();
        changes.subList(Math.max(0, changes.size() - CHANGES_SHOWN), changes.size())
                .forEach(change -> out.println("  " + when(change.to()) + ": " + change.from().sentence() + "  ->  " + change.to().sentence()));
        out.flush();
    }

    private static String when(ControlState state) {
        return state.version() + ", " + Instant.ofEpochSecond(0, state.issuedAtMicros() * 1_000) + ", by " + state.issuedBy();
    }

    private ControlState next(ControlState now) {
        Instant at = Instant.now();
        return new ControlState(
                mode == null ? now.mode() : mode,
                slo == null ? now.slo() : time("--slo", slo),
                drop == null ? now.drop() : dropNamed(),
                maxFrames == null ? now.maxFrames() : maxFrames,
                maxWait == null ? now.maxWait() : maxWait.equals("auto") ? Optional.empty() : Optional.of(time("--max-wait", maxWait)),
                now.version() + 1,
                by,
                at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000);
    }

    private BatchingSettings.Drop dropNamed() {
        for (BatchingSettings.Drop known : BatchingSettings.Drop.values()) {
            if (known.name().equalsIgnoreCase(drop.replace('-', '_'))) {
                return known;
            }
        }
        throw new CommandLine.ParameterException(spec.commandLine(), "--drop is '" + drop + "'; allowed are keep-all, shed-late, keep-latest");
    }

    private Duration time(String option, String text) {
        try {
            return DurationText.read(text);
        } catch (IllegalArgumentException unreadable) {
            throw new CommandLine.ParameterException(spec.commandLine(), option + " is '" + text + "'; write 50ms, 2s or 0ms");
        }
    }
}
