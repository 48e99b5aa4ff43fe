package dev.framelot.telemetry;

import dev.framelot.dispatch.BatchListener;
import dev.framelot.frame.FrameIdentity;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.SourceCoordinates;
import dev.framelot.frame.StageNanos;
import dev.framelot.metrics.FateListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What is measured frame by frame and batch by batch. Everything is registered at the start, so that no label appears later. */
public final class FrameMeters implements FateListener, BatchListener {
    private static final Duration[] AGES = millis(5, 10, 20, 33, 50, 75, 100, 150, 200, 300, 500, 1_000, 2_000, 5_000, 10_000, 60_000);
    private static final Duration[] STAGES = millis(0.1, 0.3, 1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000);
    private static final double[] RATIOS = {0.25, 0.5, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2, 4};
    private static final List<String> STAGE_NAMES = List.of("decode-wait", "decode", "batch-wait", "lane-wait", "run", "post-process", "emit-wait");

    private final LongSupplier epochMicros;
    private final LongSupplier sloMicros;
    private final Counter onTime;
    private final Counter detections;
    private final Timer age;
    private final Timer[] stages = new Timer[STAGE_NAMES.size()];
    private final DistributionSummary frames;
    private final DistributionSummary padding;
    private final DistributionSummary ratio;
    private final Map<Integer, Timer> runs = new HashMap<>();

    /** @param shapes all that there will be @param sloMicros in force; 0: none */
    public FrameMeters(MeterRegistry registry, List<Integer> shapes, LongSupplier epochMicros, LongSupplier sloMicros) {
        this.epochMicros = epochMicros;
        this.sloMicros = sloMicros;
        onTime = Counter.builder(MetricsCatalogue.ON_TIME.name()).description(MetricsCatalogue.ON_TIME.help()).register(registry);
        detections = Counter.builder(MetricsCatalogue.DETECTIONS.name()).description(MetricsCatalogue.DETECTIONS.help()).register(registry);
        age = Timer.builder(MetricsCatalogue.AGE.name()).description(MetricsCatalogue.AGE.help()).serviceLevelObjectives(AGES).register(registry);
        for (int i = 0; i < stages.length; i++) {
            stages[i] = Timer.builder(MetricsCatalogue.STAGE.name())
                    .description(MetricsCatalogue.STAGE.help())
                    .tag("stage", STAGE_NAMES.get(i))
                    .serviceLevelObjectives(STAGES)
                    .register(registry);
        }
        double[] sizes = shapes.stream().mapToDouble(Integer::doubleValue).toArray();
        frames = summary(registry, MetricsCatalogue.BATCH_FRAMES, sizes);
        padding = summary(registry, MetricsCatalogue.BATCH_PADDING, sizes);
        ratio = summary(registry, MetricsCatalogue.RATIO, RATIOS);
        for (int shape : shapes) {
            runs.put(shape, Timer.builder(MetricsCatalogue.RUN.name())
                    .description(MetricsCatalogue.RUN.help())
                    .tag("shape", String.valueOf(shape))
                    .serviceLevelObjectives(STAGES)
                    .register(registry));
        }
    }

    private static DistributionSummary summary(MeterRegistry registry, Metric metric, double[] buckets) {
        return DistributionSummary.builder(metric.name()).description(metric.help()).serviceLevelObjectives(buckets).register(registry);
    }

    private static Duration[] millis(double... millis) {
        Duration[] durations = new Duration[millis.length];
        for (int i = 0; i < millis.length; i++) {
            durations[i] = Duration.ofNanos((long) (millis[i] * 1e6));
        }
        return durations;
    }

    @Override
    public void took(SourceCoordinates source, FrameIdentity identity) {
        // Counted where all frames are: FateCounters.
    }

    @Override
    public void forwarded(Fate fate) {
        if (!(fate.outcome() instanceof FrameOutcome.Detected found)) {
            return;
        }
        long now = epochMicros.getAsLong();
        long ageMicros = fate.identity().ageMicros(now);
        age.record(ageMicros, TimeUnit.MICROSECONDS);
        long slo = sloMicros.getAsLong();
        if (slo == 0 || ageMicros <= slo) {
            onTime.increment();
        }
        detections.increment(found.detections().size());
        StageNanos s = found.stages();
        long[] nanos = {s.decodeWait(), s.decode(), s.batchWait(), s.laneWait(), s.run(), s.postProcess(), fate.emitWaitNanos()};
        for (int i = 0; i < nanos.length; i++) {
            stages[i].record(Math.max(0, nanos[i]), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void ran(BatchRun run) {
        int real = run.batch().frames().size();
        frames.record(real);
        padding.record(run.batch().shape() - real);
        if (run.whole()) {
            Timer timer = runs.get(run.batch().shape());
            if (timer != null) {
                timer.record(run.busyNanos(), TimeUnit.NANOSECONDS);
            }
            if (run.batch().predictedRunNanos() > 0 && run.busyNanos() > 0) {
                ratio.record((double) run.batch().predictedRunNanos() / run.busyNanos());
            }
        }
    }
}
