package dev.framelot.load.run;

import dev.framelot.load.measure.Samples;
import dev.framelot.load.report.Repeat.Second;
import dev.framelot.load.run.Collected.Result;
import dev.framelot.load.workload.Metric;
import dev.framelot.load.workload.Workload.Until;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * The results of a stretch of time, and what they come to. Latencies are of frames that were due in it, rates of results that were
 * made in it: a system that falls behind has both a high latency and a low rate, and neither hides the other.
 *
 * @param fromMicros and {@code toMicros}, epoch
 */
record Window(List<Result> results, long fromMicros, long toMicros, Until until) {
    private static final double[] PERCENTS = {1, 5, 10, 25, 50, 75, 90, 95, 98, 99, 99.5, 99.8, 99.9, 99.95, 99.99, 100};

    /** Live frames that were due in it and have a result. */
    List<Result> due() {
        return results.stream().filter(r -> !r.backfill() && r.captured() >= fromMicros && r.captured() < toMicros).toList();
    }

    /** Results made in it, live or not. */
    List<Result> made() {
        return results.stream().filter(r -> r.produced() >= fromMicros && r.produced() < toMicros).toList();
    }

    double seconds() {
        return (toMicros - fromMicros) / 1e6;
    }

    Samples latencies() {
        return Samples.of(due().stream().mapToDouble(r -> r.millis(until)).toArray());
    }

    double meanBatch() {
        return made().stream().mapToInt(Result::frames).average().orElse(Double.NaN);
    }

    /** A batch's run is divided among its frames. */
    double deviceMillisPerFrame() {
        return made().stream().mapToDouble(r -> r.run() / 1e3 / r.frames()).average().orElse(Double.NaN);
    }

    double rate(boolean backfill) {
        return made().stream().filter(r -> r.backfill() == backfill).count() / seconds();
    }

    /** @param sent live frames that were due in it @param sloMillis 0: none */
    Map<Metric, Double> values(long sent, double sloMillis) {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        Samples latency = latencies();
        values.put(Metric.LATENCY_P50, latency.median());
        values.put(Metric.LATENCY_P90, latency.percentile(90));
        values.put(Metric.LATENCY_P99, latency.percentile(99));
        values.put(Metric.LATENCY_P999, latency.percentile(99.9));
        values.put(Metric.LATENCY_MAX, latency.max());
        Samples seen = Samples.of(due().stream().mapToDouble(r -> r.millis(Until.READER)).toArray());
        values.put(Metric.SEEN_P50, seen.median());
        values.put(Metric.SEEN_P99, seen.percentile(99));
        if (sloMillis > 0 && sent > 0) {
            values.put(Metric.ON_TIME, due().stream().filter(r -> r.millis(until) <= sloMillis).count() / (double) sent);
        }
        values.put(Metric.FRAMES_PER_SECOND, rate(false));
        if (results.stream().anyMatch(Result::backfill)) {
            values.put(Metric.BACKFILL_PER_SECOND, rate(true));
        }
        values.put(Metric.MEAN_BATCH, meanBatch());
        values.put(Metric.DEVICE_MS_PER_FRAME, deviceMillisPerFrame());
        return values;
    }

    Map<Double, Double> percentiles() {
        Map<Double, Double> percentiles = new TreeMap<>();
        Samples latency = latencies();
        if (latency.count() > 0) {
            for (double percent : PERCENTS) {
                percentiles.put(percent, latency.percentile(percent));
            }
        }
        return percentiles;
    }

    /** Median of each part of a frame's way, in order. */
    Map<String, Double> stages() {
        Map<String, Double> stages = new LinkedHashMap<>();
        stage(stages, "Kafka in", Result::taken);
        stage(stages, "wait for a decoder", Result::decodeWait);
        stage(stages, "decode", Result::decode);
        stage(stages, "wait for the batch", Result::batchWait);
        stage(stages, "wait for a lane", Result::laneWait);
        stage(stages, "run", Result::run);
        stage(stages, "boxes", Result::postProcess);
        stage(stages, "wait to emit", Result::emitWait);
        stage(stages, "Kafka out, committed", r -> r.seen() - r.produced());
        return stages;
    }

    private void stage(Map<String, Double> stages, String name, ToLongFunction<Result> micros) {
        stages.put(name, Samples.of(due().stream().mapToDouble(r -> micros.applyAsLong(r) / 1e3).toArray()).median());
    }

    /** Each second's results until the window ends, by when they were made. @param startMicros the schedule's beginning */
    List<Second> bySecond(long startMicros) {
        TreeMap<Long, List<Double>> seconds = new TreeMap<>();
        results.stream().filter(r -> !r.backfill() && r.produced() >= startMicros && r.produced() < toMicros)
                .forEach(r -> seconds.computeIfAbsent((r.produced() - startMicros) / 1_000_000, s -> new ArrayList<>()).add(r.millis(until)));
        List<Second> told = new ArrayList<>();
        seconds.forEach((second, millis) -> told.add(new Second(second, millis.size(), Samples.of(millis).median(), Samples.of(millis).percentile(99))));
        return told;
    }
}
