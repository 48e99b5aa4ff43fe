package dev.framelot.load.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.framelot.config.BatchingSettings;
import dev.framelot.load.broker.EmbeddedKafka;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
    private static EmbeddedKafka kafka;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        System.setProperty("framelot.home", Path.of("..").toAbsolutePath().normalize().toString());
        kafka = EmbeddedKafka.start();
    }

    @AfterAll
    static void stop() {
        kafka.close();
        System.clearProperty("framelot.home");
    }

    @Test
    void aSecondDemoOnTheSameClusterTakesNothingOfTheFirstForItsOwn() throws Exception {
        for (int run = 1; run <= 2; run++) {
            JsonNode summary = demo(Map.of());
            assertThat(summary.at("/frames/published").asLong()).as("run %d: %s", run, summary).isEqualTo(8);
            assertThat(summary.at("/frames/consumed").asLong()).as("run %d: %s", run, summary).isEqualTo(8);
            assertThat(summary.at("/duplicated").asLong()).isZero();
            assertThat(summary.at("/accuracy/recall").asDouble()).isPositive();
        }
    }

    @Test
    void bareImagesAreAuditedLikeAnyOther() throws Exception {
        JsonNode summary = demo(Map.of("frame.format", "image", "topics.frames", "images"));
        assertThat(summary.at("/frames/detected").asLong()).as("%s", summary).isEqualTo(8);
        assertThat(summary.at("/accuracy/recall").asDouble()).isPositive();
    }

    private JsonNode demo(Map<String, String> settings) throws Exception {
        DemoOptions options = new DemoOptions();
        options.cameras = 2;
        options.framesPerSecond = 4;
        options.duration = Duration.ofSeconds(1);
        options.mode = BatchingSettings.Mode.FIXED;
        options.seed = 1;
        options.bootstrapServers = kafka.bootstrapServers();
        options.json = folder.resolve("summary.json");
        options.plain = true;
        options.settings.putAll(settings);
        StringWriter said = new StringWriter();
        assertThat(new Demo(options, new PrintWriter(said)).run()).as("%s", said).isTrue();
        return new ObjectMapper().readTree(options.json.toFile());
    }
}
