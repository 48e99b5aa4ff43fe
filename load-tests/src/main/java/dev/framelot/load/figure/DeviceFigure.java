package dev.framelot.load.figure;

import dev.framelot.app.BatchRoom;
import dev.framelot.app.Engines;
import dev.framelot.config.FrameSettings;
import dev.framelot.config.FramelotConfig;
import dev.framelot.config.InferenceSettings;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.ImageLimits;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;
import dev.framelot.inference.onnx.OnnxEngine;
import dev.framelot.inference.profile.SearchLimits;
import dev.framelot.load.measure.BrokerChild;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the device gives, and how much of it arrives: the bare session loop on tensors that are filled already, the pipeline from
 * JPEG without Kafka, and the application from topic to topic, by batch size; lanes side by side; and the decoders alone, so that
 * nobody takes their limit for the device's. On a GPU where there is one, else on the CPU, and labelled so.
 */
final class DeviceFigure implements Figure {
    /** The topic with all frames lies on the disk of temporary files. */
    private static final long MOST_BACKLOG_BYTES = 5L << 30;

    /** Of each part. */
    @FunctionalInterface
    interface Amount {
        DeviceWork of(boolean quick, boolean onGpu);
    }

    private final Amount amount;
    private String resultFile;

    DeviceFigure() {
        this(DeviceWork::of);
    }

    DeviceFigure(Amount amount) {
        this.amount = amount;
    }

    @Override
    public long plannedSeconds(boolean quick) {
        return quick ? 80 : 330;
    }

    @Override
    public Optional<String> resultFile() {
        return Optional.ofNullable(resultFile);
    }

    @Override
    public List<FigureRow> measure(FigureRun run) throws Exception {
        run.progress().say("loading the model and drawing boards");
        List<byte[]> jpegs = BoardImages.jpegs(run.seed());
        Plan plan = new Plan(run, amount);
        List<FigureRow> rows = new ArrayList<>();
        FrameDecoders decoders;
        Decoding decoding;
        List<Lane.Input> frames;
        List<Integer> shapes;
        try (OnnxEngine engine = plan.engine(plan.config(plan.toAsk(), plan.lanes))) {
            decoders = plan.decoders(engine);
            run.note(String.format(Locale.ROOT, "%s %s on %s (%s), %s; %d lane(s), %d decode worker(s) with %s, boards of 640 x 640 pixels and %.0f kB.",
                    engine.model().name(), engine.model().version(), engine.provider(), engine.profileKey().device(), engine.profileKey().runtime(), plan.lanes,
                    plan.workers(), decoders.describe(), BoardImages.meanKilobytes(jpegs)));
            decoding = decoding(run, plan, engine, decoders, jpegs, rows);
            frames = LaneRate.decoded(decoders, engine.input().slotBytes(), jpegs);
            shapes = plan.shapes(run, engine, (long) frames.size() * engine.input().slotBytes());
        }
        DeviceCurve bare = withoutKafka(run, plan, shapes, decoders, frames, jpegs);
        FigurePart.measured(run, "Lanes beside each other", () -> lanes(run, plan, bare.best().shape(), jpegs, rows));
        DeviceCurve curve = topics(run, plan, bare, jpegs);
        tell(run, plan, curve, decoding, rows);
        return rows;
    }

    /** Each batch size in a session made for it, as the application makes it: TensorRT's engines are built for their largest batch. */
    private static DeviceCurve withoutKafka(
            FigureRun run, Plan plan, List<Integer> shapes, FrameDecoders decoders, List<Lane.Input> frames, List<byte[]> jpegs) throws InterruptedException {
        List<DeviceCurve.Point> points = new ArrayList<>();
        for (int shape : shapes) {
            run.progress().say("batches of " + shape + ": bare session, then the pipeline from JPEG without Kafka");
            FigurePart.measured(run, "Batches of " + shape, () -> {
                try (OnnxEngine engine = plan.engine(plan.config(shape, plan.lanes))) {
                    points.add(point(plan, engine, decoders, frames, jpegs, shape));
                }
            });
        }
        if (points.isEmpty()) {
            throw new IllegalStateException("No batch size could be measured: " + String.join("; ", run.notes()));
        }
        return new DeviceCurve(points);
    }

    private record Decoding(double oneCore, double allWorkers) {}

    private static Decoding decoding(FigureRun run, Plan plan, OnnxEngine engine, FrameDecoders decoders, List<byte[]> jpegs, List<FigureRow> rows)
            throws InterruptedException {
        run.progress().say("JPEG decoding alone");
        double seconds = plan.work().decoding();
        int slotBytes = engine.input().slotBytes();
        double one = DecodeRate.measure(decoders, slotBytes, jpegs, 1, seconds);
        double all = plan.workers() == 1 ? one : DecodeRate.measure(decoders, slotBytes, jpegs, plan.workers(), seconds);
        rows.add(FigureRow.told("JPEG decoding, one thread", one, "frames/s"));
        if (plan.workers() > 1) {
            rows.add(FigureRow.told("JPEG decoding, " + plan.workers() + " threads", all, "frames/s"));
        }
        rows.add(FigureRow.told(String.format(Locale.ROOT, "cores that decoding %.0f frames/s would take", DeviceRows.GOAL_RATE), DeviceRows.GOAL_RATE / one, "cores"));
        return new Decoding(one, all);
    }

    private static DeviceCurve.Point point(
            Plan plan, OnnxEngine engine, FrameDecoders decoders, List<Lane.Input> frames, List<byte[]> jpegs, int shape)
            throws InferenceException, InterruptedException {
        LaneRate session = LaneRate.measure(engine, frames, shape, plan.lanes, LaneRate.Work.SESSION, plan.work().session());
        double used = engine.memory().map(memory -> memory.usedBytes() / 1048576.0).orElse(Double.NaN);
        long counted = Math.max(2L * shape, Math.round(session.framesPerSecond() * plan.work().pipeline()));
        double pipeline = PipelineLoop.measure(engine, decoders, plan.config(shape, plan.lanes), jpegs, Math.max(2L * shape * plan.lanes, counted / 4), counted)
                .framesPerSecond();
        return new DeviceCurve.Point(shape, session, used, pipeline, Double.NaN);
    }

    /** Whether copies of one lane pass while another computes: more lanes, more frames, until the device itself is full. */
    private static void lanes(FigureRun run, Plan plan, int shape, List<byte[]> jpegs, List<FigureRow> rows) throws Exception {
        for (int sessions = 1; sessions <= (plan.onGpu() ? 2 : 1); sessions++) {
            boolean ownSessions = sessions == 2;
            // With several devices each has at least one lane; one lane has a session of its own anyway.
            for (int lanes = Math.max(ownSessions ? 2 : 1, plan.devices()); lanes <= 3 * plan.devices(); lanes++) {
                run.progress().say(lanes + " lane(s)" + (ownSessions ? ", a session each" : "") + " with batches of " + shape);
                try (OnnxEngine engine = plan.engine(plan.config(shape, lanes, ownSessions ? Math.max(1, lanes / plan.devices()) : 1))) {
                    List<Lane.Input> frames = LaneRate.decoded(plan.decoders(engine), engine.input().slotBytes(), jpegs);
                    String name = lanes + " lane(s)" + (ownSessions ? ", a session each" : "") + ", batch " + shape + ": ";
                    for (LaneRate.Work work : LaneRate.Work.values()) {
                        LaneRate rate = LaneRate.measure(engine, frames, shape, lanes, work, plan.work().lanes());
                        rows.add(FigureRow.told(name + (work == LaneRate.Work.SESSION ? "session alone" : "copy, session, boxes"), rate.framesPerSecond(), "frames/s"));
                    }
                }
            }
        }
    }

    /** The same points with what the application gives, as far as it could be measured. */
    private static DeviceCurve topics(FigureRun run, Plan plan, DeviceCurve curve, List<byte[]> jpegs) throws InterruptedException {
        Map<Integer, Double> rates = new TreeMap<>();
        FigurePart.measured(run, "The application, from topic to topic,", () -> topics(run, plan, curve, jpegs, rates));
        return new DeviceCurve(curve.points().stream()
                .map(point -> new DeviceCurve.Point(point.shape(), point.session(), point.usedMib(), point.pipeline(), rates.getOrDefault(point.shape(), Double.NaN)))
                .toList());
    }

    /** @param rates frames/s by batch size; filled as they are measured */
    private static void topics(FigureRun run, Plan plan, DeviceCurve curve, List<byte[]> jpegs, Map<Integer, Double> rates) throws Exception {
        int best = curve.best().shape();
        double fastest = curve.points().stream().mapToDouble(DeviceCurve.Point::pipeline).max().orElseThrow();
        double seconds = plan.work().topics();
        long most = (long) (MOST_BACKLOG_BYTES / (BoardImages.meanKilobytes(jpegs) * 1e3));
        // A third as many before the window, for warming up.
        double share = Math.min(1, most / (fastest * seconds * 4 / 3));
        long skip = Math.max(2L * best * plan.lanes, (long) (fastest * seconds / 3 * share));
        long frames = Math.max(4L * best, (long) (fastest * seconds * share));
        run.progress().say("starting a broker and publishing " + (skip + frames) + " frames");
        try (BrokerChild broker = BrokerChild.start()) {
            plan.broker = broker.bootstrapServers();
            Backlog.fill(plan.config(best, plan.lanes), BoardImages.cameras(run.seed()), skip + frames + Drain.MARGIN_FRAMES + 8L * best * plan.lanes);
            for (DeviceCurve.Point point : curve.points()) {
                run.progress().say("batches of " + point.shape() + ": the application, from topic to topic");
                long counted = Math.max(2L * point.shape(), Math.min(frames, Math.round(point.pipeline() * seconds)));
                FigurePart.measured(run, "Batches of " + point.shape() + " from topic to topic", () ->
                        rates.put(point.shape(), Drain.measure(plan.config(point.shape(), plan.lanes), skip, counted).framesPerSecond()));
            }
        }
    }

    private void tell(FigureRun run, Plan plan, DeviceCurve curve, Decoding decoding, List<FigureRow> rows) {
        run.note("run ms, p95, session f/s: " + plan.lanes + " thread(s) that run the session on filled tensors, nothing else; pipeline: JPEG to boxes without Kafka (decode workers,"
                + " batcher, lanes); topic-topic: the application, exactly once, from a broker on the same machine. used: "
                + (plan.onGpu() ? "of the device, by all." : "of this whole process, Java heap included; it hardly ever shrinks."));
        curve.table().forEach(run::note);
        DeviceCurve.Point best = curve.best();
        DeviceBottleneck bottleneck = new DeviceBottleneck(best.bare(), decoding.allWorkers(), !plan.onGpu(), best.pipeline());
        run.note("Bottleneck at batch " + best.shape() + ": " + bottleneck.sentence(best.topics()) + ".");
        if (!plan.onGpu()) {
            run.note(String.format(Locale.ROOT, "The goals of %.2f and %.0f frames/s are a GPU's: here session and decoding share the cores, so together they can give %.1f frames/s at best.",
                    DeviceRows.GOAL_SHARE, DeviceRows.GOAL_RATE, bottleneck.ceiling()));
        }
        rows.addAll(DeviceRows.of(curve, bottleneck, plan.onGpu()));
        picture(run, plan, curve);
        if (plan.onGpu()) {
            resultFile = "gpu-" + java.time.LocalDate.now(java.time.ZoneOffset.UTC) + "-" + plan.provider + (run.quick() ? "-quick" : "") + ".json";
        }
    }

    /** A bare machine may have no fonts, and Java draws nothing without. */
    private static void picture(FigureRun run, Plan plan, DeviceCurve curve) {
        try {
            run.picture("device-" + plan.provider + ".png", curve.picture("Frames/s by batch size on " + plan.device));
        } catch (IOException | RuntimeException | InternalError | LinkageError undrawable) {
            run.note("No picture: Java can't draw here (" + undrawable + "); libfreetype6 and fontconfig are what it needs.");
        }
    }

    /** What is measured on what. Owner: the measuring thread. */
    private static final class Plan {
        private final Map<String, String> given;
        private final boolean quick;
        private final Amount amount;
        private final int lanes;
        private final int sessions;
        private final int devices;
        private String provider = "cpu";
        private String device = "";
        /** Nobody asks it before there is one. */
        private String broker = "localhost:9";

        Plan(FigureRun run, Amount amount) {
            this.given = new TreeMap<>(run.settings());
            this.quick = run.quick();
            this.amount = amount;
            if (!given.containsKey("inference.provider") && OnnxEngine.seesCuda()) {
                given.put("inference.provider", "cuda");
            }
            if (!given.getOrDefault("inference.provider", "cpu").equals("cpu")) {
                // A figure of the CPU under a GPU's name would be worse than none.
                given.put("inference.require-gpu", "true");
            }
            FigureSettings asked = FigureSettings.of(broker);
            given.forEach(asked::with);
            InferenceSettings inference = asked.asNewGroup().inference();
            this.lanes = inference.lanes();
            this.sessions = inference.gpu().sessionsPerDevice();
            this.devices = inference.gpu().devices().size();
        }

        boolean onGpu() {
            return !provider.equals("cpu");
        }

        /** Once an engine was opened, which says where it runs. */
        DeviceWork work() {
            return amount.of(quick, onGpu());
        }

        /** That lanes are spread over. */
        int devices() {
            return onGpu() ? devices : 1;
        }

        int workers() {
            return config(1, lanes).decode().workers();
        }

        /** For the first session, which says what the model takes: more than one frame, so that TensorRT can say it, and a size that is measured, so that its engine is of use. */
        int toAsk() {
            List<Integer> shapes = amount.of(quick, !given.getOrDefault("inference.provider", "cpu").equals("cpu")).shapes();
            return shapes.get(Math.min(1, shapes.size() - 1));
        }

        /** Those that there is room for; which are left out is noted. */
        List<Integer> shapes(FigureRun run, InferenceEngine engine, long heldBytes) {
            if (engine.fixedBatch().isPresent()) {
                return List.of(engine.fixedBatch().getAsInt());
            }
            SearchLimits room = BatchRoom.inMemory(config(1, lanes), engine, heldBytes);
            List<Integer> fit = work().shapes().stream().filter(shape -> shape <= room.maxBatch()).toList();
            List<Integer> left = work().shapes().stream().filter(shape -> shape > room.maxBatch()).toList();
            if (!left.isEmpty()) {
                run.note("Batches of " + left.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " are left out: at most " + room.maxBatch() + " are allowed by "
                        + room.because() + ". The launcher takes options of the JVM from FRAMELOT_JAVA_OPTS, such as -XX:MaxDirectMemorySize=4g.");
            }
            return fit;
        }

        FramelotConfig config(int shape, int lanesNow) {
            return config(shape, lanesNow, sessions);
        }

        FramelotConfig config(int shape, int lanesNow, int sessionsNow) {
            FigureSettings settings = FigureSettings.of(broker)
                    .with("batching.mode", "fixed")
                    .with("batching.slo", "0ms")
                    .with("batching.max-wait", "1s")
                    .with("delivery.stream-threads", String.valueOf(Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 4))))
                    .with("delivery.in-flight-bytes", "256MiB");
            given.forEach(settings::with);
            return settings
                    .with("batching.max-frames", String.valueOf(shape))
                    .with("batching.shapes", String.valueOf(shape))
                    .with("inference.lanes", String.valueOf(lanesNow))
                    .with("inference.sessions-per-device", String.valueOf(sessionsNow))
                    .asNewGroup();
        }

        OnnxEngine engine(FramelotConfig config) throws InferenceException {
            InferenceEngine opened = Engines.open(config.inference());
            if (!(opened instanceof OnnxEngine engine)) {
                opened.close();
                throw new IllegalStateException("This figure measures a model: inference.engine must be onnx");
            }
            provider = engine.provider();
            device = engine.profileKey().device();
            return engine;
        }

        FrameDecoders decoders(InferenceEngine engine) {
            FramelotConfig config = config(1, lanes);
            FrameSettings frame = config.frame();
            return FrameDecoders.open(
                    FrameDecoders.Library.valueOf(config.decode().library().name()),
                    new ImageLimits(frame.maxBytes(), frame.maxPixels(), frame.maxScans(), frame.png(), config.decode().strict()),
                    engine.input());
        }
    }
}
