package dev.framelot.load.figure;

import dev.framelot.config.FramelotConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

final class BacklogFigure implements Figure {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final int HEAP_MIB = 512;

    @Override
    public String name() {
        return "backlog";
    }

    @Override
    public String what() {
        return "heap after a collection of an instance with -Xmx512m that works through a backlog of boards with a declared 200 ms device; full: 1 h at 15 frames/s";
    }

    @Override
    public List<FigureRow> measure(Run run, Consumer<String> progress) throws Exception {
        long frames = run.quick() ? 5_400 : 54_000;
        int samples = run.quick() ? 12 : 60;
        try (Rig rig = new Rig()) {
            FramelotConfig config = rig.config(Map.of("inference.engine", "declared-cost"));
            progress.accept("publishing " + frames + " frames");
            rig.fill(config, Rig.boards(run.seed()), frames);
            Path log = Files.createTempFile("framelot-backlog-", ".log");
            Process app = start(config, log);
            Thread ender = new Thread(app::destroyForcibly);
            Runtime.getRuntime().addShutdownHook(ender);
            try {
                TimeUnit.SECONDS.sleep(12); // start, JIT, full buffers
                double[] minutes = new double[samples];
                double[] used = new double[samples];
                long beganNanos = System.nanoTime();
                for (int i = 0; i < samples; i++) {
                    TimeUnit.SECONDS.sleep(3);
                    minutes[i] = (System.nanoTime() - beganNanos) / 6e10;
                    used[i] = usedMiB(app, log);
                    progress.accept(String.format("sample %d of %d: %.1f MiB, about %d s left", i + 1, samples, used[i], (samples - i - 1) * 4));
                }
                double most = Statistics.percentile(used, 100);
                return List.of(
                        FigureRow.plain("frames in the backlog", frames, "frames"),
                        FigureRow.atMost("most heap after a collection", most, "MiB", HEAP_MIB),
                        FigureRow.plain("least heap after a collection", Statistics.percentile(used, 0), "MiB"),
                        FigureRow.atMost("growth", Statistics.slope(minutes, used), "MiB/min", 1));
            } finally {
                Runtime.getRuntime().removeShutdownHook(ender);
                app.destroyForcibly().waitFor();
                Files.delete(log);
            }
        }
    }

    private static Process start(FramelotConfig config, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(java("java"), "-Xmx" + HEAP_MIB + "m", "-XX:+UseSerialGC", "-Djava.awt.headless=true", "-cp",
                System.getProperty("java.class.path"), "dev.framelot.load.Main", "run"));
        Map.of("kafka.bootstrap-servers", config.kafka().bootstrapServers(),
                "kafka.application-id", config.kafka().applicationId(),
                "topics.frames", config.topics().frames(),
                "topics.detections", config.topics().detections(),
                "topics.shed", config.topics().shed(),
                "topics.dead-letter", config.topics().deadLetter(),
                "inference.engine", "declared-cost",
                "inference.declared-cost.fixed", "200ms").forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    /** The serial collector's generations, after a collection that jcmd asks for. */
    private static double usedMiB(Process app, Path log) throws IOException, InterruptedException {
        if (!app.isAlive()) {
            throw new IllegalStateException("The instance ended by itself: " + Files.readString(log));
        }
        jcmd(app, "GC.run");
        Matcher generations = USED.matcher(jcmd(app, "GC.heap_info"));
        double kib = 0;
        // Young and old; what follows is metaspace.
        for (int i = 0; i < 2 && generations.find(); i++) {
            kib += Double.parseDouble(generations.group(1));
        }
        return kib / 1024;
    }

    private static String jcmd(Process app, String what) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(java("jcmd"), String.valueOf(app.pid()), what).redirectErrorStream(true).start();
        String out = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return out;
    }
}
