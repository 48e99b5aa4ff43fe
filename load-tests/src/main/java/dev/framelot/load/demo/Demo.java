package dev.framelot.load.demo;

import dev.framelot.app.FramelotApp;
import dev.framelot.app.TopicsCommand;
import dev.framelot.config.ConfigLoader;
import dev.framelot.config.ConfigSources;
import dev.framelot.config.DeliverySettings;
import dev.framelot.config.FrameSettings;
import dev.framelot.config.FramelotConfig;
import dev.framelot.load.board.BoardOptions;
import dev.framelot.load.broker.EmbeddedKafka;
import dev.framelot.load.source.AvroFrames;
import dev.framelot.load.source.BareImages;
import dev.framelot.load.source.BoardFrames;
import dev.framelot.load.source.FrameEncoding;
import dev.framelot.load.source.FramePublisher;
import dev.framelot.load.source.SendSchedule;
import dev.framelot.load.verify.FateVerifier;
import dev.framelot.load.verify.LedgerEntries;
import dev.framelot.schemas.serde.FrameCodecs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Broker, cameras, application and audit in one process, from start to the final account. */
final class Demo {
    /** Distinct boards of each camera's line; then they come by again. */
    private static final int BOARDS = 24;
    private static final int PARTITIONS = 4;
    private static final Duration CATCH_UP = Duration.ofSeconds(90);
    /** A demo may run for days: 1 GiB a partition, the oldest first. A backlog beyond that would be lost, and be reported so. */
    private static final Map<String, String> DISK_LIMIT =
            Map.of("log.retention.bytes", String.valueOf(1L << 30), "log.segment.bytes", String.valueOf(64 << 20));

    private final DemoOptions options;
    private final PrintWriter out;
    private final CountDownLatch stop = new CountDownLatch(1);

    Demo(DemoOptions options, PrintWriter out) {
        this.options = options;
        this.out = out;
    }

    /** Asks for an orderly end; false when that was asked before. Any thread. */
    boolean stop() {
        boolean first = stop.getCount() > 0;
        stop.countDown();
        return first;
    }

    /** Whether nothing was lost, nor doubled where that was promised. */
    boolean run() throws IOException, InterruptedException {
        long beganNanos = System.nanoTime();
        DemoScreen screen = new DemoScreen(out, options.plain || System.console() == null || "dumb".equals(System.getenv("TERM")));
        if (options.bootstrapServers != null) {
            screen.say("Using the Kafka cluster at " + options.bootstrapServers);
            return against(options.bootstrapServers, screen, beganNanos);
        }
        screen.say("Starting a Kafka broker of its own …");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(1, DISK_LIMIT)) {
            return against(kafka.bootstrapServers(), screen, beganNanos);
        }
    }

    private boolean against(String bootstrapServers, DemoScreen screen, long beganNanos) throws IOException, InterruptedException {
        FramelotConfig config = config(bootstrapServers);
        TopicsCommand.create(config, PARTITIONS, 0);
        FreshGroup.atTheEnd(config);
        screen.say("Drawing " + options.cameras + " lines of circuit boards …");
        BoardFrames boards = new BoardFrames(options.cameras, BOARDS, options.seed, BoardOptions.demo());
        DemoAudit audit = new DemoAudit(boards);
        screen.say("Starting the application …");
        try (FateVerifier verifier = new FateVerifier(config, audit.ledger(), audit::detected);
                FramelotApp app = FramelotApp.start(config);
                FramePublisher publisher =
                        new FramePublisher(clientSettings(config), config.topics().frames(), encoding(config), new LedgerEntries(audit.ledger()))) {
            awaitRunning(app);
            SendSchedule schedule = options.duration == null
                    ? new SendSchedule(options.totalFramesPerSecond(), Long.MAX_VALUE)
                    : SendSchedule.lasting(options.totalFramesPerSecond(), options.duration);
            long publishingSinceNanos = System.nanoTime();
            Thread cameras = new Thread(() -> publisher.run(boards, schedule), "demo-cameras");
            cameras.setDaemon(true);
            cameras.start();
            screen.say(String.format("Up after %.1f s: %d cameras at %.1f frames/s each, mode %s, %s",
                    (publishingSinceNanos - beganNanos) / 1e9, options.cameras, options.framesPerSecond,
                    options.mode.name().toLowerCase(Locale.ROOT), config.delivery().guarantee().name().toLowerCase(Locale.ROOT).replace('_', '-')));
            app.url().ifPresent(url -> screen.say("Live page: " + url));
            screen.say("Look over its shoulder with: ./framelot watch --bootstrap-servers " + bootstrapServers);
            while (cameras.isAlive() && !app.ended() && !stop.await(500, TimeUnit.MILLISECONDS)) {
                screen.draw(title(publishingSinceNanos), publisher.counts(), app.stats(), audit, System.nanoTime());
            }
            publisher.stop();
            cameras.join();
            double seconds = (System.nanoTime() - publishingSinceNanos) / 1e9;
            screen.say("");
            screen.say("Stopping: no more frames; waiting until every published frame has its outcome …");
            if (publisher.counts().failed() > 0) {
                screen.say(String.format(Locale.ROOT, "%,d frames could not be published, the first because: %s", publisher.counts().failed(),
                        publisher.firstFailure().map(Exception::getMessage).orElse("?")));
            }
            boolean caughtUp = !app.ended() && verifier.awaitCaughtUp(CATCH_UP);
            app.shutDown();
            DemoSummary summary = new DemoSummary(audit.ledger().report(), app.stats().framesTaken(), seconds, audit.latencyMillis(50),
                    audit.latencyMillis(99), app.stats(), audit.accuracy());
            return account(summary, caughtUp, config, screen, audit);
        }
    }

    private boolean account(DemoSummary summary, boolean caughtUp, FramelotConfig config, DemoScreen screen, DemoAudit audit) throws IOException {
        if (!caughtUp) {
            screen.say("The application did not catch up within " + CATCH_UP.toSeconds() + " s: what is missing below may only be late. Fewer --cameras or --fps would help.");
        }
        screen.say(summary.table());
        if (summary.books().lost() > 0) {
            screen.say("  first lost frame of each camera: " + audit.ledger().firstLost());
        }
        if (options.json != null) {
            Files.writeString(options.json, summary.json() + System.lineSeparator());
            screen.say("  written to " + options.json);
        }
        return summary.good(config.delivery().guarantee() == DeliverySettings.Guarantee.EXACTLY_ONCE);
    }

    private FramelotConfig config(String bootstrapServers) {
        Map<String, String> settings = new HashMap<>();
        settings.put("kafka.application-id", "framelot-demo-" + UUID.randomUUID().toString().substring(0, 8));
        settings.put("inference.model", home().resolve("models/pcb-defects").toString());
        settings.put("inference.lanes", "1");
        settings.put("inference.threads", "1");
        settings.putAll(options.settings);
        settings.put("kafka.bootstrap-servers", bootstrapServers);
        settings.putIfAbsent("http.port", String.valueOf(options.httpPort));
        settings.put("batching.mode", options.mode.name().toLowerCase(Locale.ROOT));
        return ConfigLoader.load(ConfigSources.ofProcess(Optional.empty(), settings)).config();
    }

    private static Map<String, Object> clientSettings(FramelotConfig config) {
        Map<String, Object> settings = new HashMap<>(config.kafka().properties());
        settings.put("bootstrap.servers", config.kafka().bootstrapServers());
        return settings;
    }

    /** Where the project lies: the launcher says so. */
    private static Path home() {
        String home = System.getProperty("framelot.home");
        return home == null ? Path.of("") : Path.of(home);
    }

    private static FrameEncoding encoding(FramelotConfig config) {
        return config.frame().format() == FrameSettings.Format.IMAGE
                ? new BareImages()
                : new AvroFrames(FrameCodecs.bundled().cameraFrame(config.topics().frames()));
    }

    private void awaitRunning(FramelotApp app) throws InterruptedException {
        while (!app.running() && !app.ended() && !stop.await(20, TimeUnit.MILLISECONDS)) {
            // The group forms; Ctrl-C ends the wait.
        }
    }

    private String title(long sinceNanos) {
        long seconds = (System.nanoTime() - sinceNanos) / 1_000_000_000;
        return options.duration == null ? seconds + " s" : seconds + " s of " + options.duration.toSeconds() + " s";
    }
}
