package dev.framelot.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {
    @ParameterizedTest
    @CsvSource({"max-frames, batching.max-frames", "batching.maxFrames, batching.max-frames", "delivery.lanes, inference.lanes", "topic.frames, topics.frames"})
    void anUnknownKeyNamesTheNearest(String given, String meant) {
        assertThat(Settings.valid(given, "1").problems()).singleElement().asString().contains("id you mean " + meant + "?");
    }

    @Test
    void aFarFetchedKeyGetsNoGuess() {
        assertThat(Settings.valid("zookeeper.quorum.of.the.elders", "1").problems()).singleElement().asString().contains("framelot config").doesNotContain("id you mean");
    }

    @Test
    void aToolThatOnlyTalksToKafkaNeedsNoModel() {
        Settings settings = Settings.valid("inference.engine", "onnx", "inference.model", "/no/such/model");
        assertThat(settings.problems()).extracting(Problem::key).containsExactly("inference.model");
        assertThat(settings.loadWithoutModel().config().topics().frames()).isEqualTo("frames");
    }

    @Test
    void requireGpuGoesWithCuda() {
        assertThat(Settings.valid("inference.require-gpu", "true", "inference.provider", "cuda").config().inference().requireGpu()).isTrue();
    }

    @Test
    void oneDeviceMayBeGivenByTheOlderName() {
        assertThat(Settings.valid("inference.device-id", "3").config().inference().gpu().devices()).containsExactly(3);
    }

    @Test
    void moreDevicesThanLanesLeaveOneIdle() {
        assertThat(Settings.valid("inference.provider", "cuda", "inference.devices", "0,1").problems()).isEmpty();
        assertThat(Settings.valid("inference.provider", "cuda", "inference.devices", "0,1,2").problems()).singleElement().asString()
                .contains("inference.devices", "makes 3 sessions for inference.lanes = 2");
    }

    @Test
    void anEngineOfTensorRtIsBuiltForAKnownBatch() {
        assertThat(Settings.valid("inference.provider", "tensorrt", "inference.fp16", "true").config().inference().gpu())
                .matches(gpu -> gpu.fp16() && gpu.largestBatch() == 8);
        assertThat(Settings.valid("inference.provider", "tensorrt", "batching.max-frames", "-1").problems()).extracting(Problem::key)
                .containsExactly("batching.max-frames");
    }

    @Test
    void aMisspeltSystemPropertyOfOursIsReported() {
        assertThat(Settings.of(Map.of(), Map.of("batching.max-wai", "1")).problems()).anyMatch(problem -> problem.toString().contains("id you mean batching.max-wait?"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "decode.slots | 16 | must be at least batching.max-frames x inference.lanes + decode.workers =",
        "delivery.in-flight-frames | 7 | must be at least batching.max-frames = 8",
        "delivery.commit-interval | 10s | must be shorter than delivery.transaction-timeout = 10s",
        "delivery.drain-grace | 120ms | must be longer than delivery.commit-interval + batching.max-wait = 120ms",
        "batching.shapes | 1,2,4 | must end with batching.max-frames = 8",
        "batching.shapes | 1,4,2,8 | ascending",
        "batching.shapes | 0,8 | ascending",
        "batching.max-same-camera-frames | 9 | must be at most batching.max-frames = 8",
        "slicing.overlap | 0.6 | must be at most 0.5",
        "slicing.above-pixels | 300000000 | must be below slicing.max-pixels = 300000000",
        "claim-check.roots | /no/such/folder | is no folder here",
        "claim-check.roots | http://localhost:9000/frames/ | names this machine",
        "claim-check.roots | ftp://store/frames | must be folders",
        "claim-check.roots | https://user@store/frames | must be folders",
        "claim-check.roots | https://store/a/../b | must be folders",
        "inference.engine | onnx | exist",
        "inference.require-gpu | true | inference.provider = cpu",
        "inference.fp16 | true | is a switch of TensorRT only",
        "inference.devices | 0,0 | none twice",
        "inference.devices | 0,-1 | none twice",
        "inference.sessions-per-device | 3 | makes 3 sessions for inference.lanes = 2",
        "topics.detections | frames | is the same topic as topics.frames",
        "topics.frames | a b | letters, digits, dots",
        "kafka.bootstrap-servers | broker | host:port",
        "kafka.bootstrap-servers | broker:70000 | host:port",
        "kafka.bootstrap-servers | http://broker:9092 | host:port",
        "schema-registry.url | registry:8081 | http://",
        "frame.png | yes | true or false",
        "frame.max-bytes | 2GiB | a size from 1KiB to 1GiB",
        "frame.max-bytes | 0.3B | a size",
        "batching.max-wait | 20 | a duration",
        "batching.max-wait | -1ms | a duration",
        "inference.lanes | 99999999999999999999 | a whole number from 1 to 64",
    })
    void oneRuleBrokenIsOneProblem(String key, String value, String fault) {
        assertThat(Settings.valid(key, value).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo(key.equals("inference.engine") ? "inference.model" : key);
            assertThat(problem.toString()).contains(fault).doesNotContain("\n");
        });
    }

    @ParameterizedTest
    @CsvSource({"delivery.in-flight-frames, 8", "delivery.commit-interval, 9999ms", "delivery.drain-grace, 121ms", "batching.shapes, 8", "batching.max-same-camera-frames, 8"})
    void exactlyAtTheLimitIsFine(String key, String value) {
        assertThat(Settings.valid(key, value).problems()).isEmpty();
    }

    @Test
    void aRuleIsSilentWhileOneOfItsSettingsCannotBeRead() {
        assertThat(Settings.valid("batching.max-frames", "many", "batching.shapes", "1,2").problems()).extracting(Problem::key).containsExactly("batching.max-frames");
    }

    @Test
    void declaredCostIsAWarning() {
        assertThat(Settings.valid().load().warnings()).singleElement().asString().contains("For tests and load tests only");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "enable.auto.commit", "isolation.level", "processing.guarantee", "default.key.serde", "value.deserializer", "poll.ms", "bootstrap.servers", "consumer.group.id",
        "producer.transactional.id", "main.consumer.isolation.level"
    })
    void kafkaKeysThatFramelotSetsAreRefusedWithTheReason(String kafkaKey) {
        assertThat(Settings.valid("kafka.properties." + kafkaKey, "x").problems()).singleElement().satisfies(problem -> {
            assertThat(problem.fault()).contains("Framelot sets itself");
            assertThat(problem.remedy()).matches("(Set|Remove it:) .+");
        });
    }

    @Test
    void otherGroupProtocolsAreRefused() {
        assertThat(Settings.valid("kafka.properties.group.protocol", "streams").problems()).singleElement().asString().contains("must be classic").contains("lost frames");
        assertThat(Settings.valid("kafka.properties.group.protocol", "classic").problems()).isEmpty();
        assertThat(Settings.of(Map.of("KAFKA_GROUP_PROTOCOL", "streams"), Map.of()).problems()).anyMatch(problem -> problem.source().equals(ConfigSources.ENVIRONMENT) && problem.key().endsWith("group.protocol"));
    }

    @Test
    void acksMustBeAll() {
        assertThat(Settings.valid("kafka.properties.producer.acks", "1").problems()).singleElement().asString().contains("must be all");
        assertThat(Settings.valid("kafka.properties.acks", "all").problems()).isEmpty();
    }

    @Test
    void secretsAreMaskedWhereverTheyAreShown() {
        Settings settings = Settings.valid(
                "kafka.properties.sasl.jaas.config", "password=hunter2",
                "kafka.properties.ssl.keystore.password", "hunter2",
                "kafka.properties.ssl.keystore.key", "hunter2",
                "kafka.properties.ssl.keystore.location", "/keys",
                "kafka.properties.sasl.oauthbearer.token.endpoint.url", "https://idp",
                "schema-registry.url", "http://user:hunter2@registry");
        assertThat(settings.load().values()).noneMatch(value -> value.toString().contains("hunter2"));
        assertThat(settings.load().values()).extracting(LoadedConfig.InForce::value).contains("/keys", "https://idp", Masking.MASK, "http://" + Masking.MASK + "@registry");
        assertThat(settings.config().kafka().properties()).containsEntry("ssl.keystore.password", "hunter2");

        settings.set("sasl.password", "hunter2").set("schema-registry.url", "ftp://user:hunter2@registry").set("kafka.properties.consumer.group.id", "g");
        assertThat(settings.problems()).hasSize(3).noneMatch(problem -> problem.toString().contains("hunter2"));
    }
}
