package dev.framelot.load.figure;

import dev.framelot.config.FramelotConfig;
import dev.framelot.load.verify.FateVerifier;
import dev.framelot.load.verify.FrameLedger;
import dev.framelot.schemas.FrameDetections;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a {@code read_committed} consumer sees of each frame's way: from the scheduled send to its eyes. */
final class SeenLatency implements AutoCloseable {
    /** @param totalMillis scheduled send to seen @param workMillis decode and run, as the record tells */
    record Sample(double totalMillis, double workMillis) {}

    private final List<Sample> samples = Collections.synchronizedList(new ArrayList<>());
    private final FateVerifier verifier;

    SeenLatency(FramelotConfig config) {
        this.verifier = new FateVerifier(config, new FrameLedger(), this::seen);
    }

    private void seen(FrameDetections frame) {
        Instant now = Instant.now();
        long nowMicros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        samples.add(new Sample(
                (nowMicros - frame.getCapturedAtMicros()) / 1e3, (frame.getStages().getDecode() + frame.getStages().getRun()) / 1e3));
    }

    /** All samples but the first {@code warmUp}, once the group has caught up. */
    List<Sample> await(int warmUp) {
        if (!verifier.awaitCaughtUp(Duration.ofSeconds(60))) {
            throw new IllegalStateException("The application did not catch up within 60 s: the machine is too slow for this load");
        }
        return List.copyOf(samples).subList(Math.min(warmUp, samples.size() - 1), samples.size());
    }

    static double[] added(List<Sample> samples) {
        return samples.stream().mapToDouble(sample -> sample.totalMillis() - sample.workMillis()).toArray();
    }

    static double[] total(List<Sample> samples) {
        return samples.stream().mapToDouble(Sample::totalMillis).toArray();
    }

    @Override
    public void close() {
        verifier.close();
    }
}
