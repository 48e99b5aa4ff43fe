package dev.framelot.load.crash;

import dev.framelot.app.TopicsCommand;
import dev.framelot.config.ConfigLoader;
import dev.framelot.config.ConfigSources;
import dev.framelot.config.DeliverySettings;
import dev.framelot.config.FramelotConfig;
import dev.framelot.load.broker.EmbeddedKafka;
import dev.framelot.load.verify.FateVerifier;
import dev.framelot.load.verify.FrameLedger;
import dev.framelot.load.verify.LedgerReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The proof of the delivery guarantee: instances in processes of their own, each with two models that share its device, take frames under
 * load while they are killed, stopped, frozen and joined by others; then every frame published is looked for among the committed outcomes.
 */
public final class CrashProof {
    /** Longer than an instance's session time-out of 4 s. */
    private static final long FROZEN_MILLIS = 5_500;

    private static final Duration CATCH_UP = Duration.ofSeconds(150);

    /** The second model, the topic of its frames, and what its cameras are called. */
    private static final String SECOND = "thermal";
    /** Of the first model's cameras and frames, one in so many more are for the second. */
    private static final int SHARE_OF_SECOND = 4;

    /**
     * @param kills of SIGKILL
     * @param cameras of the first model; the second has a quarter as many
     * @param framesPerSecond published for the first model while faults happen; for the second a quarter as many
     * @param seed of the plan and of the pauses between faults
     */
    public record Setup(DeliverySettings.Guarantee guarantee, int kills, int cameras, double framesPerSecond, long seed) {}

    /**
     * @param published acknowledged frames, of the first model and of the second
     * @param caughtUp the books are final
     * @param terms instances that were asked to stop
     * @param termsNotZero of them, how many did not exit 0
     */
    public record Result(LedgerReport books, Published published, boolean caughtUp, int kills, int terms, int termsNotZero, int zombies, String firstLost) {}

    /** Frames that the broker has acknowledged, by the model that they are for. */
    public record Published(long forFirst, long forSecond) {}

    private final Setup setup;
    private final Consumer<String> progress;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<AppProcess> instances = new ArrayList<>();
    private int started;

    public CrashProof(Setup setup, Consumer<String> progress) {
        this.setup = setup;
        this.progress = progress;
    }

    /** Ends the faults early; what was published until then is still judged. Any thread. */
    public void stop() {
        stop.countDown();
    }

    public Result run() throws IOException, InterruptedException {
        Path logs = Files.createTempDirectory("framelot-crash-");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(1, Map.of("group.min.session.timeout.ms", "1000"))) {
            FramelotConfig config = config(kafka.bootstrapServers());
            TopicsCommand.create(config, 4, 0);
            FrameLedger ledger = new FrameLedger();
            try (FateVerifier verifier = new FateVerifier(config, ledger, frame -> {});
                    Cameras first = new Cameras(config, config.topics().frames(), "camera", setup.cameras(), setup.framesPerSecond(), ledger);
                    Cameras second = new Cameras(
                            config, SECOND, SECOND, Math.max(1, setup.cameras() / SHARE_OF_SECOND), setup.framesPerSecond() / SHARE_OF_SECOND, ledger)) {
                return prove(config, logs, ledger, verifier, first, second);
            } finally {
                for (AppProcess instance : instances) {
                    instance.kill();
                }
            }
        } finally {
            delete(logs);
        }
    }

    private Result prove(FramelotConfig config, Path logs, FrameLedger ledger, FateVerifier verifier, Cameras first, Cameras second)
            throws IOException, InterruptedException {
        begin(config, logs);
        begin(config, logs);
        first.start();
        second.start();
        stop.await(4, TimeUnit.SECONDS);

        Random random = new Random(setup.seed());
        FaultPlan plan = FaultPlan.of(setup.kills(), setup.seed());
        int kills = 0;
        int terms = 0;
        int termsNotZero = 0;
        int zombies = 0;
        for (int i = 0; i < plan.faults().size() && stop.getCount() > 0; i++) {
            FaultPlan.Fault fault = plan.faults().get(i);
            progress.accept(String.format("fault %d of %d: %s, %d frames published, about %d s left", i + 1, plan.faults().size(), fault,
                    first.acknowledged() + second.acknowledged(), (plan.faults().size() - i) * 5 + 15));
            AppProcess victim = instances.get(random.nextInt(instances.size()));
            switch (fault) {
                case KILL -> {
                    victim.kill();
                    instances.remove(victim);
                    kills++;
                }
                case TERM -> {
                    terms++;
                    victim.awaitTaking(30);
                    int status = victim.term(40);
                    if (status != 0) {
                        termsNotZero++;
                        progress.accept("an instance asked to stop ended with status " + status + "; its log: " + tail(victim.log()));
                    }
                    instances.remove(victim);
                }
                case ZOMBIE -> {
                    zombies++;
                    victim.signal("STOP");
                    stop.await(FROZEN_MILLIS, TimeUnit.MILLISECONDS);
                    victim.signal("CONT");
                }
                case SCALE_OUT -> begin(config, logs);
            }
            instances.removeIf(instance -> !instance.alive());
            while (instances.size() < 2) {
                begin(config, logs);
            }
            while (instances.size() > 3) {
                instances.remove(0).kill();
                kills++;
            }
            // Long enough for a start and a rebalance now and then, short enough to hit both.
            stop.await(2_000 + random.nextInt(3_000), TimeUnit.MILLISECONDS);
        }
        first.stop();
        second.stop();
        progress.accept("waiting until the group has caught up with " + (first.acknowledged() + second.acknowledged()) + " frames");
        boolean caughtUp = verifier.awaitCaughtUp(CATCH_UP);
        for (AppProcess instance : instances) {
            terms++;
            instance.awaitTaking(30);
            termsNotZero += instance.alive() && instance.term(40) != 0 ? 1 : 0;
        }
        return new Result(ledger.report(), new Published(first.acknowledged(), second.acknowledged()), caughtUp, kills, terms, termsNotZero, zombies, ledger.firstLost().toString());
    }

    private void begin(FramelotConfig config, Path logs) throws IOException {
        instances.add(AppProcess.start(AppProcess.settings(config), logs.resolve("instance-" + ++started + ".log")));
    }

    private FramelotConfig config(String bootstrapServers) {
        Map<String, String> settings = new HashMap<>();
        settings.put("kafka.bootstrap-servers", bootstrapServers);
        settings.put("kafka.application-id", "framelot-crash");
        settings.put("inference.engine", "declared-cost");
        settings.put("delivery.guarantee", setup.guarantee().name());
        settings.put("models." + SECOND + ".path", SECOND);
        settings.put("models." + SECOND + ".topics", SECOND);
        return ConfigLoader.load(new ConfigSources(Optional.empty(), Map.of(), Map.of(), settings)).config();
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
