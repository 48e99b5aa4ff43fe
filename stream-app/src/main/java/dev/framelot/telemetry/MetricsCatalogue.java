package dev.framelot.telemetry;

import java.util.List;

/** Every metric of Framelot's own, in the order of docs/metrics.md, which is written from this. */
public final class MetricsCatalogue {
    static final Metric TAKEN = counter("framelot.frames.taken", "frames", List.of(), "Frames taken from the topic.", "");
    static final Metric FRAMES = counter(
            "framelot.frames", "frames", List.of("fate", "reason"), "Frames by fate: detected, shed, dead-letter; and its reason, none for detected.",
            "nv_inference_request_success, nv_inference_request_failure");
    static final Metric ON_TIME = counter("framelot.frames.on.time", "frames", List.of(), "Detected frames whose result was forwarded within the deadline in force; all where there is none.", "");
    static final Metric DETECTIONS = counter("framelot.detections", "detections", List.of(), "Objects found.", "");
    static final Metric AGE = histogram(
            "framelot.frame.age", "seconds", List.of(), "From capture (append, where the camera's clock is not to be believed) until the result was forwarded.", "nv_inference_request_duration_us");
    static final Metric STAGE = histogram(
            "framelot.stage", "seconds", List.of("stage"),
            "A frame's time by stage: decode-wait, decode, batch-wait, lane-wait, run, post-process, emit-wait. Run and post-process are those of its batch.",
            "nv_inference_queue_duration_us (decode-wait, batch-wait, lane-wait), nv_inference_compute_input_duration_us (decode), nv_inference_compute_output_duration_us (post-process)");
    static final Metric BATCHES = counter("framelot.batches", "batches", List.of("reason"), "Batches by the reason why they went.", "nv_inference_exec_count");
    static final Metric BATCH_FRAMES = histogram("framelot.batch.frames", "frames", List.of(), "Real frames of a batch; the sum is all frames that ran.", "nv_inference_count (the sum)");
    static final Metric BATCH_PADDING = histogram("framelot.batch.padding", "frames", List.of(), "Places of a batch without a frame.", "");
    static final Metric RUN = histogram("framelot.batch.run", "seconds", List.of("shape"), "A lane's time for a batch: copy, run and boxes.", "nv_inference_compute_infer_duration_us");
    static final Metric RATIO = histogram("framelot.batch.predicted.ratio", "-", List.of(), "Predicted divided by actual time of a batch; 1 is right.", "");
    static final Metric STABLE = gauge("framelot.stable.batch", "frames", List.of(), "b*: the smallest shape that keeps up with the arrivals.", "");
    static final Metric LOAD = gauge("framelot.load", "-", List.of(), "Arrivals divided by what the most efficient shape can do; above 1 the backlog grows.", "");
    static final Metric ARRIVALS = gauge("framelot.arrivals", "frames per second", List.of(), "Live frames that reach the batcher.", "");
    static final Metric WAITING = gauge("framelot.waiting", "frames", List.of("queue"), "Frames that wait: decode, live, backfill.", "nv_inference_pending_request_count");
    static final Metric IN_FLIGHT = gauge("framelot.in.flight.frames", "frames", List.of(), "Frames taken and not forwarded.", "");
    static final Metric IN_FLIGHT_BYTES = gauge("framelot.in.flight", "bytes", List.of(), "Their compressed bytes.", "");
    static final Metric LAG = gauge("framelot.lag", "records", List.of(), "Records that this instance is behind on its partitions; NaN while not known.", "");
    static final Metric LANES = gauge("framelot.lanes", "lanes", List.of(), "Lanes of this instance.", "");
    static final Metric LANES_BUSY = gauge("framelot.lanes.busy", "lanes", List.of(), "Lanes that run a batch now.", "nv_gpu_utilization");
    static final Metric TAKING = gauge("framelot.intake.taking", "-", List.of(), "1 while frames are taken, else 0: one minus its average is the share of time paused.", "");
    static final Metric PAUSES = counter("framelot.intake.pauses", "pauses", List.of(), "How often intake paused because too much was in flight.", "");
    static final Metric MEMORY = gauge("framelot.memory", "bytes", List.of("kind"), "Memory in use where the model runs, where anybody tells: resident or device.", "nv_gpu_memory_used_bytes");
    static final Metric MODE = gauge("framelot.mode", "-", List.of("mode"), "1 for the mode in force, 0 for the others.", "");
    static final Metric MODE_VERSION = gauge("framelot.mode.version", "-", List.of(), "Version of the objective in force; 0: the settings'.", "");
    static final Metric SLO = gauge("framelot.slo", "seconds", List.of(), "The deadline in force; 0: none.", "");
    static final Metric READY = gauge("framelot.ready", "-", List.of(), "1 while ready, else 0: what /readyz says.", "");
    static final Metric VIEWERS = gauge("framelot.http.connections", "connections", List.of(), "Open feeds and sockets.", "");
    static final Metric DROPPED_EVENTS = counter("framelot.http.dropped.events", "events", List.of(), "Events that fell out of the queues of slow viewers.", "");
    static final Metric MODEL = gauge("framelot.model", "-", List.of("route", "model", "version", "provider", "role"), "1; the labels say what runs on which route (main, or a name of the setting models), and whether it is serving or the shadow.", "");
    static final Metric MODELS_VERSION = gauge("framelot.models.version", "-", List.of("route"), "Version of the choice of models that was followed last; 0: the settings'.", "");
    static final Metric MODELS_REFUSED = gauge("framelot.models.refused", "-", List.of("route"), "1 while the chosen models can't be used here and others run, else 0; GET /v1/models says why.", "");
    static final Metric SHADOW = counter(
            "framelot.shadow.frames", "frames", List.of("fate"),
            "Frames that a shadow saw: ran, dropped (it had no time for them), failed (its model did), unwritten (ran, but the record was lost).", "");

    static final Metric MODEL_BATCHES = counter("framelot.model.batches", "batches", List.of("model"), "Batches by the model's name in the settings; main is inference.model, of which alone the other metrics of batches and lanes tell.", "");
    static final Metric MODEL_FRAMES = counter("framelot.model.frames", "frames", List.of("model"), "Frames in those batches.", "");
    static final Metric MODEL_WAITING = gauge("framelot.model.waiting", "frames", List.of("model"), "Frames that wait for a decoder or a batch of that model.", "");
    static final Metric MODEL_LANES_BUSY = gauge("framelot.model.lanes.busy", "lanes", List.of("model"), "Lanes of that model that run a batch now.", "");

    private static final List<Metric> ALL = List.of(
            TAKEN, FRAMES, ON_TIME, DETECTIONS, AGE, STAGE, BATCHES, BATCH_FRAMES, BATCH_PADDING, RUN, RATIO, STABLE, LOAD, ARRIVALS, WAITING, IN_FLIGHT,
            IN_FLIGHT_BYTES, LAG, LANES, LANES_BUSY, TAKING, PAUSES, MEMORY, MODE, MODE_VERSION, SLO, READY, VIEWERS, DROPPED_EVENTS, MODEL, MODELS_VERSION, MODELS_REFUSED, SHADOW,
            MODEL_BATCHES, MODEL_FRAMES, MODEL_WAITING, MODEL_LANES_BUSY);

    private MetricsCatalogue() {}

    public static List<Metric> all() {
        return ALL;
    }

    private static Metric counter(String name, String unit, List<String> labels, String help, String triton) {
        return new Metric(name, snake(name) + "_total", "counter", unit, labels, help, triton);
    }

    private static Metric gauge(String name, String unit, List<String> labels, String help, String triton) {
        return new Metric(name, snake(name) + suffix(unit), "gauge", unit, labels, help, triton);
    }

    private static Metric histogram(String name, String unit, List<String> labels, String help, String triton) {
        return new Metric(name, snake(name) + suffix(unit), "histogram", unit, labels, help, triton);
    }

    private static String suffix(String unit) {
        return unit.equals("seconds") || unit.equals("bytes") || unit.equals("records") ? "_" + unit : "";
    }

    private static String snake(String name) {
        return name.replace('.', '_');
    }
}
