package dev.framelot.load.simulate;

import dev.framelot.batching.Batch;
import dev.framelot.batching.BatchOutcome;
import dev.framelot.batching.DeviceShare;
import dev.framelot.batching.DeviceTurns;
import dev.framelot.batching.MicroBatcher;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.Step;
import dev.framelot.batching.TrafficClass;
import dev.framelot.batching.cost.CostTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/** Several batchers, each with a model of its own, on one device: every one with the invariants of a batcher alone, and that no turn is lost. */
public final class SharedSimulation {
    private static final int FRAME_BYTES = 60_000;

    /** What the batchers know of one another. */
    public enum Sharing {
        /** Each plans as if the device were its own. */
        NOTHING,
        /** They take turns. */
        TURNS
    }

    /** @param model all that concerns one batcher @param weight of its share */
    public record Tenant(Scenario model, double weight) {}

    private record Ending(int tenant, Batch batch, long beganNanos, long endsNanos) {}

    private static final class Running {
        final Scenario model;
        final MicroBatcher batcher;
        final DeviceShare share;
        final VirtualDevice times;
        final Invariants invariants;
        final Outcome outcome = new Outcome();
        int next;
        long timer = Long.MAX_VALUE;
        Step last = new Step.Idle(Step.Idle.Cause.NO_FRAMES);

        Running(Tenant tenant, DeviceTurns turns) {
            model = tenant.model();
            share = turns.join(tenant.weight());
            batcher = new MicroBatcher(model.limits(), model.objective(), new CostTable(model.limits().shapes(), model.curve().measured(model.limits().shapes())), share);
            times = new VirtualDevice(model.curve(), model.noise(), model.faults(), model.limits().concurrent(), model.seed());
            invariants = new Invariants(model.limits());
            outcome.lanes = 1;
        }

        List<Trace.Arrival> arrivals() {
            return model.trace().arrivals();
        }
    }

    private final List<Running> all = new ArrayList<>();
    private final PriorityQueue<Ending> endings = new PriorityQueue<>((a, b) -> a.endsNanos != b.endsNanos
            ? Long.compare(a.endsNanos, b.endsNanos)
            : a.tenant != b.tenant ? Integer.compare(a.tenant, b.tenant) : Long.compare(a.batch.batchId(), b.batch.batchId()));
    /** When each of the batches that run beside each other ends. */
    private final long[] busyUntilNanos;

    private SharedSimulation(List<Tenant> tenants, int concurrent, Sharing sharing) {
        DeviceTurns shared = new DeviceTurns(concurrent);
        for (Tenant tenant : tenants) {
            all.add(new Running(tenant, sharing == Sharing.TURNS ? shared : new DeviceTurns(concurrent)));
        }
        busyUntilNanos = new long[concurrent];
    }

    /**
     * @param concurrent batches that the device runs beside each other
     * @return in the order of the tenants
     * @throws IllegalStateException an invariant is broken
     */
    public static List<Outcome> run(List<Tenant> tenants, int concurrent, Sharing sharing) {
        return new SharedSimulation(tenants, concurrent, sharing).run();
    }

    private List<Outcome> run() {
        long now;
        while ((now = nextMoment()) != Long.MAX_VALUE) {
            for (Running one : all) {
                arrive(one, now);
            }
            while (!endings.isEmpty() && endings.peek().endsNanos <= now) {
                end(endings.poll(), now);
            }
            // A batcher's word may free the turn of another, as a wake-up does between dispatchers.
            boolean moved = true;
            while (moved) {
                moved = false;
                for (int i = 0; i < all.size(); i++) {
                    moved |= act(i, now);
                }
            }
            settled(now);
        }
        all.forEach(one -> one.invariants.drained());
        return all.stream().map(one -> one.outcome).toList();
    }

    private long nextMoment() {
        long now = endings.isEmpty() ? Long.MAX_VALUE : endings.peek().endsNanos;
        for (Running one : all) {
            now = Math.min(now, one.timer);
            if (one.next < one.arrivals().size()) {
                now = Math.min(now, one.arrivals().get(one.next).atNanos());
            }
        }
        return now;
    }

    private static void arrive(Running one, long now) {
        while (one.next < one.arrivals().size() && one.arrivals().get(one.next).atNanos() <= now) {
            Trace.Arrival arrival = one.arrivals().get(one.next);
            QueuedFrame frame = new QueuedFrame(one.next++, arrival.camera(), arrival.trafficClass(), arrival.atNanos(), arrival.budgetNanos(), FRAME_BYTES);
            one.outcome.frames++;
            if (arrival.trafficClass() == TrafficClass.LIVE) {
                one.outcome.liveFrames++;
                one.outcome.arrived(arrival.atNanos());
            }
            one.batcher.offer(frame);
            one.invariants.accepted(frame);
        }
        if (one.next == one.arrivals().size()) {
            one.batcher.drain();
        }
    }

    private void end(Ending ending, long now) {
        Running one = all.get(ending.tenant);
        one.batcher.completed(BatchOutcome.ran(ending.batch.batchId(), ending.batch.shape(), ending.endsNanos - ending.beganNanos), now);
        one.invariants.completed();
        ending.batch.frames().forEach(frame -> one.outcome.served(frame, ending.endsNanos));
        one.outcome.endNanos = ending.endsNanos;
    }

    /** True: another's turn may have come by it. */
    private boolean act(int tenant, long now) {
        Running one = all.get(tenant);
        while (true) {
            Step step = one.batcher.next(now);
            if (step instanceof Step.Dispatch dispatch) {
                Batch batch = dispatch.batch();
                one.invariants.dispatched(batch, now);
                Arrays.sort(busyUntilNanos);
                long begins = Math.max(now, busyUntilNanos[0]);
                busyUntilNanos[0] = begins + one.times.runNanos(batch.shape(), begins);
                one.outcome.ran(batch, begins, busyUntilNanos[0]);
                endings.add(new Ending(tenant, batch, now, busyUntilNanos[0]));
            } else if (step instanceof Step.Shed shed) {
                shed.frames().forEach(frame -> one.invariants.shed(frame, one.batcher.objective().drop()));
                one.outcome.shed.addAll(shed.frames());
            } else {
                one.last = step;
                one.timer = step instanceof Step.WaitUntil wait ? wait.nanos() : Long.MAX_VALUE;
                return one.share.gaveWay();
            }
        }
    }

    private void settled(long now) {
        boolean someoneActs = !endings.isEmpty();
        boolean someoneStands = false;
        for (Running one : all) {
            one.outcome.mostWaiting = Math.max(one.outcome.mostWaiting, one.batcher.queuedFrames());
            if (one.last instanceof Step.Idle idle && idle.cause() == Step.Idle.Cause.OTHERS_TURN) {
                someoneStands = true;
            } else {
                one.invariants.settled(one.batcher, one.last, now);
                someoneActs |= one.last instanceof Step.WaitUntil;
            }
        }
        if (someoneStands && !someoneActs) {
            throw new IllegalStateException("Invariant broken: a batcher waits for another's turn and nobody takes it");
        }
    }
}
