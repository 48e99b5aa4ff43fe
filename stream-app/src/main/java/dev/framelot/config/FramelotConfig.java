package dev.framelot.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Every setting of one instance, typed and checked. {@code SettingsCatalogue} names keys, defaults and units. */
public record FramelotConfig(
        Kafka kafka,
        Topics topics,
        Frame frame,
        Registry schemaRegistry,
        Decode decode,
        Batching batching,
        Inference inference,
        Delivery delivery,
        DeadLetter deadLetter,
        Http http,
        Tracing tracing,
        Slicing slicing,
        ClaimCheck claimCheck,
        Routing routing) {

    /** One model, for every frame. */
    public FramelotConfig(
            Kafka kafka, Topics topics, Frame frame, Registry schemaRegistry, Decode decode, Batching batching, Inference inference, Delivery delivery,
            DeadLetter deadLetter, Http http, Tracing tracing, Slicing slicing, ClaimCheck claimCheck) {
        this(kafka, topics, frame, schemaRegistry, decode, batching, inference, delivery, deadLetter, http, tracing, slicing, claimCheck, Routing.ONE_MODEL);
    }

    /** Without a control plane and traces; nothing is cut into tiles, nothing fetched from elsewhere. */
    public FramelotConfig(
            Kafka kafka, Topics topics, Frame frame, Registry schemaRegistry, Decode decode, Batching batching, Inference inference, Delivery delivery,
            DeadLetter deadLetter) {
        this(kafka, topics, frame, schemaRegistry, decode, batching, inference, delivery, deadLetter, Http.OFF, Tracing.OFF, Slicing.OFF, ClaimCheck.OFF);
    }

    public FramelotConfig withHttp(Http other) {
        return new FramelotConfig(kafka, topics, frame, schemaRegistry, decode, batching, inference, delivery, deadLetter, other, tracing, slicing, claimCheck, routing);
    }

    public FramelotConfig withTracing(Tracing other) {
        return new FramelotConfig(kafka, topics, frame, schemaRegistry, decode, batching, inference, delivery, deadLetter, http, other, slicing, claimCheck, routing);
    }

    public FramelotConfig withLargeFrames(Slicing otherSlicing, ClaimCheck otherClaimCheck) {
        return new FramelotConfig(kafka, topics, frame, schemaRegistry, decode, batching, inference, delivery, deadLetter, http, tracing, otherSlicing, otherClaimCheck, routing);
    }

    public FramelotConfig withRouting(Routing other) {
        return new FramelotConfig(kafka, topics, frame, schemaRegistry, decode, batching, inference, delivery, deadLetter, http, tracing, slicing, claimCheck, other);
    }

    /** As one further model runs: its file and lanes, and the slots and frames in flight that follow from them; all else is the instance's. */
    public FramelotConfig running(NamedModel model) {
        BatchSizes sizes = batching.isToBeMeasured()
                ? new BatchSizes(0, 0, List.of())
                : BatchSizes.of(batching.maxFrames, model.lanes, decode.workers, 0, 0, batching.shapes);
        return new FramelotConfig(
                kafka, topics, frame, schemaRegistry,
                new Decode(decode.workers, sizes.slots(), decode.library, decode.strict),
                batching,
                inference.running(model.path).withLanes(model.lanes),
                new Delivery(
                        delivery.guarantee, delivery.commitInterval, delivery.streamThreads, sizes.inFlightFrames(), delivery.inFlightBytes, delivery.transactionTimeout,
                        delivery.drainGrace),
                deadLetter, http, tracing, slicing, claimCheck, routing);
    }

    /** The largest batch that slots and frames in flight allow where a setting gave them outright. */
    public OptionalInt largestBatchAllowed() {
        int bySlots = decode.slots == 0 ? Integer.MAX_VALUE : BatchSizes.largestBatch(decode.slots, inference.lanes, decode.workers);
        int byIntake = delivery.inFlightFrames == 0 ? Integer.MAX_VALUE : delivery.inFlightFrames;
        int least = Math.min(bySlots, byIntake);
        return least == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(least);
    }

    /** With the largest batch known, everything that follows from it; what a setting gave outright stays. */
    public FramelotConfig withMeasured(List<Integer> shapes) {
        BatchSizes sizes = BatchSizes.of(
                shapes.get(shapes.size() - 1), inference.lanes, decode.workers, decode.slots, delivery.inFlightFrames, shapes);
        return new FramelotConfig(
                kafka,
                topics,
                frame,
                schemaRegistry,
                new Decode(decode.workers, sizes.slots(), decode.library, decode.strict),
                batching.withMeasured(shapes),
                inference,
                new Delivery(
                        delivery.guarantee,
                        delivery.commitInterval,
                        delivery.streamThreads,
                        sizes.inFlightFrames(),
                        delivery.inFlightBytes,
                        delivery.transactionTimeout,
                        delivery.drainGrace),
                deadLetter,
                http,
                tracing,
                slicing,
                claimCheck,
                routing);
    }

    /** @param properties passed through to every Kafka client, keys as Kafka names them */
    public record Kafka(String bootstrapServers, String applicationId, Map<String, String> properties) {
        public Kafka {
            properties = Map.copyOf(properties);
        }
    }

    /** @param backfill frames that wait for slack, in a topic of their own; empty: none @param shadow what a shadowed model finds */
    public record Topics(String frames, Optional<String> backfill, String detections, String shed, String deadLetter, String control, String shadow) {
        /** The shadow's results go beside the detections. */
        public Topics(String frames, Optional<String> backfill, String detections, String shed, String deadLetter, String control) {
            this(frames, backfill, detections, shed, deadLetter, control, detections + ".shadow");
        }
    }

    /** The record value of the frames topic, and what is refused before decoding. */
    public record Frame(Format format, int maxBytes, long maxPixels, int maxScans, boolean png) {
        /** AVRO: {@code CameraFrame}. IMAGE: the value is the JPEG or PNG itself, the key is the camera. */
        public enum Format {
            AVRO,
            IMAGE
        }
    }

    public record Registry(Optional<URI> url, Duration timeout) {}

    /** @param workers decode threads @param slots decoded frames that may wait or run at once; 0 until the largest batch is measured */
    public record Decode(int workers, int slots, Library library, boolean strict) {
        public enum Library {
            AUTO,
            TURBOJPEG,
            OPENCV
        }
    }

    /**
     * @param maxFrames of a batch; {@link #MEASURED} until that was done
     * @param shapes batch sizes the session ever sees, ascending; empty until the largest is measured
     * @param maxBatchBytes sum of compressed frame sizes in one batch
     * @param maxWait longest a frame waits for others; empty: what the mode says
     * @param maxSameCameraFrames 0 = an equal share
     * @param slo from capture, or append where that is not to be trusted, to the result; zero: none
     * @param defaultClass of frames that name none
     * @param backfillDelay a backfill batch may keep a live frame waiting this long
     * @param reserve kept between the end of a run and the deadline, for boxes and the result's way out
     */
    public record Batching(
            Mode mode,
            int maxFrames,
            Optional<Duration> maxWait,
            long maxBatchBytes,
            List<Integer> shapes,
            int maxSameCameraFrames,
            Duration slo,
            Drop drop,
            DefaultClass defaultClass,
            Duration backfillDelay,
            Duration reserve) {
        public static final int MEASURED = -1;

        public Batching {
            shapes = List.copyOf(shapes);
        }

        private Batching withMeasured(List<Integer> sizes) {
            int largest = sizes.get(sizes.size() - 1);
            return new Batching(mode, largest, maxWait, maxBatchBytes, sizes, Math.min(maxSameCameraFrames, largest), slo, drop,
                    defaultClass, backfillDelay, reserve);
        }

        /** The largest batch is yet to be measured. */
        public boolean isToBeMeasured() {
            return maxFrames == MEASURED;
        }

        /** One objective each. */
        public enum Mode {
            ADAPTIVE,
            LATENCY,
            THROUGHPUT,
            FIXED
        }

        /** A named mix of settings; what is set besides wins over it. */
        public enum Preset {
            NONE,
            DRIVING,
            MEDICAL,
            INSPECTION,
            BACKFILL
        }

        /** Which live frames may be left out. */
        public enum Drop {
            KEEP_ALL,
            SHED_LATE,
            KEEP_LATEST
        }

        /** Class of a frame that names none. */
        public enum DefaultClass {
            LIVE,
            BACKFILL
        }
    }

    /**
     * @param model an {@code .onnx} file, or a folder or file of a model card
     * @param threads intra-op threads of the CPU provider; 0 = the runtime's choice
     * @param inputSide pixels; only for the declared-cost engine, which has no model to ask
     * @param profiles folder of measured profiles; empty: the user's cache folder
     * @param models folder of the models that may be loaded while the application runs
     */
    public record Inference(
            Engine engine,
            Path model,
            Provider provider,
            boolean requireGpu,
            Gpu gpu,
            int lanes,
            int threads,
            int maxDetections,
            Duration watchdog,
            Duration declaredFixedCost,
            Duration declaredFrameCost,
            int inputSide,
            Optional<Path> profiles,
            Path models) {
        /** Where models lie in a checkout, unless a setting says otherwise. */
        public static final Path MODELS = Path.of("models");

        /** With models in {@link #MODELS}. */
        public Inference(
                Engine engine, Path model, Provider provider, boolean requireGpu, Gpu gpu, int lanes, int threads, int maxDetections, Duration watchdog,
                Duration declaredFixedCost, Duration declaredFrameCost, int inputSide, Optional<Path> profiles) {
            this(engine, model, provider, requireGpu, gpu, lanes, threads, maxDetections, watchdog, declaredFixedCost, declaredFrameCost, inputSide,
                    profiles, MODELS);
        }

        /** The same device and limits for another model. */
        public Inference running(Path other) {
            return new Inference(engine, other, provider, requireGpu, gpu, lanes, threads, maxDetections, watchdog, declaredFixedCost,
                    declaredFrameCost, inputSide, profiles, models);
        }

        /** The same device and model with other lanes; a run has as many threads as with these, because all run on the same cores. */
        Inference withLanes(int other) {
            int each = threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() / lanes);
            return new Inference(engine, model, provider, requireGpu, gpu, other, each, maxDetections, watchdog, declaredFixedCost,
                    declaredFrameCost, inputSide, profiles, models);
        }

        public enum Engine {
            ONNX,
            DECLARED_COST
        }

        public enum Provider {
            CPU,
            CUDA,
            TENSORRT
        }

        /**
         * @param devices as CUDA numbers them; lanes are spread over them
         * @param sessionsPerDevice lanes take the sessions in turn
         * @param memoryLimitBytes of each session; 0: none
         * @param fp16 TensorRT only
         * @param engines folder of TensorRT's engines; empty: the user's cache folder
         * @param cudaFallback CUDA may run the model where TensorRT can't
         * @param largestBatch that TensorRT's engines are built for
         */
        public record Gpu(
                List<Integer> devices, int sessionsPerDevice, long memoryLimitBytes, boolean fp16, Optional<Path> engines, boolean cudaFallback, int largestBatch) {
            /** The first device, by its defaults. */
            public static final Gpu FIRST = new Gpu(List.of(0), 1, 0, false, Optional.empty(), false, 8);

            public Gpu {
                devices = List.copyOf(devices);
            }
        }

        /** What runs instead of TensorRT where it is not usable. */
        public enum Fallback {
            NONE,
            CUDA
        }
    }

    /**
     * @param inFlightFrames intake pauses at this many frames between process() and forward; 0 until the largest batch is measured
     * @param inFlightBytes and at this many compressed bytes
     * @param drainGrace how long a TERM may take before the process gives up with a non-zero exit
     */
    public record Delivery(
            Guarantee guarantee,
            Duration commitInterval,
            int streamThreads,
            int inFlightFrames,
            long inFlightBytes,
            Duration transactionTimeout,
            Duration drainGrace) {
        public enum Guarantee {
            EXACTLY_ONCE,
            AT_LEAST_ONCE
        }
    }

    /** @param maxValueBytes of the offending value kept in the dead letter */
    public record DeadLetter(int maxValueBytes) {}

    /**
     * The control plane.
     *
     * @param port 0: any free one; {@link #NONE}: no control plane
     * @param readToken who may look; empty: everyone who reaches it, which is allowed on loopback only
     * @param writeToken who may change; may look too
     * @param requestsPerSecond of all callers together; beyond, 429
     * @param viewers connections that stay open, all kinds together
     * @param tls empty: plain HTTP
     */
    public record Http(
            String host, int port, Optional<String> readToken, Optional<String> writeToken, int requestsPerSecond, int viewers, Optional<Tls> tls) {
        public static final int NONE = -1;
        static final Http OFF = new Http("127.0.0.1", NONE, Optional.empty(), Optional.empty(), 500, 1_000);

        /** Without TLS. */
        public Http(String host, int port, Optional<String> readToken, Optional<String> writeToken, int requestsPerSecond, int viewers) {
            this(host, port, readToken, writeToken, requestsPerSecond, viewers, Optional.empty());
        }

        public boolean on() {
            return port != NONE;
        }

        /** Whether a caller must show who he is. */
        public boolean guarded() {
            return writeToken.isPresent() || tls.flatMap(Tls::clientCa).isPresent();
        }

        /** On loopback, open to everyone on this machine. */
        public static Http loopback(int port) {
            return new Http(OFF.host, port, Optional.empty(), Optional.empty(), OFF.requestsPerSecond, OFF.viewers);
        }

        /** Tokens stay out of logs. */
        @Override
        public String toString() {
            return "Http[" + host + ":" + port + (writeToken.isPresent() ? ", with tokens" : "") + tls.map(files -> ", " + files).orElse("") + "]";
        }
    }

    /**
     * Files in PEM form.
     *
     * @param certificate the server's, then those between it and its root
     * @param privateKey of the certificate
     * @param clientCa whose clients' certificates are believed; empty: none is asked for
     * @param readers who may look with a certificate
     * @param writers who may change with a certificate; may look too
     */
    public record Tls(Path certificate, Path privateKey, Optional<Path> clientCa, Subjects readers, Subjects writers) {}

    /** @param endpoint OTLP over HTTP; empty: no spans @param sampled share of the traces that begin here */
    public record Tracing(Optional<URI> endpoint, double sampled) {
        static final Tracing OFF = new Tracing(Optional.empty(), 0);
    }

    /**
     * Large frames, cut into tiles.
     *
     * @param abovePixels empty: none is cut
     * @param tilePixels width in source pixels; 0: the model's input
     * @param overlap of neighbouring tiles, 0..0.5 of a side
     * @param wholeBytes memory for decoding one image that can't be read in parts; 0: such images are refused
     */
    public record Slicing(OptionalLong abovePixels, int tilePixels, double overlap, int maxTiles, long maxPixels, long wholeBytes) {
        public static final Slicing OFF = new Slicing(OptionalLong.empty(), 0, 0.2, 2_048, 300_000_000, 256L << 20);
    }

    /**
     * Frames whose records refer to their image.
     *
     * @param roots below which images may lie, absolute; empty: nowhere
     * @param maxBytes of an image
     * @param timeout of an attempt by HTTP
     * @param fetchers threads
     * @param loopback whether names may stand for this machine
     */
    public record ClaimCheck(List<URI> roots, int maxBytes, Duration timeout, int attempts, int fetchers, boolean loopback) {
        public static final ClaimCheck OFF = new ClaimCheck(List.of(), 256 << 20, Duration.ofSeconds(10), 3, 4, false);

        public ClaimCheck {
            roots = List.copyOf(roots);
        }

        public boolean on() {
            return !roots.isEmpty();
        }
    }

    /**
     * Which model a frame goes to: that of its topic, else the one its attribute names, else the one of {@code inference.model}.
     *
     * @param attribute whose value names a model; empty: none is looked at
     * @param further models beside {@code inference.model}
     */
    public record Routing(Optional<String> attribute, List<NamedModel> further) {
        public static final Routing ONE_MODEL = new Routing(Optional.empty(), List.of());

        public Routing {
            further = List.copyOf(further);
        }

        /** Input topics beside those of {@link Topics}. */
        public List<String> topics() {
            return further.stream().flatMap(model -> model.topics.stream()).toList();
        }
    }

    /** @param topics of frames for it alone @param lanes its threads, and its share of the device beside the others' */
    public record NamedModel(String name, Path path, List<String> topics, int lanes) {
        /** The name of {@code inference.model}. */
        public static final String MAIN = "main";

        public NamedModel {
            topics = List.copyOf(topics);
        }
    }
}
