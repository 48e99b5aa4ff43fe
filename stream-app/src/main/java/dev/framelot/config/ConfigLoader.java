package dev.framelot.config;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Reads and checks all settings; reports every problem at once. One use an instance. */
public final class ConfigLoader {
    /** What headers of bare images mean already. */
    private static final Set<String> IMAGE_HEADERS = Set.of("frame-id", "sequence", "captured-at-micros", "deadline-micros", "traffic-class", "traceparent");

    static final String DEFAULT = "default";

    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, LoadedConfig.InForce> inForce = new LinkedHashMap<>();
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, String> kafka = new TreeMap<>();

    /** Names of further models that can be used. */
    private final TreeSet<String> models = new TreeSet<>();

    private final boolean modelMustExist;
    private final boolean brokerMustBeGiven;

    private ConfigLoader(boolean modelMustExist, boolean brokerMustBeGiven) {
        this.modelMustExist = modelMustExist;
        this.brokerMustBeGiven = brokerMustBeGiven;
    }

    /** @throws ConfigException with every problem there is */
    public static LoadedConfig load(ConfigSources sources) {
        return new ConfigLoader(true, true).read(sources);
    }

    /**
     * For commands that only talk to Kafka, and may run where no model lies.
     *
     * @throws ConfigException with every problem there is
     */
    public static LoadedConfig loadWithoutModel(ConfigSources sources) {
        return new ConfigLoader(false, true).read(sources);
    }

    /**
     * For commands that only run the model, where no Kafka is near: the brokers are an empty text where nobody gave any.
     *
     * @throws ConfigException with every problem there is
     */
    public static LoadedConfig loadWithoutBroker(ConfigSources sources) {
        return new ConfigLoader(true, false).read(sources);
    }

    private LoadedConfig read(ConfigSources from) {
        List<ConfigSource> sources = from.open(problems);
        SmallRyeConfig config = withPreset(new SmallRyeConfigBuilder().withSources(sources).build(), sources);
        nameModels(sources);
        sources.forEach(this::refuseUnknownKeys);
        for (String name : models) {
            ModelSettings.ALL.forEach(template -> takeOf(name, template, config));
        }
        SettingsCatalogue.all().forEach(setting -> take(setting, given(setting, config)));
        sources.stream().flatMap(source -> source.getPropertyNames().stream())
                .filter(name -> name.startsWith(KafkaPassThrough.PREFIX))
                .distinct()
                .sorted()
                .forEach(name -> passThrough(name, config.getConfigValue(name)));
        FramelotConfig built = problems.isEmpty() ? build() : null;
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new LoadedConfig(built, List.copyOf(inForce.values()), warnings);
    }

    private void nameModels(List<ConfigSource> sources) {
        for (ConfigSource source : sources) {
            for (String name : ModelSettings.names(source.getPropertyNames())) {
                if (ModelSettings.usable(name)) {
                    models.add(name);
                } else if (name.equals(FramelotConfig.NamedModel.MAIN)) {
                    problems.add(new Problem("models." + name, "", source.getName(), "is the name of inference.model, for frame.model-attribute", "Take another name, or set inference.model"));
                } else {
                    problems.add(new Problem("models." + name, "", source.getName(), "is no name for a model; it must be " + ModelSettings.ALLOWED_NAME, "Take another name"));
                }
            }
        }
    }

    private <T> void takeOf(String name, Setting<T> template, SmallRyeConfig config) {
        Setting<T> setting = ModelSettings.named(template, name);
        take(setting, config.getConfigValue(setting.key()));
    }

    /** A preset is a source below all others: what anyone sets wins. A preset that is none is refused like any other value. */
    private static SmallRyeConfig withPreset(SmallRyeConfig given, List<ConfigSource> sources) {
        String name = given.getConfigValue(SettingsCatalogue.BATCHING_PRESET.key()).getValue();
        Optional<ConfigSource> preset = Presets.source(name);
        if (preset.isEmpty()) {
            return given;
        }
        List<ConfigSource> all = new ArrayList<>(sources);
        all.add(preset.get());
        return new SmallRyeConfigBuilder().withSources(all).build();
    }

    /** Under its name or its other name: the stronger source wins, and one source may say only one of them. */
    private ConfigValue given(Setting<?> setting, SmallRyeConfig config) {
        ConfigValue own = config.getConfigValue(setting.key());
        for (Map.Entry<String, String> names : SettingsCatalogue.OTHER_NAMES.entrySet()) {
            ConfigValue other = config.getConfigValue(names.getKey());
            if (!names.getValue().equals(setting.key()) || isBlank(other)) {
                continue;
            }
            if (isBlank(own) || other.getSourceOrdinal() > own.getSourceOrdinal()) {
                return other;
            }
            if (other.getSourceOrdinal() == own.getSourceOrdinal() && !other.getValue().strip().equals(own.getValue().strip())) {
                problems.add(new Problem(names.getKey(), other.getValue(), other.getSourceName(),
                        "is another name of " + setting.key() + ", which is " + own.getValue() + " there", "Keep one of them"));
            }
        }
        return own;
    }

    private static boolean isBlank(ConfigValue value) {
        return value.getValue() == null || value.getValue().isBlank();
    }

    private void refuseUnknownKeys(ConfigSource source) {
        TreeSet<String> known = new TreeSet<>();
        SettingsCatalogue.all().forEach(setting -> known.add(setting.key()));
        known.addAll(SettingsCatalogue.OTHER_NAMES.keySet());
        models.forEach(name -> ModelSettings.ALL.forEach(template -> known.add(ModelSettings.named(template, name).key())));
        for (String given : new TreeSet<>(source.getPropertyNames())) {
            String key = given.replaceAll("\\[\\d+]$", "");
            // Of a name that can't be used that is the problem, told once.
            boolean badName = ModelSettings.names(List.of(key)).stream().anyMatch(name -> !ModelSettings.usable(name));
            if (!badName && !known.contains(key) && !key.startsWith(KafkaPassThrough.PREFIX)) {
                String value = source.getValue(given);
                problems.add(new Problem(
                        given,
                        Masking.shown(given, value == null ? "" : value),
                        source.getName(),
                        "is no known setting" + NearestName.to(key, known).map(near -> "; did you mean " + near + "?").orElse(""),
                        "See framelot config for all of them"));
            }
        }
    }

    private <T> void take(Setting<T> setting, ConfigValue given) {
        String text = given.getValue();
        if (text == null || text.isBlank()) {
            if (setting.required() && !brokerMustBeGiven && setting == SettingsCatalogue.BOOTSTRAP_SERVERS) {
                values.put(setting.key(), "");
            } else if (setting.required()) {
                problems.add(new Problem(setting.key(), "", "", "is not given", "Set it in the file, as " + setting.environmentName() + ", or with --set "
                        + setting.key() + "=…; it must be " + setting.type().allowed()));
            } else {
                setting.standard().ifPresent(value -> values.put(setting.key(), value));
                inForce.put(setting.key(), new LoadedConfig.InForce(setting.key(), setting.standardText().orElse(""), DEFAULT));
            }
            return;
        }
        try {
            T value = setting.type().read(text);
            values.put(setting.key(), value);
            inForce.put(setting.key(), new LoadedConfig.InForce(setting.key(), Masking.shown(setting.key(), setting.type().write(value)), given.getSourceName()));
        } catch (IllegalArgumentException notAllowed) {
            problems.add(new Problem(
                    setting.key(), Masking.shown(setting.key(), text), given.getSourceName(), "must be " + setting.type().allowed(), "Change or remove it"));
        }
    }

    private void passThrough(String name, ConfigValue given) {
        String key = name.substring(KafkaPassThrough.PREFIX.length());
        String value = given.getValue() == null ? "" : given.getValue();
        Optional<Problem> refusal = KafkaPassThrough.refusal(key, value, given.getSourceName());
        if (refusal.isPresent()) {
            problems.add(refusal.get());
        } else {
            kafka.put(key, value);
            inForce.put(name, new LoadedConfig.InForce(name, Masking.shown(key, value), given.getSourceName()));
        }
    }

    @SuppressWarnings("unchecked") // take() put it there with the setting's own type.
    private <T> T get(Setting<T> setting) {
        return (T) values.get(setting.key());
    }

    private FramelotConfig.Inference.Gpu gpu(int lanes, int maxFrames) {
        FramelotConfig.Inference.Provider provider = get(SettingsCatalogue.INFERENCE_PROVIDER);
        boolean tensorRt = provider == FramelotConfig.Inference.Provider.TENSORRT;
        if (get(SettingsCatalogue.INFERENCE_REQUIRE_GPU) && provider == FramelotConfig.Inference.Provider.CPU) {
            wrong(SettingsCatalogue.INFERENCE_REQUIRE_GPU, "asks for a GPU while inference.provider = cpu uses none", "Set inference.provider to cuda or tensorrt, or this to false");
        }
        if (get(SettingsCatalogue.INFERENCE_FP16) && !tensorRt) {
            wrong(SettingsCatalogue.INFERENCE_FP16, "is a switch of TensorRT only", "Set inference.provider to tensorrt, or give a model whose weights are fp16");
        }
        List<Integer> devices = get(SettingsCatalogue.INFERENCE_DEVICES);
        int sessions = get(SettingsCatalogue.INFERENCE_SESSIONS);
        int most = provider == FramelotConfig.Inference.Provider.CPU ? sessions : sessions * devices.size();
        if (most > lanes) {
            wrong(most == sessions ? SettingsCatalogue.INFERENCE_SESSIONS : SettingsCatalogue.INFERENCE_DEVICES,
                    "with inference.sessions-per-device = " + sessions + " makes " + most + " sessions for inference.lanes = " + lanes + ", so some would have no lane",
                    "Raise inference.lanes to " + most + ", or have fewer sessions");
        }
        if (tensorRt && maxFrames == FramelotConfig.Batching.MEASURED) {
            wrong(SettingsCatalogue.BATCHING_MAX_FRAMES, "can't be measured with inference.provider = tensorrt, whose engines are built for a largest batch that is known before",
                    "Give a number; framelot profile with inference.provider = cuda helps to choose it");
        }
        return new FramelotConfig.Inference.Gpu(
                devices,
                sessions,
                get(SettingsCatalogue.INFERENCE_GPU_MEMORY),
                get(SettingsCatalogue.INFERENCE_FP16),
                Optional.ofNullable(get(SettingsCatalogue.INFERENCE_ENGINES)),
                get(SettingsCatalogue.INFERENCE_FALLBACK) == FramelotConfig.Inference.Fallback.CUDA,
                Math.max(1, maxFrames));
    }

    private FramelotConfig build() {
        int maxFrames = get(SettingsCatalogue.BATCHING_MAX_FRAMES);
        int lanes = get(SettingsCatalogue.INFERENCE_LANES);
        int workers = get(SettingsCatalogue.DECODE_WORKERS);
        if (workers == 0) {
            workers = Math.max(1, Math.min(16, Runtime.getRuntime().availableProcessors() - 1));
        }
        int slots = get(SettingsCatalogue.DECODE_SLOTS);
        int inFlight = get(SettingsCatalogue.IN_FLIGHT_FRAMES);
        List<Integer> shapes = get(SettingsCatalogue.BATCHING_SHAPES);
        boolean measured = maxFrames == FramelotConfig.Batching.MEASURED;
        if (measured) {
            // What follows from it is worked out when it is known: FramelotConfig.withMeasured.
            if (!shapes.isEmpty()) {
                wrong(SettingsCatalogue.BATCHING_SHAPES, "must be auto while batching.max-frames = -1 has the largest batch measured",
                        "Remove it, or give batching.max-frames a number");
            }
            if (slots != 0 && slots < BatchSizes.fewestSlots(1, lanes, workers)) {
                wrong(SettingsCatalogue.DECODE_SLOTS, "must be at least inference.lanes + decode.workers = " + BatchSizes.fewestSlots(1, lanes, workers)
                        + ", or not even batches of one form", "Raise it, or set 0 for automatic");
            }
        } else {
            int fewestSlots = BatchSizes.fewestSlots(maxFrames, lanes, workers);
            if (slots != 0 && slots < fewestSlots) {
                wrong(SettingsCatalogue.DECODE_SLOTS, "must be at least batching.max-frames x inference.lanes + decode.workers = " + fewestSlots
                        + ", or a full batch never forms", "Raise it, or set 0 for automatic");
            }
            if (inFlight != 0 && inFlight < maxFrames) {
                wrong(SettingsCatalogue.IN_FLIGHT_FRAMES, "must be at least batching.max-frames = " + maxFrames + ", or a full batch never forms",
                        "Raise it, or set 0 for automatic");
            }
            if (!shapes.isEmpty() && shapes.get(shapes.size() - 1) != maxFrames) {
                wrong(SettingsCatalogue.BATCHING_SHAPES, "must end with batching.max-frames = " + maxFrames, "Make both equal, or set shapes to auto");
            }
            BatchSizes sizes = BatchSizes.of(maxFrames, lanes, workers, slots, inFlight, shapes);
            slots = sizes.slots();
            inFlight = sizes.inFlightFrames();
            shapes = sizes.shapes();
        }
        long maxValue = get(SettingsCatalogue.DEAD_LETTER_MAX_VALUE_BYTES);
        Duration commit = get(SettingsCatalogue.COMMIT_INTERVAL);
        Duration transaction = get(SettingsCatalogue.TRANSACTION_TIMEOUT);
        FramelotConfig.Delivery.Guarantee guarantee = get(SettingsCatalogue.GUARANTEE);
        if (guarantee == FramelotConfig.Delivery.Guarantee.EXACTLY_ONCE && commit.compareTo(transaction) >= 0) {
            wrong(SettingsCatalogue.COMMIT_INTERVAL, "must be shorter than delivery.transaction-timeout = " + SettingsCatalogue.TRANSACTION_TIMEOUT.type().write(transaction),
                    "Shorten it, or lengthen the other");
        }
        FramelotConfig.Inference.Engine engine = get(SettingsCatalogue.INFERENCE_ENGINE);
        Path model = get(SettingsCatalogue.INFERENCE_MODEL);
        if (engine == FramelotConfig.Inference.Engine.DECLARED_COST) {
            warnings.add("inference.engine is declared-cost: no model runs, every frame gets one made-up detection. For tests and load tests only");
        } else if (modelMustExist && !Files.exists(model)) {
            wrong(SettingsCatalogue.INFERENCE_MODEL, "does not exist, looked for at " + model.toAbsolutePath(), "Give the path of an .onnx file or a model card");
        }
        int sameCamera = get(SettingsCatalogue.BATCHING_MAX_SAME_CAMERA);
        if (!measured && sameCamera > maxFrames) {
            wrong(SettingsCatalogue.BATCHING_MAX_SAME_CAMERA, "must be at most batching.max-frames = " + maxFrames, "Lower it, or set 0 for an equal share");
        }
        FramelotConfig.Inference.Gpu gpu = gpu(lanes, maxFrames);
        Duration maxWait = get(SettingsCatalogue.BATCHING_MAX_WAIT);
        Duration slo = get(SettingsCatalogue.BATCHING_SLO);
        Duration reserve = get(SettingsCatalogue.BATCHING_RESERVE);
        if (!slo.isZero() && slo.compareTo(reserve) <= 0) {
            wrong(SettingsCatalogue.BATCHING_SLO, "must be longer than batching.reserve = " + DurationText.write(reserve) + ", or no frame is ever on time",
                    "Lengthen it, or set 0 for no deadline");
        }
        FramelotConfig.Batching.Drop drop = get(SettingsCatalogue.BATCHING_DROP);
        FramelotConfig.Batching.Mode mode = get(SettingsCatalogue.BATCHING_MODE);
        if (drop != FramelotConfig.Batching.Drop.KEEP_ALL && mode == FramelotConfig.Batching.Mode.FIXED) {
            wrong(SettingsCatalogue.BATCHING_DROP, "leaves frames out, which batching.mode = fixed never does", "Set it to keep-all, or choose another mode");
        }
        Duration leastDrain = commit.plus(maxWait == null ? Duration.ofMillis(20) : maxWait);
        if (get(SettingsCatalogue.DRAIN_GRACE).compareTo(leastDrain) <= 0) {
            wrong(SettingsCatalogue.DRAIN_GRACE, "must be longer than delivery.commit-interval + batching.max-wait = " + DurationText.write(leastDrain)
                    + ", or no drain ends in time", "Lengthen it");
        }
        slicingFits();
        rootsExist();
        Map<String, String> topics = topicsDiffer();
        FramelotConfig.Routing routing = routing(engine, gpu, topics);
        callersAreKnown();
        tlsIsWhole();
        if (!problems.isEmpty()) {
            return null;
        }
        return new FramelotConfig(
                new FramelotConfig.Kafka(get(SettingsCatalogue.BOOTSTRAP_SERVERS), get(SettingsCatalogue.APPLICATION_ID), kafka),
                new FramelotConfig.Topics(
                        get(SettingsCatalogue.FRAMES_TOPIC),
                        Optional.ofNullable(get(SettingsCatalogue.BACKFILL_TOPIC)),
                        get(SettingsCatalogue.DETECTIONS_TOPIC),
                        get(SettingsCatalogue.SHED_TOPIC),
                        get(SettingsCatalogue.DEAD_LETTER_TOPIC),
                        get(SettingsCatalogue.CONTROL_TOPIC),
                        get(SettingsCatalogue.SHADOW_TOPIC)),
                new FramelotConfig.Frame(
                        get(SettingsCatalogue.FRAME_FORMAT),
                        Math.toIntExact(get(SettingsCatalogue.FRAME_MAX_BYTES)),
                        get(SettingsCatalogue.FRAME_MAX_PIXELS),
                        get(SettingsCatalogue.FRAME_MAX_SCANS),
                        get(SettingsCatalogue.FRAME_PNG)),
                new FramelotConfig.Registry(Optional.ofNullable(get(SettingsCatalogue.REGISTRY_URL)), get(SettingsCatalogue.REGISTRY_TIMEOUT)),
                new FramelotConfig.Decode(workers, slots, get(SettingsCatalogue.DECODE_LIBRARY), get(SettingsCatalogue.DECODE_STRICT)),
                new FramelotConfig.Batching(
                        mode,
                        maxFrames,
                        Optional.ofNullable(maxWait),
                        get(SettingsCatalogue.BATCHING_MAX_BATCH_BYTES),
                        shapes,
                        get(SettingsCatalogue.BATCHING_MAX_SAME_CAMERA),
                        slo,
                        drop,
                        get(SettingsCatalogue.BATCHING_DEFAULT_CLASS),
                        get(SettingsCatalogue.BATCHING_BACKFILL_DELAY),
                        reserve),
                new FramelotConfig.Inference(
                        engine,
                        model,
                        get(SettingsCatalogue.INFERENCE_PROVIDER),
                        get(SettingsCatalogue.INFERENCE_REQUIRE_GPU),
                        gpu,
                        lanes,
                        get(SettingsCatalogue.INFERENCE_THREADS),
                        get(SettingsCatalogue.INFERENCE_MAX_DETECTIONS),
                        get(SettingsCatalogue.INFERENCE_WATCHDOG),
                        get(SettingsCatalogue.DECLARED_FIXED),
                        get(SettingsCatalogue.DECLARED_PER_FRAME),
                        get(SettingsCatalogue.DECLARED_INPUT_SIDE),
                        Optional.ofNullable(get(SettingsCatalogue.INFERENCE_PROFILES)),
                        get(SettingsCatalogue.INFERENCE_MODELS)),
                new FramelotConfig.Delivery(
                        guarantee,
                        commit,
                        get(SettingsCatalogue.STREAM_THREADS),
                        inFlight,
                        get(SettingsCatalogue.IN_FLIGHT_BYTES),
                        transaction,
                        get(SettingsCatalogue.DRAIN_GRACE)),
                new FramelotConfig.DeadLetter(Math.toIntExact(maxValue)),
                new FramelotConfig.Http(
                        get(SettingsCatalogue.HTTP_HOST),
                        get(SettingsCatalogue.HTTP_PORT),
                        Optional.ofNullable(get(SettingsCatalogue.HTTP_READ_TOKEN)),
                        Optional.ofNullable(get(SettingsCatalogue.HTTP_WRITE_TOKEN)),
                        get(SettingsCatalogue.HTTP_REQUESTS),
                        get(SettingsCatalogue.HTTP_VIEWERS),
                        tls()),
                new FramelotConfig.Tracing(Optional.ofNullable(get(SettingsCatalogue.TRACING_ENDPOINT)), get(SettingsCatalogue.TRACING_SAMPLED)),
                new FramelotConfig.Slicing(
                        slicingAbove(),
                        get(SettingsCatalogue.SLICING_TILE),
                        get(SettingsCatalogue.SLICING_OVERLAP),
                        get(SettingsCatalogue.SLICING_MAX_TILES),
                        get(SettingsCatalogue.SLICING_MAX_PIXELS),
                        get(SettingsCatalogue.SLICING_WHOLE_BYTES)),
                new FramelotConfig.ClaimCheck(
                        claimRoots(),
                        Math.toIntExact(get(SettingsCatalogue.CLAIM_MAX_BYTES)),
                        get(SettingsCatalogue.CLAIM_TIMEOUT),
                        get(SettingsCatalogue.CLAIM_ATTEMPTS),
                        get(SettingsCatalogue.CLAIM_FETCHERS),
                        get(SettingsCatalogue.CLAIM_LOOPBACK)),
                routing);
    }

    private FramelotConfig.Routing routing(FramelotConfig.Inference.Engine engine, FramelotConfig.Inference.Gpu gpu, Map<String, String> topics) {
        String attribute = get(SettingsCatalogue.FRAME_MODEL_ATTRIBUTE);
        if (attribute != null && models.isEmpty()) {
            wrong(SettingsCatalogue.FRAME_MODEL_ATTRIBUTE, "names models, and there is none but inference.model", "Add models.NAME.path, or remove this");
        }
        if (attribute != null && get(SettingsCatalogue.FRAME_FORMAT) == FramelotConfig.Frame.Format.IMAGE && IMAGE_HEADERS.contains(attribute)) {
            wrong(SettingsCatalogue.FRAME_MODEL_ATTRIBUTE, "is a header of bare images (frame.format: image) that says something else", "Name a header of your own, such as model");
        }
        boolean onCpu = get(SettingsCatalogue.INFERENCE_PROVIDER) == FramelotConfig.Inference.Provider.CPU;
        int sessions = gpu.sessionsPerDevice() * (onCpu ? 1 : gpu.devices().size());
        boolean mustExist = modelMustExist && engine == FramelotConfig.Inference.Engine.ONNX;
        return new FramelotConfig.Routing(
                Optional.ofNullable(attribute),
                new FurtherModels(values::get, inForce::get, problems).read(models, attribute != null, topics, mustExist, sessions));
    }

    private OptionalLong slicingAbove() {
        Long above = get(SettingsCatalogue.SLICING_ABOVE);
        return above == null ? OptionalLong.empty() : OptionalLong.of(above);
    }

    private List<URI> claimRoots() {
        List<URI> roots = get(SettingsCatalogue.CLAIM_ROOTS);
        return roots == null ? List.of() : roots;
    }

    private void slicingFits() {
        double overlap = get(SettingsCatalogue.SLICING_OVERLAP);
        long most = get(SettingsCatalogue.SLICING_MAX_PIXELS);
        if (overlap > 0.5) {
            wrong(SettingsCatalogue.SLICING_OVERLAP, "must be at most 0.5, or tiles overlap with more than their neighbours", "Lower it");
        }
        if (slicingAbove().isPresent() && slicingAbove().getAsLong() >= most) {
            wrong(SettingsCatalogue.SLICING_ABOVE, "must be below slicing.max-pixels = " + most + ", or no frame is ever cut", "Lower it, or raise the other");
        }
    }

    private void rootsExist() {
        boolean loopback = get(SettingsCatalogue.CLAIM_LOOPBACK);
        for (URI root : claimRoots()) {
            if (!"file".equalsIgnoreCase(root.getScheme())) {
                if (!loopback && Loopback.is(root.getHost())) {
                    wrong(SettingsCatalogue.CLAIM_ROOTS, "names this machine (" + root.getHost() + "), which is refused", "Set claim-check.loopback to true if that is meant");
                }
            } else if (modelMustExist && !Files.isDirectory(Path.of(root))) {
                wrong(SettingsCatalogue.CLAIM_ROOTS, "names " + Path.of(root) + ", which is no folder here", "Make it, or name another");
            }
        }
        if (get(SettingsCatalogue.FRAME_FORMAT) == FramelotConfig.Frame.Format.IMAGE && !claimRoots().isEmpty()) {
            wrong(SettingsCatalogue.CLAIM_ROOTS, "is of no use while frame.format = image: such records can't refer to anything", "Remove it, or set frame.format to avro");
        }
    }

    private void callersAreKnown() {
        String read = get(SettingsCatalogue.HTTP_READ_TOKEN);
        String write = get(SettingsCatalogue.HTTP_WRITE_TOKEN);
        int port = get(SettingsCatalogue.HTTP_PORT);
        boolean certificates = get(SettingsCatalogue.HTTP_TLS_CLIENT_CA) != null;
        boolean reached = port != FramelotConfig.Http.NONE && !Loopback.is(get(SettingsCatalogue.HTTP_HOST));
        if (reached && !certificates && (read == null || write == null)) {
            wrong(SettingsCatalogue.HTTP_HOST, "is reached from other machines, so http.token.read and http.token.write must be set, or http.tls.client-ca",
                    "Set both, or have clients come with certificates, or listen at 127.0.0.1, or set http.port to -1");
        }
        if (reached && write != null && get(SettingsCatalogue.HTTP_TLS_CERTIFICATE) == null) {
            warnings.add("http.host is " + get(SettingsCatalogue.HTTP_HOST)
                    + " and there is no http.tls.certificate: tokens and frames cross the network as they are, unless a proxy before this adds TLS");
        }
        if (read != null && read.equals(write)) {
            wrong(SettingsCatalogue.HTTP_READ_TOKEN, "is the same as http.token.write, so whoever may look may change", "Give each its own");
        }
        if ((read == null) != (write == null)) {
            Setting<String> absent = read == null ? SettingsCatalogue.HTTP_READ_TOKEN : SettingsCatalogue.HTTP_WRITE_TOKEN;
            wrong(absent, "is absent while the other token is set", "Set both or none");
        }
    }

    private void tlsIsWhole() {
        Path certificate = get(SettingsCatalogue.HTTP_TLS_CERTIFICATE);
        Path privateKey = get(SettingsCatalogue.HTTP_TLS_PRIVATE_KEY);
        Path clientCa = get(SettingsCatalogue.HTTP_TLS_CLIENT_CA);
        Subjects readers = get(SettingsCatalogue.HTTP_TLS_READERS);
        Subjects writers = get(SettingsCatalogue.HTTP_TLS_WRITERS);
        if ((certificate == null) != (privateKey == null)) {
            wrong(certificate == null ? SettingsCatalogue.HTTP_TLS_CERTIFICATE : SettingsCatalogue.HTTP_TLS_PRIVATE_KEY,
                    "is absent while " + (certificate == null ? "http.tls.private-key" : "http.tls.certificate") + " is set", "Set both or none");
        }
        if (clientCa != null && certificate == null) {
            wrong(SettingsCatalogue.HTTP_TLS_CLIENT_CA, "asks clients for certificates, which needs http.tls.certificate", "Set it and http.tls.private-key, or remove this");
        }
        if (clientCa != null && readers == null && writers == null) {
            wrong(SettingsCatalogue.HTTP_TLS_CLIENT_CA, "lets clients come with certificates, and neither http.tls.read-subjects nor http.tls.write-subjects names one that may do anything",
                    "Name the subjects, or write * for every certificate of the authority");
        }
        if (clientCa == null && (readers != null || writers != null)) {
            wrong(readers != null ? SettingsCatalogue.HTTP_TLS_READERS : SettingsCatalogue.HTTP_TLS_WRITERS,
                    "names certificates, and no http.tls.client-ca says who may issue them", "Set it, or remove this");
        }
        int port = get(SettingsCatalogue.HTTP_PORT);
        if (modelMustExist && port != FramelotConfig.Http.NONE) {
            for (Setting<Path> file : List.of(SettingsCatalogue.HTTP_TLS_CERTIFICATE, SettingsCatalogue.HTTP_TLS_PRIVATE_KEY, SettingsCatalogue.HTTP_TLS_CLIENT_CA)) {
                Path path = get(file);
                if (path != null && !Files.isReadable(path)) {
                    wrong(file, "can't be read, looked for at " + path.toAbsolutePath(), "Give the path of a PEM file that this user may read");
                }
            }
        }
    }

    private Optional<FramelotConfig.Tls> tls() {
        Path certificate = get(SettingsCatalogue.HTTP_TLS_CERTIFICATE);
        if (certificate == null) {
            return Optional.empty();
        }
        Subjects readers = get(SettingsCatalogue.HTTP_TLS_READERS);
        Subjects writers = get(SettingsCatalogue.HTTP_TLS_WRITERS);
        return Optional.of(new FramelotConfig.Tls(
                certificate, get(SettingsCatalogue.HTTP_TLS_PRIVATE_KEY), Optional.ofNullable(get(SettingsCatalogue.HTTP_TLS_CLIENT_CA)),
                readers == null ? Subjects.NOBODY : readers, writers == null ? Subjects.NOBODY : writers));
    }

    /** @return each topic, to the setting that names it */
    private Map<String, String> topicsDiffer() {
        Map<String, Setting<String>> seen = new HashMap<>();
        for (Setting<String> setting : List.of(
                SettingsCatalogue.FRAMES_TOPIC, SettingsCatalogue.BACKFILL_TOPIC, SettingsCatalogue.DETECTIONS_TOPIC, SettingsCatalogue.SHED_TOPIC, SettingsCatalogue.DEAD_LETTER_TOPIC,
                SettingsCatalogue.CONTROL_TOPIC, SettingsCatalogue.SHADOW_TOPIC)) {
            String topic = get(setting);
            Setting<String> other = topic == null ? null : seen.putIfAbsent(topic, setting);
            if (other != null) {
                wrong(setting, "is the same topic as " + other.key(), "Give each its own");
            }
        }
        Map<String, String> keys = new HashMap<>();
        seen.forEach((topic, setting) -> keys.put(topic, setting.key()));
        return keys;
    }

    private void wrong(Setting<?> setting, String fault, String remedy) {
        LoadedConfig.InForce value = inForce.get(setting.key());
        problems.add(new Problem(setting.key(), value.value(), value.source(), fault, remedy));
    }
}
