package dev.framelot.config;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every setting there is, in the order of the documentation. A key absent here is an error, except those below {@link
 * KafkaPassThrough#PREFIX}. The page docs/configuration.md is written from this.
 */
public final class SettingsCatalogue {
    /** No batch is larger, whatever the device could do. */
    public static final int MOST_FRAMES = 1024;
    /** Second names of settings, for those who know them from elsewhere. */
    static final Map<String, String> OTHER_NAMES = Map.of("batching.max-batch", "batching.max-frames", "inference.device-id", "inference.devices");

    private static final List<Setting<?>> REGISTERED = new ArrayList<>();
    private static final String NONE = "-";

    public static final Setting<String> BOOTSTRAP_SERVERS =
            required("kafka.bootstrap-servers", SettingType.hostsAndPorts(), NONE, "Kafka brokers to ask first.");
    public static final Setting<String> APPLICATION_ID = setting(
            "kafka.application-id", SettingType.kafkaName("name"), "framelot", NONE, "Consumer group and prefix of transactional ids; instances that share work share it.");

    public static final Setting<String> FRAMES_TOPIC =
            setting("topics.frames", SettingType.topic(), "frames", NONE, "Topic the camera frames are read from; the key is the camera.");
    public static final Setting<String> BACKFILL_TOPIC = optional(
            "topics.backfill", SettingType.topic(), NONE,
            "Topic of frames that may wait, an overnight archive for one: they take padding and slack only, and never hold a live frame up.");
    public static final Setting<String> DETECTIONS_TOPIC =
            setting("topics.detections", SettingType.topic(), "detections", NONE, "Topic of the detections, one record a frame.");
    public static final Setting<String> SHED_TOPIC =
            setting("topics.shed", SettingType.topic(), "frames.shed", NONE, "Topic that says which frames were left out on purpose, and why.");
    public static final Setting<String> DEAD_LETTER_TOPIC = setting(
            "topics.dead-letter", SettingType.topic(), "frames.dead-letter", NONE, "Topic of records that are no usable frame, with the reason.");
    public static final Setting<String> CONTROL_TOPIC = setting(
            "topics.control",
            SettingType.topic(),
            "framelot.control",
            NONE,
            "Compacted topic of live changes (framelot mode, framelot model), which every instance follows; without the topic there are none.");
    public static final Setting<String> SHADOW_TOPIC = setting(
            "topics.shadow",
            SettingType.topic(),
            "detections.shadow",
            NONE,
            "Topic of what a shadowed model finds (framelot model shadow), as far as the live model leaves it time; outside all transactions.");

    public static final Setting<FrameSettings.Format> FRAME_FORMAT = setting(
            "frame.format",
            SettingType.choice(FrameSettings.Format.class),
            FrameSettings.Format.AVRO,
            NONE,
            "Value of a frames record: avro is a CameraFrame, image is the JPEG or PNG itself.");
    public static final Setting<Long> FRAME_MAX_BYTES =
            setting("frame.max-bytes", SettingType.size(1024, 1L << 30), 8L << 20, "bytes", "Largest compressed image; a larger one is a dead letter.");
    public static final Setting<Long> FRAME_MAX_PIXELS = setting(
            "frame.max-pixels", SettingType.count(1, 1_000_000_000L), 64_000_000L, "pixels", "Largest width times height; a larger image is a dead letter before it is decoded.");
    public static final Setting<Integer> FRAME_MAX_SCANS = setting(
            "frame.max-scans", SettingType.integer(1, 10_000), 64, "scans", "Most scans of a progressive JPEG; more is a dead letter, as each costs a whole pass.");
    public static final Setting<Boolean> FRAME_PNG = setting("frame.png", SettingType.flag(), false, NONE, "Accept PNG besides JPEG.");

    public static final Setting<String> FRAME_MODEL_ATTRIBUTE = optional(
            "frame.model-attribute", SettingType.attribute(), NONE,
            "Attribute of a frame (avro), or header of its record (image), that names its model: main, or a name of models; a frame without it goes to inference.model.");

    public static final Setting<URI> REGISTRY_URL = optional(
            "schema-registry.url", SettingType.httpAddress(), NONE, "Schema registry (Confluent REST API); none: single-object encoding with the bundled schemas.");
    public static final Setting<Duration> REGISTRY_TIMEOUT = setting(
            "schema-registry.timeout", SettingType.duration(ofMillis(10), ofMinutes(5)), ofSeconds(5), "time", "Longest wait for one answer of the registry.");

    public static final Setting<Integer> DECODE_WORKERS = setting(
            "decode.workers", SettingType.integer(0, 256), 0, "threads", "Decode threads; 0: one less than there are cores, at least 1 and at most 16.");
    public static final Setting<Integer> DECODE_SLOTS = setting(
            "decode.slots",
            SettingType.integer(0, 100_000),
            0,
            "frames",
            "Decoded frames that may wait or run at once; 0: 3 x batching.max-frames x inference.lanes + workers.");
    public static final Setting<DecodeSettings.Library> DECODE_LIBRARY = setting(
            "decode.library", SettingType.choice(DecodeSettings.Library.class), DecodeSettings.Library.AUTO, NONE, "Who decodes; auto takes turbojpeg where it is installed, else opencv.");
    public static final Setting<Boolean> DECODE_STRICT = setting(
            "decode.strict", SettingType.flag(), true, NONE, "A damaged image is a dead letter; false: it is decoded as far as it goes and marked.");

    public static final Setting<BatchingSettings.Preset> BATCHING_PRESET = setting(
            "batching.preset",
            SettingType.choice(BatchingSettings.Preset.class),
            BatchingSettings.Preset.NONE,
            NONE,
            "Named mix of mode, cap, deadline and drop policy for a use: driving, medical, inspection, backfill. What is set besides wins.");
    public static final Setting<BatchingSettings.Mode> BATCHING_MODE = setting(
            "batching.mode",
            SettingType.choice(BatchingSettings.Mode.class),
            BatchingSettings.Mode.ADAPTIVE,
            NONE,
            "adaptive: all on time at the least device time; latency: never waits; throughput: fills the most efficient batch; fixed: full, or the oldest"
                    + " frame has waited max-wait.");
    public static final Setting<Duration> BATCHING_SLO = setting(
            "batching.slo",
            SettingType.duration(Duration.ZERO, Duration.ofHours(1)),
            ofMillis(100),
            "time",
            "From a frame's capture to its result, for live frames without a deadline of their own; 0: none.");
    public static final Setting<BatchingSettings.Drop> BATCHING_DROP = setting(
            "batching.drop",
            SettingType.choice(BatchingSettings.Drop.class),
            BatchingSettings.Drop.KEEP_ALL,
            NONE,
            "Live frames that may be left out, each with a record: none, those that can't be on time, or also all but a camera's newest.");
    public static final Setting<Integer> BATCHING_MAX_FRAMES =
            setting("batching.max-frames", SettingType.integerOrMeasured(1, MOST_FRAMES), 8, "frames",
                    "Most frames in one batch; -1: the model is measured at start, or its profile read, and the largest size that pays is taken. "
                            + "May also be written batching.max-batch.");
    public static final Setting<Duration> BATCHING_MAX_WAIT = optional(
            "batching.max-wait",
            SettingType.duration(Duration.ZERO, ofMinutes(1)),
            "time",
            "Longest a frame waits for others while a lane is free; absent: fixed 20ms, throughput 1s, adaptive what the deadline allows (20ms without one).");
    public static final Setting<Long> BATCHING_MAX_BATCH_BYTES = setting(
            "batching.max-batch-bytes", SettingType.size(1024, 16L << 30), 32L << 20, "bytes", "Most compressed bytes in one batch.");
    public static final Setting<List<Integer>> BATCHING_SHAPES = setting(
            "batching.shapes",
            SettingType.shapes(MOST_FRAMES),
            List.of(),
            "frames",
            "Batch sizes the session ever sees, each warmed at start; auto: powers of two up to max-frames. The last must hold max-frames.");
    public static final Setting<Integer> BATCHING_MAX_SAME_CAMERA = setting(
            "batching.max-same-camera-frames",
            SettingType.integer(0, MOST_FRAMES),
            0,
            "frames",
            "Most frames of one camera in a batch while other cameras wait; 0: an equal share.");

    public static final Setting<BatchingSettings.DefaultClass> BATCHING_DEFAULT_CLASS = setting(
            "batching.default-class",
            SettingType.choice(BatchingSettings.DefaultClass.class),
            BatchingSettings.DefaultClass.LIVE,
            NONE,
            "Class of a frame that names none, or none that is known. Backfill has no deadline and takes padding and slack only.");
    public static final Setting<Duration> BATCHING_BACKFILL_DELAY = setting(
            "batching.backfill-delay",
            SettingType.duration(Duration.ZERO, ofMinutes(1)),
            Duration.ZERO,
            "time",
            "A batch of backfill may keep a live frame waiting this long; one frame's run always may.");
    public static final Setting<Duration> BATCHING_RESERVE = setting(
            "batching.reserve",
            SettingType.duration(Duration.ZERO, ofMinutes(1)),
            ofMillis(2),
            "time",
            "Kept between the end of a run and the deadline, for the result's way out.");

    public static final Setting<InferenceSettings.Engine> INFERENCE_ENGINE = setting(
            "inference.engine",
            SettingType.choice(InferenceSettings.Engine.class),
            InferenceSettings.Engine.ONNX,
            NONE,
            "onnx runs the model; declared-cost only waits the declared time and detects nothing: for load tests, never in production.");
    public static final Setting<Path> INFERENCE_MODEL = setting(
            "inference.model", SettingType.path(), Path.of("models/pcb-defects"), NONE, "An .onnx file, or the file or folder of a model card.");
    public static final Setting<Path> INFERENCE_MODELS = setting(
            "inference.models", SettingType.path(), InferenceSettings.MODELS, NONE, "Folder of the models that may be swapped in while the application runs (framelot model); none from elsewhere is loaded.");
    public static final Setting<InferenceSettings.Provider> INFERENCE_PROVIDER =
            setting("inference.provider", SettingType.choice(InferenceSettings.Provider.class), InferenceSettings.Provider.CPU, NONE, "Where the model runs.");
    public static final Setting<Boolean> INFERENCE_REQUIRE_GPU = setting(
            "inference.require-gpu", SettingType.flag(), false, NONE, "Refuse to start rather than fall back to the CPU when CUDA is not usable.");
    public static final Setting<List<Integer>> INFERENCE_DEVICES = setting(
            "inference.devices", SettingType.devices(), List.of(0), "indexes",
            "CUDA devices, 0 is the first; lanes are spread over them. May also be written inference.device-id.");
    public static final Setting<Integer> INFERENCE_SESSIONS = setting(
            "inference.sessions-per-device", SettingType.integer(1, 64), 1, "sessions",
            "Lanes take them in turn. Within one, lanes wait for each other at each layer's launch (CUDA) or for the whole run (TensorRT); another one costs the weights again.");
    public static final Setting<Long> INFERENCE_GPU_MEMORY = setting(
            "inference.gpu-memory-limit", SettingType.size(0, 1L << 40), 0L, "bytes", "Most device memory of each session's arena, for a device that others use too; 0: no limit.");
    public static final Setting<Boolean> INFERENCE_FP16 = setting(
            "inference.fp16", SettingType.flag(), false, NONE, "TensorRT may compute with half precision. For other providers half precision is in the model's weights.");
    public static final Setting<Path> INFERENCE_ENGINES = optional(
            "inference.tensorrt.engines", SettingType.path(), NONE,
            "Folder of the engines that TensorRT builds, which takes minutes; none: tensorrt in FRAMELOT_DATA where that is set, else framelot/tensorrt in the user's cache folder.");
    public static final Setting<InferenceSettings.Fallback> INFERENCE_FALLBACK = setting(
            "inference.tensorrt.fallback", SettingType.choice(InferenceSettings.Fallback.class), InferenceSettings.Fallback.NONE, NONE,
            "What runs the model where TensorRT is not usable: nothing, or CUDA. Never the CPU.");
    public static final Setting<Integer> INFERENCE_LANES =
            setting("inference.lanes", SettingType.integer(1, 64), 2, "threads", "Batches that run at once.");
    public static final Setting<Integer> INFERENCE_THREADS = setting(
            "inference.threads", SettingType.integer(0, 1024), 0, "threads", "Threads within one run of the CPU provider; 0: the machine's cores divided by inference.lanes.");
    public static final Setting<Integer> INFERENCE_MAX_DETECTIONS =
            setting("inference.max-detections", SettingType.integer(1, 10_000), 300, "detections", "Most detections kept of one frame, the most confident first.");
    public static final Setting<Duration> INFERENCE_WATCHDOG = setting(
            "inference.watchdog", SettingType.duration(ofMillis(100), ofHours(1)), ofSeconds(60), "time", "A batch that runs longer counts as a lost device.");
    public static final Setting<Path> INFERENCE_PROFILES = optional(
            "inference.profiles",
            SettingType.path(),
            NONE,
            "Folder of measured profiles; none: profiles in FRAMELOT_DATA where that is set, else framelot/profiles in the user's cache folder (XDG_CACHE_HOME or ~/.cache).");
    public static final Setting<Duration> DECLARED_FIXED = setting(
            "inference.declared-cost.fixed",
            SettingType.duration(Duration.ZERO, ofMinutes(1)),
            ofMillis(4),
            "time",
            "Time a batch takes whatever its size; only for the declared-cost engine.");
    public static final Setting<Duration> DECLARED_PER_FRAME = setting(
            "inference.declared-cost.per-frame",
            SettingType.duration(Duration.ZERO, ofMinutes(1)),
            ofNanos(300_000),
            "time",
            "Time each frame of a batch adds; only for the declared-cost engine.");
    public static final Setting<Integer> DECLARED_INPUT_SIDE = setting(
            "inference.declared-cost.input-side",
            SettingType.integer(8, 4096),
            64,
            "pixels",
            "Side of the square input frames are scaled to; only for the declared-cost engine.");

    public static final Setting<DeliverySettings.Guarantee> GUARANTEE = setting(
            "delivery.guarantee",
            SettingType.choice(DeliverySettings.Guarantee.class),
            DeliverySettings.Guarantee.EXACTLY_ONCE,
            NONE,
            "exactly-once holds read_committed readers back by the commit interval; at-least-once may repeat records after a fault.");
    public static final Setting<Duration> COMMIT_INTERVAL = setting(
            "delivery.commit-interval", SettingType.duration(ofMillis(1), ofMinutes(5)), ofMillis(100), "time", "How often finished frames are committed.");
    public static final Setting<Integer> STREAM_THREADS =
            setting("delivery.stream-threads", SettingType.integer(1, 64), 1, "threads", "Kafka Streams threads of this instance.");
    public static final Setting<Integer> IN_FLIGHT_FRAMES = setting(
            "delivery.in-flight-frames",
            SettingType.integer(0, 1_000_000),
            0,
            "frames",
            "Reading pauses at this many unfinished frames; 0: 4 x batching.max-frames x inference.lanes, at least 64.");
    public static final Setting<Long> IN_FLIGHT_BYTES = setting(
            "delivery.in-flight-bytes", SettingType.size(1024, 64L << 30), 64L << 20, "bytes", "Reading pauses at this many compressed bytes of unfinished frames.");
    public static final Setting<Duration> TRANSACTION_TIMEOUT = setting(
            "delivery.transaction-timeout",
            SettingType.duration(ofSeconds(1), ofMinutes(15)),
            ofSeconds(10),
            "time",
            "After a killed instance, readers are held back this long; brokers allow 15m unless told otherwise.");
    public static final Setting<Duration> DRAIN_GRACE = setting(
            "delivery.drain-grace",
            SettingType.duration(ofMillis(100), ofHours(1)),
            ofSeconds(30),
            "time",
            "How long a TERM may take to finish frames in flight before the process gives up with a non-zero exit.");

    public static final Setting<Long> SLICING_ABOVE = optional(
            "slicing.above-pixels", SettingType.count(1, 1_000_000_000L), "pixels", "Frames of more pixels are cut into overlapping tiles, each run by itself, and their boxes merged; none: no frame is cut.");
    public static final Setting<Integer> SLICING_TILE = setting(
            "slicing.tile-pixels", SettingType.integer(0, 16_384), 0, "pixels",
            "Width of a tile in the frame's own pixels, scaled to the model's input; 0: the input's width, unscaled.");
    public static final Setting<Double> SLICING_OVERLAP = setting(
            "slicing.overlap", SettingType.share(), 0.2, "share", "Of a tile's side that neighbours share, at most 0.5: objects up to this size are seen whole by one of them.");
    public static final Setting<Integer> SLICING_MAX_TILES = setting(
            "slicing.max-tiles", SettingType.integer(1, 100_000), 2_048, "tiles", "Most tiles of one frame; a frame that needs more is a dead letter.");
    public static final Setting<Long> SLICING_MAX_PIXELS = setting(
            "slicing.max-pixels", SettingType.count(1, 4_000_000_000L), 300_000_000L, "pixels",
            "Largest width times height of a frame that is cut; it replaces frame.max-pixels there, as only tiles are decoded.");
    public static final Setting<Long> SLICING_WHOLE_BYTES = setting(
            "slicing.whole-bytes", SettingType.size(0, 64L << 30), 256L << 20, "bytes",
            "Memory for decoding a progressive JPEG (2 bytes a pixel and colour) or a PNG (1 byte), which can't be read in parts, before it is cut; one at a time. Beside it the compressed bytes once more, a JPEG's about four times. 0: they are dead letters.");

    public static final Setting<List<URI>> CLAIM_ROOTS = optional(
            "claim-check.roots", SettingType.roots(), NONE,
            "Where images may lie that a record only refers to: folders and http(s) addresses, with commas between; none: such records are dead letters.");
    public static final Setting<Long> CLAIM_MAX_BYTES = setting(
            "claim-check.max-bytes", SettingType.size(1024, 1L << 30), 256L << 20, "bytes", "Largest compressed image that is fetched; a record that declares more is a dead letter.");
    public static final Setting<Duration> CLAIM_TIMEOUT = setting(
            "claim-check.timeout", SettingType.duration(ofMillis(10), ofMinutes(10)), ofSeconds(10), "time", "Longest attempt by HTTP, to the last byte; looking up the name counts, but only the system bounds it.");
    public static final Setting<Integer> CLAIM_ATTEMPTS = setting(
            "claim-check.attempts", SettingType.integer(1, 20), 3, "attempts", "How often a fetch is tried; the pauses between are 100ms, 200ms, 400ms, …");
    public static final Setting<Integer> CLAIM_FETCHERS = setting(
            "claim-check.fetchers", SettingType.integer(1, 256), 4, "threads", "Fetches at once.");
    public static final Setting<Boolean> CLAIM_LOOPBACK = setting(
            "claim-check.loopback", SettingType.flag(), false, NONE, "Whether the name of an http(s) root may stand for this machine itself. Link-local addresses never are allowed.");

    public static final Setting<Long> DEAD_LETTER_MAX_VALUE_BYTES = setting(
            "dead-letter.max-value-bytes", SettingType.size(0, 64L << 20), 64L << 10, "bytes", "How much of the offending value a dead letter keeps.");

    public static final Setting<Integer> HTTP_PORT = setting(
            "http.port", SettingType.integer(-1, 65_535), 0, "port", "Of the HTTP API, the live page, health and metrics; 0: any free one, printed at start; -1: none.");
    public static final Setting<String> HTTP_HOST = setting(
            "http.host", SettingType.host(), "127.0.0.1", NONE, "Address to listen at. Any but loopback needs both tokens, or http.tls.client-ca.");
    public static final Setting<String> HTTP_READ_TOKEN = optional(
            "http.token.read", SettingType.bearerToken(), NONE, "Who may look, with Authorization: Bearer …; none: everyone, on loopback only.");
    public static final Setting<String> HTTP_WRITE_TOKEN = optional(
            "http.token.write", SettingType.bearerToken(), NONE, "Who may look and change: the mode, intake, drain, frames by HTTP.");
    public static final Setting<Path> HTTP_TLS_CERTIFICATE = optional(
            "http.tls.certificate", SettingType.path(), NONE, "PEM file of the server's certificate and those between it and its root; none: no TLS. Read again when it changes.");
    public static final Setting<Path> HTTP_TLS_PRIVATE_KEY = optional(
            "http.tls.private-key", SettingType.path(), NONE, "PEM file of the certificate's private key (PKCS#8), not encrypted.");
    public static final Setting<Path> HTTP_TLS_CLIENT_CA = optional(
            "http.tls.client-ca", SettingType.path(), NONE,
            "PEM file of the authorities whose clients' certificates are believed; a client may then come with a certificate instead of a token.");
    public static final Setting<Subjects> HTTP_TLS_READERS = optional(
            "http.tls.read-subjects", SettingType.subjects(), NONE, "Who may look, by their certificate's subject.");
    public static final Setting<Subjects> HTTP_TLS_WRITERS = optional(
            "http.tls.write-subjects", SettingType.subjects(), NONE, "Who may look and change, by their certificate's subject.");
    public static final Setting<Integer> HTTP_REQUESTS = setting(
            "http.requests-per-second", SettingType.integer(1, 100_000), 500, "requests", "Of all callers together; beyond, the answer is 429. Health is always answered.");
    public static final Setting<Integer> HTTP_VIEWERS = setting(
            "http.viewers", SettingType.integer(1, 100_000), 1_000, "connections", "Open feeds and sockets, all kinds together; beyond, the answer is 503.");

    public static final Setting<URI> TRACING_ENDPOINT = optional(
            "tracing.otlp-endpoint",
            SettingType.httpAddress(),
            NONE,
            "Where spans go by OTLP over HTTP, such as http://collector:4318/v1/traces; none: no spans are made.");
    public static final Setting<Double> TRACING_SAMPLED = setting(
            "tracing.sampled", SettingType.share(), 0.01, "share", "Of the batches without a sampled frame, how many get a span; a frame whose producer sampled it always does.");

    private static final List<Setting<?>> ALL = List.copyOf(REGISTERED);

    private SettingsCatalogue() {}

    /** Every setting, in the order of the documentation. */
    public static List<Setting<?>> all() {
        return ALL;
    }

    public static Optional<Setting<?>> find(String key) {
        return ALL.stream().<Setting<?>>map(setting -> setting).filter(setting -> setting.key().equals(key)).findFirst();
    }

    private static <T> Setting<T> setting(String key, SettingType<T> type, T standard, String unit, String description) {
        return register(new Setting<>(key, type, Optional.of(standard), false, unit, description));
    }

    private static <T> Setting<T> optional(String key, SettingType<T> type, String unit, String description) {
        return register(new Setting<>(key, type, Optional.empty(), false, unit, description));
    }

    private static <T> Setting<T> required(String key, SettingType<T> type, String unit, String description) {
        return register(new Setting<>(key, type, Optional.empty(), true, unit, description));
    }

    private static <T> Setting<T> register(Setting<T> setting) {
        REGISTERED.add(setting);
        return setting;
    }
}
