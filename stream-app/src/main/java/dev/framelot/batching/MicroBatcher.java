package dev.framelot.batching;

import dev.framelot.batching.cost.ArrivalRate;
import dev.framelot.batching.cost.CostTable;
import dev.framelot.batching.cost.StableBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Forms micro-batches: frames are offered, {@link #next} says what to run now and why, what to leave out, or when to ask
 * again, and {@link #completed} gives a lane back and tells what the run cost.
 *
 * <p>The problem: a device runs {@code s} frames in a time that is far less than {@code s} times that of one, so frames
 * that wait for company cost less device time but get older. The policy decides that trade; this class keeps the books.
 *
 * <p>States of a frame: offered, then waiting, then in exactly one batch or left out. Invariants, checked after every event
 * by the simulation: a frame leaves once; the frames of one camera and class leave in order of arrival; no batch exceeds
 * frames, bytes or the frames of one camera allowed (but a single frame above the limit of bytes goes alone); a shape is of
 * the closed set; at most {@code lanes} batches are in flight; while a lane is free no frame waits beyond what the policy
 * says; nothing is left out unless the objective allows it; no shape goes that found no memory, until it is tried again.
 *
 * <p>Backfill takes padding places of live batches, and a free lane while no live frame could use it.
 *
 * <p>Several batchers may share a device ({@link DeviceTurns}): then one waits while it is another's turn, and plans with what the others leave.
 *
 * <p>{@code nowNanos} is monotonic, of any origin, may stand still and may wrap: times are compared by difference. One
 * thread owns an instance; it never blocks, logs or calls out.
 */
public final class MicroBatcher {
    /** Without a live frame for so long the device is taken to be backfill's alone. */
    static final long LIVE_QUIET_NANOS = 5_000_000_000L;
    /** With so much of the places taken, frames wait in front of here that can't be seen. */
    private static final double CROWDED_SHARE = 0.75;
    /** Nearer to the limit chance alone crowds the places now and then, and what waits can still be on time. */
    private static final double CROWDED_LOAD = 1.1;

    /** A lane takes its batch so long before the device is expected to be free for it: the way to the lane, and a run that ends early. */
    static final long HAND_OVER_NANOS = 500_000L;
    /** The same for what grows with the batch, its copy above all: share of the run. */
    static final double HAND_OVER_SHARE = 0.1;

    private final BatchLimits limits;
    private final CostTable cost;
    private final ArrivalRate liveArrivals = new ArrivalRate();
    private final WaitingBackfill backfill = new WaitingBackfill();
    private final List<QueuedFrame> superseded = new ArrayList<>();
    private final DeviceShare device;
    private final QueueView view;
    private final ShapeCeiling ceiling;
    private WaitingFrames live;
    private Objective objective;
    private int[] order = new int[64];
    private long lastLiveTicket;
    private long lastLiveNanos;
    private boolean liveSeen;
    private boolean draining;
    private Decision lastDecision;
    /** Whether the latest answer would have been a batch, had the device been free or the turn been this one's. */
    private boolean wantsDevice;

    /** With the device to itself. */
    public MicroBatcher(BatchLimits limits, Objective objective, CostTable cost) {
        this(limits, objective, cost, new DeviceTurns(limits.concurrent()).join(1));
    }

    /** @param device its part in the device */
    public MicroBatcher(BatchLimits limits, Objective objective, CostTable cost, DeviceShare device) {
        this.limits = limits;
        this.objective = objective;
        this.cost = cost;
        this.view = new QueueView(cost);
        this.ceiling = new ShapeCeiling(limits.shapes());
        this.device = device;
        this.live = new WaitingFrames(objective.policy().byDeadline());
    }

    /** The next decision follows this. Waiting frames stay. */
    public void pursue(Objective next) {
        objective = next;
        if (next.policy().byDeadline() != live.byDeadline()) {
            WaitingFrames reordered = new WaitingFrames(next.policy().byDeadline());
            List<QueuedFrame> byTicket = new ArrayList<>();
            for (int i = 0; i < live.frames(); i++) {
                byTicket.add(live.get(i));
            }
            byTicket.sort((a, b) -> Long.compare(a.ticket(), b.ticket()));
            byTicket.forEach(reordered::add);
            live = reordered;
        }
    }

    public Objective objective() {
        return objective;
    }

    /** Tickets of frames offered must rise. */
    public Admission offer(QueuedFrame frame) {
        if (queuedFrames() >= limits.maxQueuedFrames()) {
            return new Admission.Refused("frame " + frame.ticket() + " of camera " + frame.cameraId() + ": " + queuedFrames()
                    + " frames wait, the limit is " + limits.maxQueuedFrames());
        }
        if (frame.trafficClass() == TrafficClass.BACKFILL) {
            backfill.add(frame);
            return new Admission.Accepted();
        }
        if (objective.drop() == DropPolicy.KEEP_LATEST && live.waitingOf(frame.cameraId()) > 0) {
            supersede(frame);
        }
        live.add(frame);
        liveArrivals.arrived(frame.arrivalNanos());
        lastLiveTicket = frame.ticket();
        lastLiveNanos = frame.arrivalNanos();
        liveSeen = true;
        device.liveArrived(frame.arrivalNanos());
        if (frame.budgetNanos() != QueuedFrame.NO_DEADLINE) {
            view.usualBudget = frame.budgetNanos();
        }
        return new Admission.Accepted();
    }

    public Step next(long nowNanos) {
        wantsDevice = false;
        Step step = step(nowNanos);
        device.says(queuedFrames() > 0, live.frames() > 0, wantsDevice);
        return step;
    }

    private Step step(long nowNanos) {
        if (!superseded.isEmpty()) {
            List<ShedFrame> shed = new ArrayList<>(superseded.size());
            superseded.forEach(frame -> shed.add(shed(frame, ShedReason.SUPERSEDED, 0, nowNanos)));
            superseded.clear();
            return new Step.Shed(shed);
        }
        if (live.frames() > 0 && objective.drop() != DropPolicy.KEEP_ALL && cost.known()) {
            Optional<Step> left = shedLate(nowNanos).or(() -> makeWay(nowNanos));
            if (left.isPresent()) {
                return left.get();
            }
        }
        if (queuedFrames() == 0) {
            return new Step.Idle(Step.Idle.Cause.NO_FRAMES);
        }
        if (device.batches() >= limits.lanes()) {
            return new Step.Idle(Step.Idle.Cause.NO_FREE_LANE);
        }
        if (device.othersTurn(live.frames() > 0)) {
            wantsDevice = true;
            return new Step.Idle(Step.Idle.Cause.OTHERS_TURN);
        }
        long early = device.startsInNanos(nowNanos) - handOverNanos();
        if (early > 0) {
            wantsDevice = true;
            // Whatever comes until then can still ride, and a batch that went now would only stand on its lane.
            return new Step.WaitUntil(nowNanos + early);
        }
        if (live.frames() == 0) {
            return backfillAlone(Long.MAX_VALUE, nowNanos).orElseGet(() -> new Step.Idle(Step.Idle.Cause.NO_FREE_LANE));
        }
        look(nowNanos);
        BatchPolicy.Verdict verdict = objective.policy().decide(view);
        if (verdict instanceof BatchPolicy.Verdict.Shed shed) {
            return shedHeads(shed, nowNanos);
        }
        if (verdict instanceof BatchPolicy.Verdict.Wait && device.othersRunNanos() > 0) {
            verdict = waitOrGo((BatchPolicy.Verdict.Wait) verdict, device.othersRunNanos());
        }
        if (verdict instanceof BatchPolicy.Verdict.Wait wait) {
            Step.WaitUntil until = new Step.WaitUntil(nowNanos + wait.nanos());
            return backfill.frames() == 0 || device.othersTurn(false) ? until : backfillAlone(wait.nanos(), nowNanos).orElse(until);
        }
        BatchPolicy.Verdict.Go go = (BatchPolicy.Verdict.Go) verdict;
        objective.policy().goes(go.frames(), view.eligible);
        return dispatch(go, nowNanos);
    }

    /** While this one waits for company another may take the device: it waits only as far as deadlines allow that run too, else all go now. */
    private BatchPolicy.Verdict waitOrGo(BatchPolicy.Verdict.Wait wait, long othersRunNanos) {
        BatchPolicy.Verdict careful = view.startsLater(othersRunNanos) ? objective.policy().decide(view) : wait;
        return careful instanceof BatchPolicy.Verdict.Wait
                ? careful
                : new BatchPolicy.Verdict.Go(view.eligible, limits.shapes().holding(view.eligible), DispatchReason.DEADLINE);
    }

    /** The lane that ran this batch is free since {@code endedNanos}, and the run cost what it says, or showed that its shape has no room. */
    public void completed(BatchOutcome outcome, long endedNanos) {
        long deviceNanos = device.ended(outcome.batchId(), outcome.runNanos(), endedNanos);
        if (outcome.noRoom()) {
            ceiling.foundNoRoom(outcome.shape(), endedNanos);
        } else if (outcome.runNanos() > 0) {
            cost.ran(outcome.shape(), deviceNanos);
            ceiling.ran(outcome.shape(), endedNanos);
        }
    }

    /** The largest batch that may go now: below the limits while the device is short of memory. */
    public int maxFrames(long nowNanos) {
        return Math.min(ceiling.shape(nowNanos), Math.min(limits.maxFrames(), objective.maxFrames()));
    }

    /** From now on no frame waits for company. Frames may still be offered. */
    public void drain() {
        draining = true;
    }

    /** Frames that wait, both classes together. */
    public int queuedFrames() {
        return live.frames() + backfill.frames() + superseded.size();
    }

    public int queuedBackfill() {
        return backfill.frames();
    }

    public int batchesInFlight() {
        return device.batches();
    }

    /** How the latest batch was decided; empty before the first. */
    public Optional<Decision> lastDecision() {
        return Optional.ofNullable(lastDecision);
    }

    /** Live frames per nanosecond. */
    public double arrivalsPerNano(long nowNanos) {
        return liveArrivals.perNano(nowNanos);
    }

    /** b* for the live frames that arrive now. */
    public StableBatch stableBatch(long nowNanos) {
        return StableBatch.of(cost, liveArrivals.perNano(nowNanos) / device.left(nowNanos), limits.concurrent());
    }

    /** Frames in flight beyond which intake should leave them to the broker; {@link Integer#MAX_VALUE}: as many as the settings allow. */
    public int usefulFrames(long nowNanos) {
        if (!cost.known() || backfill.cameWithin(LIVE_QUIET_NANOS, nowNanos)) {
            return UsefulFrames.NO_MARK;
        }
        return UsefulFrames.of(stableBatch(nowNanos), limits, live.frames(), device.places(), liveArrivals.perNano(nowNanos));
    }

    public CostTable cost() {
        return cost;
    }

    /** Another model runs from now on: neither what the one before cost nor which of its shapes found no memory says anything of it. */
    public void replaced(Map<Integer, Long> seedNanos) {
        cost.replaced(seedNanos);
        ceiling.reopen();
    }

    private void supersede(QueuedFrame newer) {
        int count = 0;
        for (int i = 0; i < live.frames(); i++) {
            if (live.get(i).cameraId().equals(newer.cameraId()) && newer.replaces(live.get(i))) {
                room(count + 1);
                order[count++] = i;
            }
        }
        superseded.addAll(live.remove(order, count));
    }

    /** Frames that can't be on time even alone and at once. */
    private Optional<Step> shedLate(long nowNanos) {
        long alone = cost.typicalNanos(limits.shapes().ascending().get(0));
        room(live.frames());
        int late = HopelessFrames.late(live, alone, nowNanos, order);
        if (late == 0) {
            return Optional.empty();
        }
        List<ShedFrame> shed = new ArrayList<>(late);
        live.remove(order, late).forEach(frame -> shed.add(shed(frame, ShedReason.LATE, alone, nowNanos)));
        return Optional.of(new Step.Shed(shed));
    }

    /**
     * Overload with hardly a place left: fresher frames wait in front of here, get old there, and are then run in haste and in small
     * batches, each just before it is due. As many must be left out in any case, so the outlived ones go; a batch stays.
     */
    private Optional<Step> makeWay(long nowNanos) {
        int taken = queuedFrames() + device.places();
        int spare = live.frames() - maxFrames(nowNanos);
        if (spare <= 0 || taken < CROWDED_SHARE * limits.maxQueuedFrames() || stableBatch(nowNanos).load() <= CROWDED_LOAD) {
            return Optional.empty();
        }
        room(spare);
        int old = HopelessFrames.outlived(live, lastLiveTicket - limits.maxFrames(), spare, nowNanos, order);
        if (old == 0) {
            return Optional.empty();
        }
        long instead = cost.typicalNanos(limits.shapes().holding(maxFrames(nowNanos)));
        List<ShedFrame> shed = new ArrayList<>(old);
        live.remove(order, old).forEach(frame -> shed.add(shed(frame, ShedReason.OVERLOAD, instead, nowNanos)));
        return Optional.of(new Step.Shed(shed));
    }

    private Step shedHeads(BatchPolicy.Verdict.Shed verdict, long nowNanos) {
        if (objective.drop() == DropPolicy.KEEP_ALL) {
            throw new IllegalStateException(objective.policy().name() + " would leave out frames that the objective keeps");
        }
        List<ShedFrame> shed = new ArrayList<>(verdict.heads());
        live.remove(order, verdict.heads())
                .forEach(frame -> shed.add(shed(frame, verdict.reason(), verdict.predictedFinishNanos(), nowNanos)));
        return new Step.Shed(shed);
    }

    private static ShedFrame shed(QueuedFrame frame, ShedReason reason, long predictedFinishNanos, long nowNanos) {
        return new ShedFrame(frame, reason, nowNanos - frame.arrivalNanos(), frame.slackNanos(nowNanos), predictedFinishNanos);
    }

    private Step dispatch(BatchPolicy.Verdict.Go go, long nowNanos) {
        int fits = 0;
        long bytes = 0;
        while (fits < go.frames()) {
            bytes += live.get(order[fits]).bytes();
            if (fits > 0 && bytes > limits.maxBatchBytes()) {
                bytes -= live.get(order[fits]).bytes();
                break;
            }
            fits++;
        }
        // The limit of bytes may have left fewer frames than the policy asked for: they need no larger shape.
        int shape = fits == go.frames() ? go.shape() : limits.shapes().holding(fits);
        int liveWaiting = live.frames();
        int backfillWaiting = backfill.frames();
        long headSlack = live.get(order[0]).slackNanos(nowNanos);
        List<QueuedFrame> frames = live.remove(order, fits);
        // Backfill rides for nothing where a live batch leaves places.
        backfill.fill(frames, shape, bytes, limits.maxBatchBytes());
        return begin(frames, shape, go.reason(), nowNanos, liveWaiting, backfillWaiting, headSlack, go.candidates());
    }

    /**
     * A batch of backfill alone, if the free lane may take one: any size while live traffic is quiet, else none that would keep a
     * live frame waiting longer than allowed, or beyond {@code windowNanos}, when a waiting live batch is due.
     */
    private Optional<Step> backfillAlone(long windowNanos, long nowNanos) {
        boolean quiet = (!liveSeen || nowNanos - lastLiveNanos > LIVE_QUIET_NANOS) && device.othersQuiet(nowNanos, LIVE_QUIET_NANOS);
        int most = Math.min(maxFrames(nowNanos), backfill.frames());
        int efficient = cost.known() ? cost.efficientShape() : limits.maxFrames();
        int smallest = limits.shapes().ascending().get(0);
        int shape = 0;
        for (int candidate : limits.shapes().ascending()) {
            boolean harmless = candidate == smallest || cost.known() && cost.typicalNanos(candidate) <= objective.backfillDelayNanos();
            boolean inWindow = windowNanos == Long.MAX_VALUE || cost.known() && cost.highNanos(candidate) <= windowNanos;
            if (candidate <= efficient && inWindow && (quiet || harmless)) {
                shape = candidate;
                if (candidate >= most) {
                    break;
                }
            }
        }
        if (shape == 0) {
            return Optional.empty();
        }
        List<QueuedFrame> frames = new ArrayList<>();
        int backfillWaiting = backfill.frames();
        backfill.fill(frames, Math.min(shape, most), 0, limits.maxBatchBytes());
        return Optional.of(begin(frames, limits.shapes().holding(frames.size()), draining ? DispatchReason.DRAIN : DispatchReason.SLACK,
                nowNanos, live.frames(), backfillWaiting, QueuedFrame.NO_DEADLINE, List.of()));
    }

    private Step.Dispatch begin(
            List<QueuedFrame> frames,
            int shape,
            DispatchReason reason,
            long nowNanos,
            int liveWaiting,
            int backfillWaiting,
            long headSlack,
            List<BatchPolicy.Candidate> candidates) {
        long oldest = 0;
        for (QueuedFrame frame : frames) {
            oldest = Math.max(oldest, nowNanos - frame.arrivalNanos());
        }
        long usual = cost.typicalNanos(shape);
        Batch batch = new Batch(device.nextBatchId(), frames, shape, reason, oldest, usual == 0 ? 0 : device.startsInNanos(nowNanos) + usual);
        device.began(batch.batchId(), shape, usual, nowNanos);
        StableBatch stable = stableBatch(nowNanos);
        lastDecision = new Decision(batch, objective.policy().name(), liveWaiting, backfillWaiting, headSlack,
                liveArrivals.perNano(nowNanos), stable.shape(), stable.load(), candidates);
        return new Step.Dispatch(batch);
    }

    /** For a batch of what waits now. */
    private long handOverNanos() {
        int shape = limits.shapes().holding(Math.max(1, Math.min(queuedFrames(), limits.maxFrames())));
        return HAND_OVER_NANOS + (long) (HAND_OVER_SHARE * cost.typicalNanos(shape));
    }

    private void look(long nowNanos) {
        int n = live.frames();
        room(n);
        view.room(n);
        view.maxFrames = maxFrames(nowNanos);
        boolean turns = !live.byDeadline() || n > view.maxFrames && live.hotCamera();
        view.eligible = live.order(order, view.maxFrames, limits.maxSameCameraFrames(), turns);
        if (turns && live.byDeadline()) {
            // Whose turn it is was decided by camera; among them the deadline goes first again.
            Arrays.sort(order, 0, view.eligible);
        }
        view.frames = n;
        view.bytes = live.bytes();
        view.oldestAge = 0;
        long startsIn = device.startsInNanos(nowNanos);
        for (int i = 0; i < n; i++) {
            QueuedFrame frame = live.get(order[i]);
            view.age[i] = nowNanos - frame.arrivalNanos();
            long slack = frame.slackNanos(nowNanos);
            view.slack[i] = slack == QueuedFrame.NO_DEADLINE ? slack : slack - startsIn;
            view.oldestAge = Math.max(view.oldestAge, view.age[i]);
        }
        view.draining = draining;
        view.drop = objective.drop();
        view.concurrent = limits.concurrent();
        view.left = device.left(nowNanos);
        view.perNano = liveArrivals.perNano(nowNanos);
        view.observedNanos = liveArrivals.observedNanos(nowNanos);
        view.burstPerNano = liveArrivals.burstPerNano(nowNanos);
    }

    private void room(int frames) {
        if (order.length < frames) {
            order = Arrays.copyOf(order, frames * 2);
        }
    }
}
