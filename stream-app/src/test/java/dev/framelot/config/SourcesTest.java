package dev.framelot.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The corners of each place a setting may come from. */
class SourcesTest {
    @TempDir
    Path folder;

    @Test
    void theFramelotNameWinsOverThePlainOne() {
        Settings settings = Settings.of(
                Map.of("FRAMELOT_DECODE_WORKERS", "3", "DECODE_WORKERS", "4", "INFERENCE_LANES", "5", "KAFKA_BOOTSTRAP_SERVERS", "a:1", "INFERENCE_ENGINE", "declared-cost"),
                Map.of());
        assertThat(settings.config().decode().workers()).isEqualTo(3);
        assertThat(settings.config().inference().lanes()).isEqualTo(5);
        assertThat(settings.config().kafka().bootstrapServers()).isEqualTo("a:1");
    }

    @Test
    void anEmptyValueCountsAsNotGivenAndHidesLowerSources() throws IOException {
        Path file = write("a.yaml", "schema-registry: {url: 'http://registry'}\nbatching:\n");
        Settings settings = Settings.of(
                        Map.of("FRAMELOT_SCHEMA_REGISTRY_URL", "", "FRAMELOT_KAFKA_BOOTSTRAP_SERVERS", "a:1", "FRAMELOT_INFERENCE_ENGINE", "declared-cost"), Map.of())
                .file(file);
        assertThat(settings.problems()).isEmpty();
        assertThat(settings.config().schemaRegistry().url()).isEmpty();
    }

    @Test
    void yamlMayNestOrFlattenAndListsAreLists() throws IOException {
        Path file = write("a.yaml", """
                kafka:
                  properties:
                    ssl.keystore.location: /keys
                    sasl: {mechanism: PLAIN}
                batching.shapes: [2, 8]
                frame.png: true
                """);
        FramelotConfig config = Settings.valid().file(file).config();
        assertThat(config.kafka().properties()).containsExactlyInAnyOrderEntriesOf(Map.of("ssl.keystore.location", "/keys", "sasl.mechanism", "PLAIN"));
        assertThat(config.batching().shapes()).containsExactly(2, 8);
        assertThat(config.frame().png()).isTrue();
    }

    @Test
    void variablesOfKubernetesAndOfKafkasScriptsAreNobodysSetting() {
        Settings settings = Settings.of(
                        Map.of(
                                "KAFKA_HEAP_OPTS", "-Xmx1G",
                                "KAFKA_PORT", "tcp://10.0.0.1:9092",
                                "FRAMELOT_PORT_8080_TCP_ADDR", "10.0.0.2",
                                "FRAMELOT_PORT", "tcp://10.0.0.2:8080",
                                "FRAMELOT_SERVICE_PORT_HTTP", "8080",
                                "FRAMELOT_SERVICE_HOST", "10.0.0.2",
                                "FRAMELOT_KAFKA_PROPERTIES_CLIENT_ID", "line"),
                        Map.of("kafka.logs.dir", "/logs", "java.home", "/java"))
                .set("kafka.bootstrap-servers", "a:1")
                .set("inference.engine", "declared-cost");
        assertThat(settings.problems()).isEmpty();
        assertThat(settings.config().kafka().properties()).isEqualTo(Map.of("client.id", "line"));
    }

    @Test
    void variablesOfTheLauncherAreNoSettings() {
        assertThat(Settings.of(Map.of("FRAMELOT_CUDA", "1", "FRAMELOT_JAVA_OPTS", "-Xmx2g"), Map.of())
                .set("kafka.bootstrap-servers", "a:1")
                .set("inference.engine", "declared-cost")
                .problems()).isEmpty();
    }

    @Test
    void aSourceIsNamedByTheVariableThatGaveTheValue() {
        Settings settings = Settings.valid();
        assertThat(Settings.of(Map.of("FRAMELOT_INFERENCE_LANES", "0", "KAFKA_GROUP_PROTOCOL", "streams"), Map.of("decode.workers", "-1")).problems().toString())
                .contains("inference.lanes = 0 (from environment")
                .contains("group.protocol = streams (from environment")
                .contains("decode.workers = -1 (from system properties");
        assertThat(settings.inForce("inference.engine").source()).isEqualTo("command line");
        assertThat(settings.inForce("inference.lanes").source()).isEqualTo("default");
    }

    @Test
    void malformedYamlNamesLineAndColumnInOneLine() throws IOException {
        assertThat(Settings.valid().file(write("a.yaml", "kafka:\n  bootstrap-servers: a:1\nbatching:\n\tmax-frames: 4\n")).problems())
                .singleElement().asString().contains("a.yaml").contains("line 4, column 1").doesNotContain("\n");
        assertThat(Settings.valid().file(write("b.yaml", "batching: {max-frames: 4\nkafka: x\n")).problems())
                .singleElement().asString().contains("line 2, column").doesNotContain("\n");
        assertThat(Settings.valid().file(write("c.yaml", "a: \u0007\n")).problems()).singleElement().asString().contains("c.yaml").doesNotContain("Exception");
    }

    @Test
    void yamlThatIsNoMapIsSaidSo() throws IOException {
        for (String text : new String[] {"- a\n- b\n", "hello\n"}) {
            assertThat(Settings.valid().file(write("a.yaml", text)).problems()).singleElement().asString().contains("no map of settings").doesNotContain("Exception");
        }
    }

    @Test
    void emptyYamlIsFine() throws IOException {
        assertThat(Settings.valid().file(write("a.yaml", "# nothing\n")).problems()).isEmpty();
        assertThat(Settings.valid().file(write("b.yaml", "")).problems()).isEmpty();
    }

    @Test
    void filesThatCannotBeReadSaySoInASentence() throws IOException {
        Path latin = Files.write(folder.resolve("latin.yaml"), "a: ü".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(Settings.valid().file(latin).problems()).singleElement().asString().contains("UTF-8").doesNotContain("Exception");
        Path inFolder = Files.createDirectory(folder.resolve("folder.yaml"));
        assertThat(Settings.valid().file(inFolder).problems()).singleElement().asString().contains("is a folder").doesNotContain("Exception");
        Path properties = write("b.properties", "a=\\u00zz");
        assertThat(Settings.valid().file(properties).problems()).singleElement().asString().contains("b.properties").doesNotContain("Exception");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
