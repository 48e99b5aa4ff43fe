package dev.framelot.metrics;

import dev.framelot.frame.FrameFault;
import dev.framelot.frame.FrameIdentity;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.SourceCoordinates;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Frames taken, and frames by fate, counted as their records are forwarded. A transaction that Kafka aborts takes its
 * records back but not these counts: after such a fault they are upper bounds. Thread safe.
 */
public final class FateCounters implements FateListener {
    private final LongAdder taken = new LongAdder();
    private final LongAdder detected = new LongAdder();
    /** By wire name of the reason. */
    private final Map<String, LongAdder> shed = new ConcurrentHashMap<>();
    private final Map<FrameFault.Reason, LongAdder> deadLettered = new EnumMap<>(FrameFault.Reason.class);

    public FateCounters() {
        for (FrameFault.Reason reason : FrameFault.Reason.values()) {
            deadLettered.put(reason, new LongAdder());
        }
    }

    @Override
    public void took(SourceCoordinates source, FrameIdentity identity) {
        taken.increment();
    }

    @Override
    public void forwarded(Fate fate) {
        FrameOutcome outcome = fate.outcome();
        if (outcome instanceof FrameOutcome.Detected) {
            detected.increment();
        } else if (outcome instanceof FrameOutcome.Shed left) {
            shed.computeIfAbsent(left.reason(), reason -> new LongAdder()).increment();
        } else if (outcome instanceof FrameOutcome.DeadLettered dead) {
            deadLettered.get(dead.fault().reason()).increment();
        }
    }

    public long taken() {
        return taken.sum();
    }

    public long detected() {
        return detected.sum();
    }

    public long shed() {
        return shed.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** @param reason its wire name */
    public long shed(String reason) {
        LongAdder count = shed.get(reason);
        return count == null ? 0 : count.sum();
    }

    public long deadLettered() {
        return deadLettered.values().stream().mapToLong(LongAdder::sum).sum();
    }

    public long deadLettered(FrameFault.Reason reason) {
        return deadLettered.get(reason).sum();
    }
}
