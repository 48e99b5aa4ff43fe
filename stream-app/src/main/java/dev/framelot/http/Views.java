package dev.framelot.http;

import dev.framelot.batching.Batch;
import dev.framelot.batching.BatchPolicy;
import dev.framelot.batching.Decision;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.config.BatchingSettings;
import dev.framelot.config.DurationText;
import dev.framelot.control.ControlState;
import dev.framelot.dispatch.DecisionLog;
import dev.framelot.dispatch.DecisionSentence;
import dev.framelot.dispatch.HeartView;
import dev.framelot.live.CameraTable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the contract says of an instance, as JSON. */
final class Views {
    private static final Map<BatchingSettings.Mode, String> PROMISES = Map.of(
            BatchingSettings.Mode.ADAPTIVE, "All frames on time at the least device time: waits for company only while the first deadline allows it.",
            BatchingSettings.Mode.LATENCY, "Never waits: a free lane takes what is there.",
            BatchingSettings.Mode.THROUGHPUT, "Most frames per second of device time: fills the most efficient batch, within the longest wait.",
            BatchingSettings.Mode.FIXED, "Count or time: a full batch, or when the oldest frame has waited long enough.");

    private Views() {}

    static JsonObject state(Instance instance, String version) {
        List<String> reasons = instance.notReady();
        return new JsonObject()
                .put("application", instance.config().kafka().applicationId())
                .put("instance", instance.id())
                .put("version", version)
                .put("startedAtMicros", instance.startedAtMicros())
                .put("ready", reasons.isEmpty())
                .put("reasons", new JsonArray(List.copyOf(reasons)))
                .put("stream", instance.stream())
                .put("mode", mode(instance))
                .put("models", ModelViews.running(instance))
                .put("intake", intake(instance.intake()))
                .put("lanes", instance.lanes().size())
                .put("features", new JsonObject()
                        .put("modeChange", instance.changeable())
                        .put("framesByHttp", true)
                        .put("modelLoad", true)
                        .put("modelSwap", instance.changeable())
                        .put("modelShadow", instance.changeable()));
    }

    static JsonObject mode(Instance instance) {
        ControlState state = instance.state();
        JsonArray modes = new JsonArray();
        for (BatchingSettings.Mode mode : BatchingSettings.Mode.values()) {
            modes.add(new JsonObject().put("mode", kebab(mode)).put("promise", PROMISES.get(mode)));
        }
        return new JsonObject()
                .put("mode", kebab(state.mode()))
                .put("slo", DurationText.write(state.slo()))
                .put("sloMicros", micros(state.slo()))
                .put("drop", kebab(state.drop()))
                .put("maxFrames", state.maxFrames())
                .put("maxWait", state.maxWait().map(DurationText::write).orElse(null))
                .put("version", state.version())
                .put("issuedBy", Text.escaped(state.issuedBy()))
                .put("issuedAtMicros", state.issuedAtMicros())
                .put("live", instance.changeable())
                .put("modes", modes);
    }

    static JsonObject profile(Optional<HeartView> of) {
        JsonArray shapes = new JsonArray();
        HeartView heart = of.orElse(null);
        if (heart != null) {
            for (HeartView.ShapeCost cost : heart.costs()) {
                double millis = cost.typicalNanos() / 1e6;
                shapes.add(new JsonObject()
                        .put("shape", cost.shape())
                        .put("runMicros", cost.typicalNanos() / 1_000)
                        .put("highRunMicros", cost.highNanos() / 1_000)
                        .put("perFrameMicros", round(cost.typicalNanos() / 1e3 / cost.shape()))
                        .put("framesPerSecond", millis == 0 ? 0 : round(cost.shape() / millis * 1e3)));
            }
        }
        return new JsonObject().put("stableShape", heart == null ? 0 : heart.stableShape()).put("shapes", shapes);
    }

    static JsonObject intake(Instance.Intake intake) {
        return new JsonObject()
                .put("taking", intake.taking())
                .put("pausedByHand", intake.pausedByHand())
                .put("draining", intake.draining())
                .put("framesInFlight", intake.framesInFlight())
                .put("bytesInFlight", intake.bytesInFlight())
                .put("maxFramesInFlight", intake.maxFramesInFlight())
                .put("maxBytesInFlight", intake.maxBytesInFlight())
                .put("pauses", intake.pauses());
    }

    static JsonObject decisions(List<DecisionLog.Entry> entries) {
        JsonArray decisions = new JsonArray();
        entries.forEach(entry -> decisions.add(decision(entry)));
        return new JsonObject().put("decisions", decisions);
    }

    private static JsonObject decision(DecisionLog.Entry entry) {
        Decision decision = entry.decision();
        Batch batch = decision.batch();
        JsonArray candidates = new JsonArray();
        for (BatchPolicy.Candidate candidate : decision.candidates()) {
            candidates.add(new JsonObject()
                    .put("shape", candidate.shape())
                    .put("frames", candidate.frames())
                    .put("shed", candidate.shed())
                    .put("value", Double.isFinite(candidate.value()) ? (Object) candidate.value() : null)
                    .put("chosen", candidate.shape() == batch.shape() && candidate.shed() == 0));
        }
        return new JsonObject()
                .put("id", batch.batchId())
                .put("shape", batch.shape())
                .put("frames", batch.frames().size())
                .put("padding", batch.shape() - batch.frames().size())
                .put("reason", batch.reason().wireName())
                .put("mode", decision.mode())
                .put("liveWaiting", decision.liveWaiting())
                .put("backfillWaiting", decision.backfillWaiting())
                .put("oldestWaitMicros", batch.oldestWaitNanos() / 1_000)
                .put("headSlackMicros", decision.headSlackNanos() == QueuedFrame.NO_DEADLINE ? null : decision.headSlackNanos() / 1_000)
                .put("arrivalsPerSecond", round(decision.perNano() * 1e9))
                .put("stableShape", decision.stableShape())
                .put("load", round(decision.load()))
                .put("predictedMicros", batch.predictedRunNanos() / 1_000)
                .put("actualMicros", entry.actualNanos() == 0 ? null : entry.actualNanos() / 1_000)
                .put("candidates", candidates)
                .put("sentence", DecisionSentence.of(entry));
    }

    static JsonObject cameras(CameraTable table, Map<String, Long> lag) {
        JsonArray cameras = new JsonArray();
        for (CameraTable.Camera camera : table.all()) {
            cameras.add(new JsonObject()
                    .put("camera", Text.escaped(camera.camera()))
                    .put("partition", camera.latest().partition())
                    .put("frames", camera.frames())
                    .put("detected", camera.detected())
                    .put("shed", camera.shed())
                    .put("deadLettered", camera.deadLettered())
                    .put("framesPerSecond", round(camera.framesPerSecond()))
                    .put("ageMicros", camera.ageMicros())
                    .put("lag", lag.get(camera.latest().topic() + "-" + camera.latest().partition()))
                    .put("lastSeenAtMicros", camera.lastSeenAtMicros()));
        }
        return new JsonObject().put("cameras", cameras).put("leftOut", table.leftOut());
    }

    static String kebab(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static long micros(Duration time) {
        return time.toNanos() / 1_000;
    }

    static double round(double value) {
        return Double.isFinite(value) ? Math.round(value * 1_000) / 1_000.0 : 0;
    }
}
