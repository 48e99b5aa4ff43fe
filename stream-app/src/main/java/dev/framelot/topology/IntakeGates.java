package dev.framelot.topology;

import java.util.List;
import java.util.function.ToLongFunction;

/** All gates of an instance as one: each model with topics of its own has one, so that its backlog pauses its own topics only. Thread safe. */
public final class IntakeGates {
    private final List<IntakeGate> gates;

    IntakeGates(List<IntakeGate> gates) {
        this.gates = List.copyOf(gates);
    }

    /** As {@link IntakeGate#stop}. */
    public void stop() {
        gates.forEach(IntakeGate::stop);
    }

    /** As {@link IntakeGate#hold}. */
    public void hold(boolean on) {
        gates.forEach(gate -> gate.hold(on));
    }

    public boolean held() {
        return gates.stream().anyMatch(IntakeGate::held);
    }

    public boolean stopped() {
        return gates.stream().anyMatch(IntakeGate::stopped);
    }

    /** Whether live frames of every topic would be taken now. */
    public boolean taking() {
        return gates.stream().allMatch(IntakeGate::taking);
    }

    public int maxFrames() {
        return (int) Math.min(Integer.MAX_VALUE, sum(IntakeGate::maxFrames));
    }

    public long maxBytes() {
        return sum(IntakeGate::maxBytes);
    }

    /** Frames taken and not forwarded. */
    public int framesInFlight() {
        return (int) sum(IntakeGate::framesInFlight);
    }

    /** Their compressed bytes. */
    public long bytesInFlight() {
        return sum(IntakeGate::bytesInFlight);
    }

    /** How often a consumer went from taking to paused. */
    public long pauses() {
        return sum(IntakeGate::pauses);
    }

    private long sum(ToLongFunction<IntakeGate> of) {
        return gates.stream().mapToLong(of).sum();
    }
}
