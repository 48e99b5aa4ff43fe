package dev.framelot.load.simulate;

import dev.framelot.batching.Admission;
import dev.framelot.batching.Batch;
import dev.framelot.batching.BatchOutcome;
import dev.framelot.batching.MicroBatcher;
import dev.framelot.batching.Objective;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.Step;
import dev.framelot.batching.TrafficClass;
import dev.framelot.batching.cost.CostTable;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** Drives the production {@link MicroBatcher} through a scenario, from event to event, with invariants after each. */
public final class Simulation {
    private static final int FRAME_BYTES = 60_000;

    private record Ending(Batch batch, long beganNanos, long endsNanos, boolean noRoom) {}

    private Simulation() {}

    /** Like {@link #run(Scenario, MicroBatcher)} with a batcher whose table starts with the scenario's curve. */
    public static Outcome run(Scenario s) {
        CostTable cost = new CostTable(s.limits().shapes(), s.curve().measured(s.limits().shapes()));
        return run(s, new MicroBatcher(s.limits(), s.objective(), cost));
    }

    /** @throws IllegalStateException an invariant is broken */
    public static Outcome run(Scenario s, MicroBatcher batcher) {
        VirtualDevice device = new VirtualDevice(s.curve(), s.noise(), s.faults(), s.limits().concurrent(), s.seed());
        Invariants invariants = new Invariants(s.limits());
        Outcome outcome = new Outcome();
        outcome.lanes = s.limits().concurrent();
        TreeMap<Long, Objective> switches = new TreeMap<>(s.switches());
        PriorityQueue<Ending> endings = new PriorityQueue<>((a, b) -> a.endsNanos != b.endsNanos
                ? Long.compare(a.endsNanos, b.endsNanos)
                : Long.compare(a.batch.batchId(), b.batch.batchId()));
        List<Trace.Arrival> arrivals = s.trace().arrivals();
        int next = 0;
        long timer = Long.MAX_VALUE;
        // Virtual time counts from 0; only the batcher sees the origin added, which may wrap.
        while (next < arrivals.size() || !endings.isEmpty() || timer != Long.MAX_VALUE) {
            long now = timer;
            if (next < arrivals.size()) {
                now = Math.min(now, arrivals.get(next).atNanos());
            }
            if (!endings.isEmpty()) {
                now = Math.min(now, endings.peek().endsNanos);
            }
            while (!switches.isEmpty() && switches.firstKey() <= now) {
                batcher.pursue(switches.pollFirstEntry().getValue());
            }
            while (next < arrivals.size() && arrivals.get(next).atNanos() <= now) {
                Trace.Arrival arrival = arrivals.get(next);
                QueuedFrame frame = new QueuedFrame(
                        next, arrival.camera(), arrival.trafficClass(), s.originNanos() + arrival.atNanos(), arrival.budgetNanos(), FRAME_BYTES);
                outcome.frames++;
                if (arrival.trafficClass() == TrafficClass.LIVE) {
                    outcome.liveFrames++;
                    outcome.arrived(arrival.atNanos());
                }
                if (batcher.offer(frame) instanceof Admission.Accepted) {
                    invariants.accepted(frame);
                } else {
                    outcome.refused++;
                }
                next++;
            }
            if (next == arrivals.size()) {
                batcher.drain();
            }
            while (!endings.isEmpty() && endings.peek().endsNanos <= now) {
                Ending ending = endings.poll();
                batcher.completed(
                        ending.noRoom
                                ? BatchOutcome.foundNoRoom(ending.batch.batchId(), ending.batch.shape())
                                : BatchOutcome.ran(ending.batch.batchId(), ending.batch.shape(), ending.endsNanos - ending.beganNanos),
                        s.originNanos() + now);
                invariants.completed();
                for (QueuedFrame frame : ending.batch.frames()) {
                    outcome.served(frame, s.originNanos() + ending.endsNanos);
                }
                outcome.endNanos = ending.endsNanos;
            }
            timer = Long.MAX_VALUE;
            outcome.mostWaiting = Math.max(outcome.mostWaiting, batcher.queuedFrames());
            Step step = act(s, batcher, device, invariants, outcome, endings, now);
            invariants.settled(batcher, step, s.originNanos() + now);
            if (step instanceof Step.WaitUntil wait) {
                timer = wait.nanos() - s.originNanos();
            }
        }
        invariants.drained();
        return outcome;
    }

    private static Step act(
            Scenario s,
            MicroBatcher batcher,
            VirtualDevice device,
            Invariants invariants,
            Outcome outcome,
            PriorityQueue<Ending> endings,
            long now) {
        while (true) {
            Step step = batcher.next(s.originNanos() + now);
            if (step instanceof Step.Dispatch dispatch) {
                Batch batch = dispatch.batch();
                invariants.dispatched(batch, s.originNanos() + now);
                boolean noRoom = batch.shape() > device.largestThatFits(now);
                long begins = device.takesAt(now);
                long ends = begins + (noRoom ? device.inSmallerNanos(batch.frames().size(), s.limits().shapes(), begins) : device.runNanos(batch.shape(), begins));
                device.busyUntil(ends);
                outcome.ran(batch, begins, ends);
                outcome.noRoom += noRoom ? 1 : 0;
                endings.add(new Ending(batch, now, ends, noRoom));
            } else if (step instanceof Step.Shed shed) {
                shed.frames().forEach(frame -> invariants.shed(frame, batcher.objective().drop()));
                outcome.shed.addAll(shed.frames());
            } else {
                return step;
            }
        }
    }
}
