package dev.framelot.load.run;

import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.TrafficClass;
import dev.framelot.load.simulate.Trace;
import dev.framelot.load.simulate.TraceFile;
import dev.framelot.load.simulate.Traces;
import dev.framelot.load.workload.Workload;
import dev.framelot.load.workload.WorkloadFile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Frames by a schedule that was decided before the first is sent. */
final class OpenLoop {
    private OpenLoop() {}

    /** Arrivals of a whole run, warming up included; a trace file is repeated as long as it takes. */
    static Trace trace(Workload workload, double rate, Duration total, long seed) throws IOException {
        long totalNanos = total.toNanos();
        Trace live = workload.trace().isPresent()
                ? repeated(TraceFile.read(workload.trace().get(), QueuedFrame.NO_DEADLINE), totalNanos)
                : cut(workload.arrivals().draw(rate, frames(rate, total), workload.cameras(), QueuedFrame.NO_DEADLINE, seed), totalNanos);
        if (workload.backfill() <= 0) {
            return live;
        }
        Trace even = Traces.CONSTANT.draw(workload.backfill(), frames(workload.backfill(), total), 2, QueuedFrame.NO_DEADLINE, seed + 1);
        return live.with(cut(new Trace(even.name(), even.arrivals().stream()
                .map(a -> new Trace.Arrival(a.atNanos(), a.budgetNanos(), TrafficClass.BACKFILL, a.camera()))
                .toList()), totalNanos));
    }

    private static int frames(double rate, Duration total) {
        // Arrivals by chance may end early; what is beyond the time is cut.
        double mean = rate * total.toNanos() / 1e9;
        if (mean > WorkloadFile.MOST_FRAMES) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "%.1f frames/s for %d s are %.0f frames, at most %d are kept in memory; lower the rate or the duration",
                    rate, total.toSeconds(), mean, WorkloadFile.MOST_FRAMES));
        }
        return (int) Math.ceil(mean + 6 * Math.sqrt(mean) + 1);
    }

    private static Trace cut(Trace trace, long nanos) {
        return new Trace(trace.name(), trace.arrivals().stream().filter(a -> a.atNanos() < nanos).toList());
    }

    private static Trace repeated(Trace once, long nanos) {
        long length = once.lengthNanos();
        List<Trace.Arrival> all = new ArrayList<>();
        for (long begin = 0; begin < nanos; begin += length) {
            for (Trace.Arrival a : once.arrivals()) {
                if (begin + a.atNanos() < nanos) {
                    all.add(new Trace.Arrival(begin + a.atNanos(), a.budgetNanos(), a.trafficClass(), a.camera()));
                }
            }
        }
        return new Trace(once.name(), all);
    }

    /** What happens beside the sending. */
    interface Meanwhile {
        /** @param nanos since the schedule's beginning */
        void at(long nanos) throws IOException, InterruptedException;
    }

    /**
     * Sends all of {@code frames} on a thread of its own, calling {@code meanwhile} some hundred times a second on this one.
     *
     * @return the schedule's beginning, epoch microseconds
     */
    static long send(Phase phase, TraceFrames frames, Meanwhile meanwhile) throws IOException, InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread sender = new Thread(() -> phase.publisher.run(frames, frames), "figure-cameras");
        sender.setDaemon(true);
        sender.setPriority(Thread.MAX_PRIORITY);
        sender.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        sender.start();
        try {
            while (sender.isAlive()) {
                if (frames.startMicros() > 0) {
                    meanwhile.at((dev.framelot.load.measure.EpochMicros.now() - frames.startMicros()) * 1_000);
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
        } catch (IOException | InterruptedException | RuntimeException stopped) {
            phase.publisher.stop();
            throw stopped;
        }
        if (failure.get() != null) {
            throw new IllegalStateException("The cameras' thread failed: " + failure.get(), failure.get());
        }
        Optional<Exception> refused = phase.publisher.firstFailure();
        if (refused.isPresent()) {
            throw new IllegalStateException("The broker refused a frame: " + refused.get().getMessage(), refused.get());
        }
        return frames.startMicros();
    }
}
