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
import java.util.ArrayDeque;
import java.util.Deque;
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
        TreeMap<Long, Curve> toldSwaps = new TreeMap<>();
        for (DeviceFault fault : s.faults()) {
            if (fault instanceof DeviceFault.Swap swap && swap.told()) {
                toldSwaps.put(swap.fromNanos(), swap.curve());
            }
        }
        long swappedNanos = Long.MIN_VALUE;
        PriorityQueue<Ending> endings = new PriorityQueue<>((a, b) -> a.endsNanos != b.endsNanos
                ? Long.compare(a.endsNanos, b.endsNanos)
                : Long.compare(a.batch.batchId(), b.batch.batchId()));
        List<Trace.Arrival> arrivals = s.trace().arrivals();
        Deque<QueuedFrame> inFront = new ArrayDeque<>();
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
            while (!toldSwaps.isEmpty() && toldSwaps.firstKey() <= now) {
                batcher.cost().replaced(toldSwaps.pollFirstEntry().getValue().measured(s.limits().shapes()));
                swappedNanos = now;
            }
            while (next < arrivals.size() && arrivals.get(next).atNanos() <= now) {
                Trace.Arrival arrival = arrivals.get(next);
                outcome.frames++;
                if (arrival.trafficClass() == TrafficClass.LIVE) {
                    outcome.liveFrames++;
                    outcome.arrived(arrival.atNanos());
                }
                inFront.addLast(new QueuedFrame(
                        next, arrival.camera(), arrival.trafficClass(), s.originNanos() + arrival.atNanos(), arrival.budgetNanos(), FRAME_BYTES));
                next++;
            }
            admit(s, batcher, invariants, outcome, inFront, endings);
            if (next == arrivals.size() && inFront.isEmpty()) {
                batcher.drain();
            }
            while (!endings.isEmpty() && endings.peek().endsNanos <= now) {
                Ending ending = endings.poll();
                // A run of the model before says nothing of the one that serves now.
                long told = ending.beganNanos < swappedNanos ? 0 : ending.endsNanos - ending.beganNanos;
                batcher.completed(
                        ending.noRoom
                                ? BatchOutcome.foundNoRoom(ending.batch.batchId(), ending.batch.shape())
                                : BatchOutcome.ran(ending.batch.batchId(), ending.batch.shape(), told),
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
            while (admit(s, batcher, invariants, outcome, inFront, endings)) {
                step = act(s, batcher, device, invariants, outcome, endings, now);
            }
            invariants.settled(batcher, step, s.originNanos() + now);
            if (step instanceof Step.WaitUntil wait) {
                timer = wait.nanos() - s.originNanos();
            }
        }
        invariants.drained();
        return outcome;
    }

    /** Offers what has arrived, as far as there is a place; true if anything was offered. */
    private static boolean admit(
            Scenario s, MicroBatcher batcher, Invariants invariants, Outcome outcome, Deque<QueuedFrame> inFront, PriorityQueue<Ending> endings) {
        int running = 0;
        for (Ending ending : endings) {
            running += ending.batch.frames().size();
        }
        boolean offered = false;
        while (!inFront.isEmpty() && !(s.heldBack() && batcher.queuedFrames() + running >= s.limits().maxQueuedFrames())) {
            QueuedFrame frame = inFront.removeFirst();
            offered = true;
            if (batcher.offer(frame) instanceof Admission.Accepted) {
                invariants.accepted(frame);
            } else {
                outcome.refused++;
            }
        }
        return offered;
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
