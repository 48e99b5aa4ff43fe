package dev.framelot.batching;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Drives the production {@link MicroBatcher} in virtual time: one seeded random, one event queue, time jumps to the next
 * event, invariants after every event. To reproduce a failure run the same {@link Scenario}: its seed is in the test's name.
 */
final class BatcherSimulation {
    /** @param originNanos where virtual time starts: near the wrap-around too @param slowDown every n-th batch runs 20 times longer; 0 = none */
    record Scenario(long seed, BatchLimits limits, long maxWaitNanos, int frames, int cameras, double framesPerSecond, double hotShare,
            long fixedNanos, long perFrameNanos, int slowDown, long originNanos) {}

    record Result(List<Batch> batches, List<Long> waitsNanos, long endNanos, int refused) {}

    private record Event(long atNanos, long order, Batch done) {}

    static Result run(Scenario s, BatchPolicy policy) {
        Random random = new Random(s.seed());
        MicroBatcher batcher = new MicroBatcher(s.limits(), policy);
        BatcherInvariants invariants = new BatcherInvariants(s.limits());
        PriorityQueue<Event> events = new PriorityQueue<>((a, b) ->
                a.atNanos != b.atNanos ? Long.signum(a.atNanos - b.atNanos) : Long.compare(a.order, b.order));
        long order = 0;
        long at = s.originNanos();
        for (int i = 0; i < s.frames(); i++) {
            at += (long) (-Math.log(1 - random.nextDouble()) / s.framesPerSecond() * 1e9);
            events.add(new Event(at, order++, null));
        }
        List<Batch> batches = new ArrayList<>();
        List<Long> waits = new ArrayList<>();
        long now = s.originNanos();
        long ticket = 0;
        long accepted = 0;
        int refused = 0;
        long timer = 0;
        boolean timerSet = false;
        int arrivalsLeft = s.frames();
        while (!events.isEmpty() || timerSet) {
            if (timerSet && (events.isEmpty() || timer - events.peek().atNanos < 0)) {
                now = timer;
            } else {
                Event event = events.poll();
                now = event.atNanos;
                if (event.done != null) {
                    batcher.completed(new BatchOutcome(event.done.batchId(), event.done.shape(), 0));
                    invariants.completed();
                } else {
                    arrivalsLeft--;
                    String camera = random.nextDouble() < s.hotShare() ? "hot" : "camera-" + random.nextInt(s.cameras());
                    QueuedFrame frame = new QueuedFrame(ticket++, camera, now, 1_000 + random.nextInt(200_000));
                    if (batcher.offer(frame) instanceof Admission.Accepted) {
                        invariants.accepted(frame);
                        accepted++;
                    } else {
                        refused++;
                    }
                    if (arrivalsLeft == 0) {
                        batcher.drain();
                    }
                }
            }
            timerSet = false;
            Step step;
            while ((step = batcher.next(now)) instanceof Step.Dispatch dispatch) {
                Batch batch = dispatch.batch();
                invariants.dispatched(batch, now);
                batches.add(batch);
                for (QueuedFrame frame : batch.frames()) {
                    waits.add(now - frame.arrivalNanos());
                }
                long run = s.fixedNanos() + s.perFrameNanos() * batch.shape();
                if (s.slowDown() > 0 && batches.size() % s.slowDown() == 0) {
                    run *= 20;
                }
                events.add(new Event(now + (long) (run * (0.9 + 0.2 * random.nextDouble())), order++, batch));
            }
            invariants.settled(batcher, step, now);
            if (step instanceof Step.WaitUntil wait) {
                timer = wait.nanos();
                timerSet = true;
            }
        }
        invariants.drained(accepted);
        return new Result(batches, waits, now, refused);
    }
}
