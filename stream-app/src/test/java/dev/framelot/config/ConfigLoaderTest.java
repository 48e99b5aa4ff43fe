package dev.framelot.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.framelot.config.DeliverySettings.Guarantee;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigLoaderTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> commandLine =
            new HashMap<>(Map.of("kafka.bootstrap-servers", "broker:9092", "inference.engine", "declared-cost"));

    private LoadedConfig load(Path file) {
        return ConfigLoader.load(new ConfigSources(Optional.ofNullable(file), environment, properties, commandLine));
    }

    private List<Problem> problems(Path file) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> load(file));
        assertThat(refused).as("refused").isNotNull();
        return refused.problems();
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    @Test
    void defaultsFitTogether() {
        FramelotConfig config = load(null).config();
        assertThat(config.kafka().applicationId()).isEqualTo("framelot");
        assertThat(config.topics().deadLetter()).isEqualTo("frames.dead-letter");
        assertThat(config.batching().shapes()).containsExactly(1, 2, 4, 8);
        assertThat(config.batching().maxWait()).isEmpty();
        assertThat(config.decode().slots()).isEqualTo(3 * 8 * 2 + config.decode().workers());
        assertThat(config.delivery().inFlightFrames()).isEqualTo(64);
        assertThat(config.delivery().guarantee()).isEqualTo(Guarantee.EXACTLY_ONCE);
        assertThat(config.schemaRegistry().url()).isEmpty();
    }

    @Test
    void everyDefaultIsAllowedByItsOwnType() {
        assertThat(SettingsCatalogue.all()).allSatisfy(setting -> setting.standardText().ifPresent(text ->
                assertThat(setting.type().write(cast(setting, text))).isEqualTo(text)));
    }

    @SuppressWarnings("unchecked") // Read and written by the same setting's type.
    private static <T> T cast(Setting<?> setting, String text) {
        return (T) setting.type().read(text);
    }

    static Stream<Arguments> oneOther() {
        return Stream.of(
                Arguments.of("kafka.application-id", "mine", "mine"),
                Arguments.of("topics.frames", "in", "in"),
                Arguments.of("topics.detections", "out", "out"),
                Arguments.of("topics.shed", "left", "left"),
                Arguments.of("topics.dead-letter", "bad", "bad"),
                Arguments.of("frame.format", "image", "IMAGE"),
                Arguments.of("frame.max-bytes", "1MiB", "1048576"),
                Arguments.of("frame.max-pixels", "1000", "1000"),
                Arguments.of("frame.max-scans", "7", "7"),
                Arguments.of("schema-registry.url", "http://registry:8081", "http://registry:8081"),
                Arguments.of("schema-registry.timeout", "9s", "PT9S"),
                Arguments.of("decode.workers", "3", "workers=3"),
                Arguments.of("decode.slots", "99", "slots=99"),
                Arguments.of("decode.library", "opencv", "OPENCV"),
                Arguments.of("batching.max-frames", "5", "[1, 2, 4, 5]"),
                Arguments.of("batching.max-wait", "0.5ms", "PT0.0005S"),
                Arguments.of("batching.max-batch-bytes", "2MiB", "2097152"),
                Arguments.of("batching.shapes", "2,8", "[2, 8]"),
                Arguments.of("batching.max-same-camera-frames", "2", "maxSameCameraFrames=2"),
                Arguments.of("inference.provider", "cuda", "CUDA"),
                Arguments.of("inference.devices", "3,1", "devices=[3, 1]"),
                Arguments.of("inference.sessions-per-device", "2", "sessionsPerDevice=2"),
                Arguments.of("inference.gpu-memory-limit", "4GiB", "memoryLimitBytes=4294967296"),
                Arguments.of("inference.tensorrt.engines", "built", "Optional[built]"),
                Arguments.of("inference.tensorrt.fallback", "cuda", "cudaFallback=true"),
                Arguments.of("inference.lanes", "4", "lanes=4"),
                Arguments.of("inference.threads", "6", "threads=6"),
                Arguments.of("inference.max-detections", "10", "maxDetections=10"),
                Arguments.of("inference.watchdog", "5s", "PT5S"),
                Arguments.of("inference.declared-cost.fixed", "3ms", "PT0.003S"),
                Arguments.of("inference.declared-cost.per-frame", "9ms", "PT0.009S"),
                Arguments.of("inference.declared-cost.input-side", "128", "inputSide=128"),
                Arguments.of("delivery.guarantee", "at-least-once", "AT_LEAST_ONCE"),
                Arguments.of("delivery.commit-interval", "30ms", "PT0.03S"),
                Arguments.of("delivery.stream-threads", "3", "streamThreads=3"),
                Arguments.of("delivery.in-flight-frames", "77", "inFlightFrames=77"),
                Arguments.of("delivery.in-flight-bytes", "1MiB", "inFlightBytes=1048576"),
                Arguments.of("delivery.transaction-timeout", "11s", "PT11S"),
                Arguments.of("delivery.drain-grace", "12s", "PT12S"),
                Arguments.of("dead-letter.max-value-bytes", "1KiB", "maxValueBytes=1024"),
                Arguments.of("slicing.above-pixels", "1000", "abovePixels=OptionalLong[1000]"),
                Arguments.of("slicing.tile-pixels", "1280", "tilePixels=1280"),
                Arguments.of("slicing.overlap", "0.3", "overlap=0.3"),
                Arguments.of("slicing.max-tiles", "77", "maxTiles=77"),
                Arguments.of("slicing.max-pixels", "400000000", "maxPixels=400000000"),
                Arguments.of("slicing.whole-bytes", "1MiB", "wholeBytes=1048576"),
                Arguments.of("claim-check.roots", "https://store/frames/,http://other:90", "[https://store/frames/, http://other:90]"),
                Arguments.of("claim-check.max-bytes", "1MiB", "maxBytes=1048576"),
                Arguments.of("claim-check.timeout", "7s", "PT7S"),
                Arguments.of("claim-check.attempts", "5", "attempts=5"),
                Arguments.of("claim-check.fetchers", "9", "fetchers=9"),
                Arguments.of("claim-check.loopback", "true", "loopback=true"),
                Arguments.of("http.port", "8080", "127.0.0.1:8080"),
                Arguments.of("http.host", "localhost", "localhost:0"),
                Arguments.of("tracing.otlp-endpoint", "http://collector:4318/v1/traces", "http://collector:4318/v1/traces"),
                Arguments.of("tracing.sampled", "0.25", "sampled=0.25"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("oneOther")
    void everyKeyReachesItsComponent(String key, String value, String expected) {
        assertThat(load(null).config().toString()).doesNotContain("mine");
        String before = load(null).config().toString();
        commandLine.put(key, value);
        assertThat(load(null).config().toString()).contains(expected).isNotEqualTo(before);
        assertThat(load(null).values()).filteredOn(inForce -> inForce.key().equals(key)).extracting(LoadedConfig.InForce::source).containsExactly("command line");
    }

    @Test
    void beyondLoopbackBothTokensAreNeededAndNeitherIsEverShown() {
        commandLine.put("http.host", "0.0.0.0");
        assertThat(problems(null)).singleElement().asString().contains("http.token.read", "http.token.write", "127.0.0.1");
        commandLine.put("http.token.read", "read-geheim-123456");
        assertThat(problems(null)).extracting(Problem::key).contains("http.token.write");
        commandLine.put("http.token.write", "read-geheim-123456");
        assertThat(problems(null)).extracting(Problem::key).as("the same").contains("http.token.read");
        commandLine.put("http.token.write", "write-geheim-12345");
        LoadedConfig loaded = load(null);
        assertThat(loaded.config().http().writeToken()).hasValue("write-geheim-12345");
        assertThat(loaded.values() + loaded.config().toString()).doesNotContain("geheim");
        commandLine.put("http.token.write", "geheim");
        assertThat(problems(null).toString()).as("too short").contains("16 to 512").doesNotContain("geheim");
    }

    @Test
    void certificatesMayTakeTheTokensPlaceAndAllThatIsMissingIsNamed() throws IOException {
        commandLine.put("http.host", "0.0.0.0");
        commandLine.put("http.tls.client-ca", "absent.pem");
        assertThat(problems(null)).extracting(Problem::toString).anyMatch(text -> text.contains("needs http.tls.certificate"))
                .anyMatch(text -> text.contains("http.tls.read-subjects")).anyMatch(text -> text.contains("can't be read") && text.contains("absent.pem"));
        String pem = file("some.pem", "").toString();
        commandLine.put("http.tls.client-ca", pem);
        commandLine.put("http.tls.certificate", pem);
        assertThat(problems(null)).extracting(Problem::key).contains("http.tls.private-key");
        commandLine.put("http.tls.private-key", pem);
        commandLine.put("http.tls.write-subjects", "night-shift");
        assertThat(problems(null)).singleElement().asString().contains("http.tls.write-subjects", "CN=");
        commandLine.put("http.tls.write-subjects", "CN=night-shift,O=Acme; CN=day-shift,O=Acme");
        TlsSettings tls = load(null).config().http().tls().orElseThrow();
        assertThat(tls.writers().include(new javax.security.auth.x500.X500Principal("cn=Day-Shift, o=acme"))).isTrue();
        assertThat(tls.writers().include(new javax.security.auth.x500.X500Principal("CN=day-shift"))).isFalse();
        assertThat(tls.readers().nobody()).isTrue();
        commandLine.put("http.tls.read-subjects", "*");
        assertThat(load(null).config().http().tls().orElseThrow().readers().all()).isTrue();
        commandLine.remove("http.tls.client-ca");
        assertThat(problems(null)).extracting(Problem::key).contains("http.host", "http.tls.read-subjects");
    }

    @Test
    void tokensInTheClearAreAWarning() throws IOException {
        commandLine.put("http.host", "0.0.0.0");
        commandLine.put("http.token.read", "read-geheim-123456");
        commandLine.put("http.token.write", "write-geheim-12345");
        assertThat(load(null).warnings()).anyMatch(warning -> warning.contains("cross the network as they are"));
        String pem = file("some.pem", "").toString();
        commandLine.put("http.tls.certificate", pem);
        commandLine.put("http.tls.private-key", pem);
        assertThat(load(null).warnings()).noneMatch(warning -> warning.contains("cross the network"));
    }

    @Test
    void onlyThisMachinesOwnNamesAreLoopback() {
        assertThat(java.util.List.of("localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]", "LOCALHOST")).allMatch(Loopback::is);
        assertThat(java.util.List.of("0.0.0.0", "::", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1")).noneMatch(Loopback::is);
    }

    @Test
    void theStrongerSourceWins() throws IOException {
        Path yaml = file("my.yaml", "batching:\n  max-frames: 2\n  max-wait: 1ms\nframe:\n  max-scans: 3\n  png: true\n");
        environment.put("FRAMELOT_BATCHING_MAX_FRAMES", "3");
        environment.put("FRAMELOT_FRAME_MAX_SCANS", "4");
        properties.put("batching.max-frames", "5");
        commandLine.put("batching.max-frames", "6");
        FramelotConfig config = load(yaml).config();
        assertThat(config.batching().maxFrames()).isEqualTo(6);
        assertThat(config.batching().maxWait()).hasValue(Duration.ofMillis(1));
        assertThat(config.frame().maxScans()).isEqualTo(4);
        assertThat(config.frame().png()).isTrue();
    }

    @Test
    void shapesMayBeAYamlList() throws IOException {
        assertThat(load(file("my.yaml", "batching:\n  shapes: [1, 8]\n")).config().batching().shapes()).containsExactly(1, 8);
    }

    @Test
    void aPropertiesFileWorksToo() throws IOException {
        assertThat(load(file("my.properties", "batching.max-frames=4\n")).config().batching().maxFrames()).isEqualTo(4);
    }

    @Test
    void kafkasOwnSettingsPassThroughFromFileAndEnvironment() throws IOException {
        environment.put("KAFKA_SSL_KEYSTORE_PASSWORD", "geheim");
        environment.put("KAFKA_HEAP_OPTS", "-Xmx1g");
        LoadedConfig loaded = load(file("my.yaml", "kafka:\n  properties:\n    security.protocol: SSL\n"));
        assertThat(loaded.config().kafka().properties())
                .containsExactlyInAnyOrderEntriesOf(Map.of("security.protocol", "SSL", "ssl.keystore.password", "geheim"));
        assertThat(loaded.values().toString()).as("secrets are masked").doesNotContain("geheim");
    }

    @Test
    void allProblemsComeAtOnceWithTheirSources() throws IOException {
        environment.put("FRAMELOT_FRAME_MAX_BYTES", "-3");
        environment.put("FRAMELOT_BATCHNG_MAX_WAIT", "1ms");
        commandLine.put("batching.max-framez", "4");
        commandLine.put("kafka.properties.group.protocol", "streams");
        commandLine.put("kafka.properties.enable.auto.commit", "true");
        List<Problem> problems = problems(file("my.yaml", "delivery:\n  guarantee: sometimes\n"));
        assertThat(problems).hasSize(6);
        assertThat(problems.toString())
                .contains("FRAMELOT_BATCHNG_MAX_WAIT", "did you mean FRAMELOT_BATCHING_MAX_WAIT?", "did you mean batching.max-frames?")
                .contains("sometimes", "exactly-once or at-least-once", "my.yaml")
                .contains("frame.max-bytes = -3 (from environment)")
                .contains("lost frames", "committed only behind finished frames");
    }

    @Test
    void settingsThatContradictEachOtherAreNamedTogether() {
        commandLine.putAll(Map.of(
                "decode.slots", "5", "delivery.in-flight-frames", "3", "batching.shapes", "1,2", "delivery.commit-interval", "20s", "topics.shed", "detections"));
        commandLine.remove("inference.engine");
        commandLine.put("inference.model", folder.resolve("nothing.onnx").toString());
        assertThat(problems(null)).extracting(Problem::key).containsExactlyInAnyOrder(
                "decode.slots", "delivery.in-flight-frames", "batching.shapes", "delivery.commit-interval", "topics.shed", "inference.model");
    }

    @Test
    void theOneRequiredSettingSaysHowToGiveIt() {
        commandLine.remove("kafka.bootstrap-servers");
        assertThat(problems(null).toString()).contains("kafka.bootstrap-servers", "FRAMELOT_KAFKA_BOOTSTRAP_SERVERS", "--set");
    }

    @Test
    void brokenFilesSayWhereAndWhy() throws IOException {
        assertThat(problems(folder.resolve("absent.yaml")).toString()).contains("absent.yaml").contains("does not exist");
        assertThat(problems(file("a.yaml", "batching:\n  max-frames: 2\n max-wait: 3\n")).toString()).contains("line 3");
        assertThat(problems(file("a.ini", "")).toString()).contains(".yaml, .yml or .properties");
    }

    @Test
    void theDeclaredCostEngineComesWithAWarning() {
        assertThat(load(null).warnings()).singleElement().asString().contains("declared-cost").contains("no model runs");
    }
}
