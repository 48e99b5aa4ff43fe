package dev.framelot.load.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.load.broker.EmbeddedKafka;
import dev.framelot.load.crash.AppProcess;
import dev.framelot.schemas.FrameDetections;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that is lost, or hangs, under the whole process: probes learn of it, the process ends, and another goes on where it was. */
class LostDeviceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern PAGE = Pattern.compile("Page: (http://\\S+)");
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();

    @TempDir
    Path folder;

    private AppProcess start(EmbeddedKafka kafka, String log, List<String> jvm, Map<String, String> more) throws IOException, InterruptedException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "kafka.bootstrap-servers", kafka.bootstrapServers(), "kafka.application-id", "framelot-test", "inference.engine", "declared-cost",
                "inference.declared-cost.fixed", "4ms", "http.port", "0", "kafka.properties.consumer.session.timeout.ms", "6000"));
        settings.putAll(more);
        List<String> options = new ArrayList<>(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        options.addAll(jvm);
        AppProcess process = AppProcess.start(options, settings, folder.resolve(log));
        return process;
    }

    private static URI page(AppProcess process) {
        return Awaitility.await("the page's address").atMost(PATIENCE).until(() -> {
            String log = Files.readString(process.log());
            assertThat(process.alive()).as(log).isTrue();
            Matcher found = PAGE.matcher(log);
            return found.find() ? URI.create(found.group(1)) : null;
        }, java.util.Objects::nonNull);
    }

    /** Status and body of /livez; empty once nobody answers. */
    private static String livez(URI page) throws InterruptedException {
        try {
            HttpResponse<String> answer = CLIENT.send(HttpRequest.newBuilder(page.resolve("/livez")).timeout(Duration.ofSeconds(5)).build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException gone) {
            return "";
        }
    }

    private static void send(Frames frames, int from, int until) {
        for (int i = from; i < until; i++) {
            frames.send("camera-" + i % 4, i / 4, Frames.JPEG);
        }
        frames.flush();
    }

    private static void fateOfAll(Outcomes outcomes, int frames) {
        outcomes.await(frames, PATIENCE);
        assertThat(outcomes.detections).hasSize(frames).extracting(FrameDetections::getFrameId).doesNotHaveDuplicates();
        Map<String, Long> last = new HashMap<>();
        for (FrameDetections one : outcomes.detections) {
            assertThat(one.getSequence()).as(one.getCameraId()).isGreaterThan(last.getOrDefault(one.getCameraId(), -1L));
            last.put(one.getCameraId(), one.getSequence());
        }
    }

    @Test
    void aLostDeviceEndsTheProcessWithAFailureAndTheNextOneEmitsEveryFrameOnce() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers())) {
                AppProcess doomed = start(kafka, "doomed.log", List.of("-Dframelot.declared-cost.batches-until-lost=5"), Map.of("batching.max-frames", "8"));
                URI page = page(doomed);
                assertThat(livez(page)).startsWith("200");
                long beganNanos = System.nanoTime();
                send(frames, 0, 400);
                String last = livez(page);
                while (last.startsWith("200")) {
                    assertThat(System.nanoTime() - beganNanos).as("patience").isLessThan(PATIENCE.toNanos());
                    last = livez(page);
                }
                double toldSeconds = (System.nanoTime() - beganNanos) / 1e9;
                // The process may have ended between two questions.
                assertThat(last).matches(answer -> answer.isEmpty() || answer.startsWith("503") && answer.contains("the device is lost"));
                int status = doomed.exit(PATIENCE.toSeconds());
                System.out.printf("Lost device: liveness knew %.1f s after the frames were sent, the end came after %.1f s%n", toldSeconds, (System.nanoTime() - beganNanos) / 1e9);
                String log = Files.readString(doomed.log());
                assertThat(status).as(log).isEqualTo(1);
                assertThat(log).contains("Framelot can't go on", "the device is lost after 5 batches", "No unfinished frame is committed");
                outcomes.await(41, Duration.ofSeconds(2));
                assertThat(outcomes.detections).as("of five batches of at most 8").hasSizeLessThanOrEqualTo(40);

                AppProcess next = start(kafka, "next.log", List.of(), Map.of());
                page(next);
                try {
                    fateOfAll(outcomes, 400);
                } finally {
                    assertThat(next.term(60)).isZero();
                }
            }
        }
    }

    @Test
    void aHungBatchIsFoundByTheWatchdogAndEndsTheProcessThoughItsLaneNeverReturns() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers())) {
                AppProcess hung = start(kafka, "hung.log", List.of(), Map.of("inference.declared-cost.fixed", "60s", "inference.watchdog", "1s"));
                URI page = page(hung);
                send(frames, 0, 40);
                Awaitility.await("liveness knows").atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> livez(page), answer -> answer.startsWith("503") && answer.contains("inference.watchdog"));
                long toldNanos = System.nanoTime();
                int status = hung.exit(PATIENCE.toSeconds());
                System.out.printf("Hung device: the end came %.1f s after liveness knew%n", (System.nanoTime() - toldNanos) / 1e9);
                String log = Files.readString(hung.log());
                assertThat(status).as(log).isEqualTo(1);
                assertThat(log.lines().filter(line -> line.contains("Not ready"))).as("a line for each change, not for each second").hasSizeLessThanOrEqualTo(3);
                outcomes.await(1, Duration.ofSeconds(2));
                assertThat(outcomes.detections).isEmpty();

                AppProcess next = start(kafka, "next.log", List.of(), Map.of());
                page(next);
                try {
                    fateOfAll(outcomes, 40);
                } finally {
                    assertThat(next.term(60)).isZero();
                }
            }
        }
    }
}
