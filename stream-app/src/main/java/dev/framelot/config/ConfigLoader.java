package dev.framelot.config;

/** Reads and checks all settings; reports every problem at once: first each setting alone ({@link SettingsReader}), then what must hold between them, a section after the other. */
public final class ConfigLoader {
    private ConfigLoader() {}

    /** @throws ConfigException with every problem there is */
    public static LoadedConfig load(ConfigSources sources) {
        return load(sources, true, true);
    }

    /**
     * For commands that only talk to Kafka, and may run where no model lies.
     *
     * @throws ConfigException with every problem there is
     */
    public static LoadedConfig loadWithoutModel(ConfigSources sources) {
        return load(sources, false, true);
    }

    /**
     * For commands that only run the model, where no Kafka is near: the brokers are an empty text where nobody gave any.
     *
     * @throws ConfigException with every problem there is
     */
    public static LoadedConfig loadWithoutBroker(ConfigSources sources) {
        return load(sources, true, false);
    }

    private static LoadedConfig load(ConfigSources sources, boolean modelMustExist, boolean brokerMustBeGiven) {
        GivenSettings given = SettingsReader.read(sources, brokerMustBeGiven);
        refuse(given);
        FramelotConfig config = build(given, modelMustExist);
        refuse(given);
        return new LoadedConfig(config, given.inForce(), given.warnings());
    }

    private static void refuse(GivenSettings given) {
        if (!given.problems().isEmpty()) {
            throw new ConfigException(given.problems());
        }
    }

    /** To be used only where no section found a problem. */
    private static FramelotConfig build(GivenSettings given, boolean modelMustExist) {
        BatchingSection batches = new BatchingSection(given);
        DeliverySettings delivery = DeliverySection.read(given, batches.inFlightFrames());
        InferenceSettings inference = InferenceSection.read(given, modelMustExist);
        BatchingSettings batching = batches.batching();
        LargeFramesSection large = new LargeFramesSection(given);
        SlicingSettings slicing = large.slicing();
        ClaimCheckSettings claimCheck = large.claimCheck(modelMustExist);
        TopicsSection topics = new TopicsSection(given);
        RoutingSettings routing = topics.routing(inference, modelMustExist);
        return new FramelotConfig(
                new KafkaSettings(given.get(SettingsCatalogue.BOOTSTRAP_SERVERS), given.get(SettingsCatalogue.APPLICATION_ID), given.kafka()),
                topics.topics(),
                new FrameSettings(
                        given.get(SettingsCatalogue.FRAME_FORMAT),
                        Math.toIntExact(given.get(SettingsCatalogue.FRAME_MAX_BYTES)),
                        given.get(SettingsCatalogue.FRAME_MAX_PIXELS),
                        given.get(SettingsCatalogue.FRAME_MAX_SCANS),
                        given.get(SettingsCatalogue.FRAME_PNG)),
                new RegistrySettings(given.find(SettingsCatalogue.REGISTRY_URL), given.get(SettingsCatalogue.REGISTRY_TIMEOUT)),
                batches.decode(),
                batching,
                inference,
                delivery,
                new DeadLetterSettings(Math.toIntExact(given.get(SettingsCatalogue.DEAD_LETTER_MAX_VALUE_BYTES))),
                HttpSection.read(given, modelMustExist),
                new TracingSettings(given.find(SettingsCatalogue.TRACING_ENDPOINT), given.get(SettingsCatalogue.TRACING_SAMPLED)),
                slicing,
                claimCheck,
                routing);
    }
}
