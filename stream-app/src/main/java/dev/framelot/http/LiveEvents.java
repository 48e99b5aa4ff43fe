package dev.framelot.http;

import dev.framelot.batching.DispatchReason;
import dev.framelot.batching.ShedReason;
import dev.framelot.control.ControlState;
import dev.framelot.dispatch.BatchListener.BatchRun;
import dev.framelot.dispatch.HeartView;
import dev.framelot.dispatch.LaneState;
import dev.framelot.frame.FrameFault;
import dev.framelot.live.Note;
import dev.framelot.live.Second;
import dev.framelot.live.Tape;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The events of the live feed as JSON; docs/http-api.md says what they mean. */
final class LiveEvents {
    private LiveEvents() {}

    static JsonObject batches(Tape.Read<BatchRun> read) {
        JsonArray batches = new JsonArray();
        for (BatchRun run : read.items()) {
            int frames = run.batch().frames().size();
            batches.add(new JsonObject()
                    .put("id", run.batch().batchId())
                    .put("lane", run.laneId())
                    .put("shape", run.batch().shape())
                    .put("frames", frames)
                    .put("padding", run.batch().shape() - frames)
                    .put("reason", run.batch().reason().wireName())
                    .put("mode", run.mode())
                    .put("startedAtMicros", run.startedAtMicros())
                    .put("predictedMicros", run.batch().predictedRunNanos() / 1_000)
                    .put("actualMicros", run.busyNanos() / 1_000)
                    .put("waitedMicros", run.batch().oldestWaitNanos() / 1_000)
                    .put("whole", run.whole()));
        }
        return new JsonObject().put("batches", batches).put("leftOut", read.missed());
    }

    static JsonObject note(Note note) {
        return new JsonObject().put("atMicros", note.atMicros()).put("kind", note.kind()).put("text", Text.escaped(note.text()));
    }

    /** All but {@code dropped}, which differs by viewer. Takes some milliseconds: not on the event loop. */
    static JsonObject stats(Instance instance, long nowMicros, int viewers) {
        Second second = instance.live().second();
        HeartView heart = instance.heart().orElse(null);
        Instance.Intake intake = instance.intake();
        ControlState state = instance.state();
        List<String> reasons = instance.notReady();
        JsonArray lanes = new JsonArray();
        for (LaneState lane : instance.lanes()) {
            lanes.add(new JsonObject().put("lane", lane.lane()).put("busy", lane.runningNanos() > 0).put("runningMicros", lane.runningNanos() / 1_000));
        }
        return new JsonObject()
                .put("atMicros", nowMicros)
                .put("uptimeSeconds", (nowMicros - instance.startedAtMicros()) / 1_000_000)
                .put("arrivalsPerSecond", second.taken())
                .put("outcomesPerSecond", second.outcomes())
                .put("stableShape", heart == null ? null : heart.stableShape())
                .put("load", heart == null ? null : Views.round(heart.load()))
                .put("waitingForDecode", instance.waitingForDecode())
                .put("waitingForBatch", heart == null ? null : heart.liveWaiting() + heart.backfillWaiting())
                .put("framesInFlight", intake.framesInFlight())
                .put("bytesInFlight", intake.bytesInFlight())
                .put("lag", lag(instance))
                .put("lanes", lanes)
                .put("latency", new JsonObject()
                        .put("frames", second.detected())
                        .put("p50Micros", second.p50Micros())
                        .put("p95Micros", second.p95Micros())
                        .put("p99Micros", second.p99Micros())
                        .put("maxMicros", second.maxMicros())
                        .put("sloMicros", Views.micros(state.slo()))
                        .put("onTimeShare", Views.round(second.onTimeShare())))
                .put("predictedOverActual", second.predictedOverActual().isPresent() ? second.predictedOverActual().getAsDouble() : null)
                .put("taken", instance.fates().taken())
                .put("detected", instance.fates().detected())
                .put("shed", shed(instance))
                .put("deadLettered", deadLettered(instance))
                .put("batches", instance.dispatched().batches())
                .put("batchFrames", instance.dispatched().frames())
                .put("batchPlaces", instance.dispatched().places())
                .put("batchReasons", reasons(instance))
                .put("mode", Views.kebab(state.mode()))
                .put("modeVersion", state.version())
                .put("stream", instance.stream())
                .put("ready", reasons.isEmpty())
                .put("reasons", new JsonArray(List.copyOf(reasons)))
                .put("taking", intake.taking())
                .put("pausedByHand", intake.pausedByHand())
                .put("intakePauses", intake.pauses())
                .put("viewers", viewers);
    }

    private static Long lag(Instance instance) {
        var byPartition = instance.lag();
        return byPartition.isEmpty() ? null : byPartition.values().stream().mapToLong(Long::longValue).sum();
    }

    private static JsonObject shed(Instance instance) {
        JsonObject counts = new JsonObject();
        for (ShedReason reason : ShedReason.values()) {
            putIfAny(counts, reason.wireName(), instance.fates().shed(reason.wireName()));
        }
        return counts;
    }

    private static JsonObject deadLettered(Instance instance) {
        JsonObject counts = new JsonObject();
        for (FrameFault.Reason reason : FrameFault.Reason.values()) {
            putIfAny(counts, reason.wireName(), instance.fates().deadLettered(reason));
        }
        return counts;
    }

    private static JsonObject reasons(Instance instance) {
        JsonObject counts = new JsonObject();
        for (DispatchReason reason : DispatchReason.values()) {
            putIfAny(counts, reason.wireName(), instance.dispatched().batches(reason));
        }
        return counts;
    }

    private static void putIfAny(JsonObject counts, String name, long count) {
        if (count > 0) {
            counts.put(name, count);
        }
    }
}
