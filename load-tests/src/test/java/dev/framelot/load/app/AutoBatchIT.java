package dev.framelot.load.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.framelot.app.FramelotApp;
import dev.framelot.config.ConfigLoader;
import dev.framelot.config.ConfigSources;
import dev.framelot.config.FramelotConfig;
import dev.framelot.load.broker.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code batching.max-frames: -1} with a real model: measured at the first start, read from the profile at the next. */
class AutoBatchIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FRAMES = 300;

    @TempDir
    Path folder;

    @Test
    void theFirstStartMeasuresAndTheNextReadsTheProfileAndNoShapeRunsThatWasNotMeasured() throws Exception {
        Path model = new ModelCopies(folder).copy("one", "1");
        Path profiles = folder.resolve("profiles");
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Frames frames = new Frames(kafka.bootstrapServers())) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            Map<String, String> settings = new HashMap<>();
            settings.put("kafka.bootstrap-servers", kafka.bootstrapServers());
            settings.put("kafka.application-id", "framelot-auto-batch");
            settings.put("inference.model", model.toString());
            settings.put("inference.lanes", "1");
            settings.put("inference.profiles", profiles.toString());
            settings.put("batching.max-frames", "-1");
            FramelotConfig config = ConfigLoader.load(new ConfigSources(Optional.empty(), Map.of(), Map.of(), settings)).config();
            try (Outcomes outcomes = new Outcomes(kafka.bootstrapServers())) {
                TreeSet<Integer> measured;
                FileTime written;
                try (FramelotApp app = FramelotApp.start(config)) {
                    Path profile = only(profiles);
                    measured = shapes(profile);
                    written = Files.getLastModifiedTime(profile);
                    send(frames, 0);
                    outcomes.await(FRAMES, PATIENCE);
                    assertThat(app.shutDown()).isTrue();
                }
                assertThat(measured).contains(1);
                try (FramelotApp app = FramelotApp.start(config)) {
                    assertThat(Files.getLastModifiedTime(only(profiles))).as("read, not measured again").isEqualTo(written);
                    send(frames, FRAMES);
                    outcomes.await(2 * FRAMES, PATIENCE);
                    assertThat(app.shutDown()).isTrue();
                }
                assertThat(outcomes.detections).hasSize(2 * FRAMES);
                assertThat(outcomes.detections).allSatisfy(found -> assertThat(measured).contains(found.getBatch().getShape()));
            }
        }
    }

    private static void send(Frames frames, int from) {
        for (int i = from; i < from + FRAMES; i++) {
            frames.send("camera-" + i % 5, i / 5, Frames.JPEG);
        }
        frames.flush();
    }

    private static Path only(Path profiles) throws Exception {
        try (Stream<Path> files = Files.list(profiles)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private static TreeSet<Integer> shapes(Path profile) throws Exception {
        TreeSet<Integer> shapes = new TreeSet<>();
        new ObjectMapper().readTree(profile.toFile()).get("shapes").forEach(run -> shapes.add(run.get("shape").asInt()));
        return shapes;
    }
}
