package dev.framelot.load.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.framelot.app.FramelotApp;
import dev.framelot.config.BatchingSettings.Drop;
import dev.framelot.config.BatchingSettings.Mode;
import dev.framelot.config.DeliverySettings.Guarantee;
import dev.framelot.config.FramelotConfig;
import dev.framelot.config.HttpSettings;
import dev.framelot.load.broker.EmbeddedKafka;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.telemetry.Metric;
import dev.framelot.telemetry.MetricsCatalogue;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The control plane of a real instance beside a real broker. */
class ControlPlaneIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static FramelotConfig config(EmbeddedKafka kafka) {
        return TestConfig.of(kafka.bootstrapServers(), Guarantee.EXACTLY_ONCE).withHttp(HttpSettings.loopback(0));
    }

    private static HttpResponse<String> get(FramelotApp app, String path) throws IOException, InterruptedException {
        return CLIENT.send(request(app, path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode put(FramelotApp app, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = CLIENT.send(
                request(app, path).header("Content-Type", "application/json").PUT(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static HttpResponse<String> post(FramelotApp app, String camera, byte[] image) throws IOException, InterruptedException {
        return CLIENT.send(
                request(app, "/v1/cameras/" + camera + "/frames").header("Content-Type", "image/jpeg").POST(HttpRequest.BodyPublishers.ofByteArray(image)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(FramelotApp app, String path) {
        return HttpRequest.newBuilder(URI.create(app.url().orElseThrow()).resolve(path)).timeout(Duration.ofSeconds(30));
    }

    private static void awaitReady(FramelotApp app) {
        Awaitility.await("ready").atMost(PATIENCE).until(() -> get(app, "/readyz").statusCode() == 200);
    }

    /** Server-sent events from a socket of its own, read by the test's thread. */
    private static final class Events implements AutoCloseable {
        private final Socket socket;
        private final StringBuilder heard = new StringBuilder();

        Events(FramelotApp app, String path) throws IOException {
            URI at = URI.create(app.url().orElseThrow());
            socket = new Socket(at.getHost(), at.getPort());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: " + at.getAuthority() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        /** Data of the next event of this name. */
        JsonNode next(String name) throws IOException {
            Pattern event = Pattern.compile("event: " + name + "\ndata: (.*?)\n\n", Pattern.DOTALL);
            byte[] buffer = new byte[16_384];
            InputStream in = socket.getInputStream();
            while (true) {
                Matcher found = event.matcher(heard);
                if (found.find()) {
                    String data = found.group(1);
                    // Events of other names stay until somebody asks for them.
                    heard.delete(found.start(), found.end());
                    // A chunk of the transfer may end within an event.
                    return JSON.readTree(data.replaceAll("\r\n[0-9a-f]+\r\n", ""));
                }
                int read = in.read(buffer);
                if (read < 0) {
                    throw new IOException("The stream ended; heard so far: " + heard);
                }
                heard.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void aFramePostedBecomesAResultThatIsSeenEverywhere() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            try (FramelotApp app = FramelotApp.start(config(kafka))) {
                awaitReady(app);
                try (Events live = new Events(app, "/v1/live?frames=5");
                        Events results = new Events(app, "/v1/cameras/line%2F3/results")) {
                    assertThat(live.next("hello").get("models").get(0).get("provider").asText()).isEqualTo("declared-cost");
                    results.next("following");
                    HttpResponse<String> posted = post(app, "line%2F3", Frames.JPEG);
                    assertThat(posted.statusCode()).as(posted.body()).isEqualTo(202);
                    JsonNode accepted = JSON.readTree(posted.body());
                    assertThat(accepted.get("camera").asText()).isEqualTo("line/3");
                    JsonNode result = results.next("result");
                    assertThat(result.get("frameId")).as("by it the sender knows its frame again").isEqualTo(accepted.get("frameId"));
                    assertThat(result.get("fate").asText()).isEqualTo("detected");
                    assertThat(result.get("boxes")).isNotEmpty();
                    JsonNode sample = live.next("frame");
                    assertThat(sample.get("camera").asText()).isEqualTo("line/3");
                    HttpResponse<byte[]> image = CLIENT.send(request(app, sample.get("image").asText()).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
                    assertThat(image.body()).as("the image that was posted").isEqualTo(Frames.JPEG);
                    JsonNode batch = live.next("batches").get("batches").get(0);
                    assertThat(batch.get("actualMicros").asLong()).as("4 ms and 0.3 ms a frame").isGreaterThan(4_000);
                    HttpResponse<String> bad = post(app, "line%2F3", Arrays.copyOf(Frames.JPEG, 40));
                    assertThat(bad.statusCode()).as("it begins as a JPEG does").isEqualTo(202);
                    JsonNode refused;
                    do {
                        refused = results.next("result");
                    } while (refused.get("fate").asText().equals("detected"));
                    assertThat(refused.get("reason").asText()).isEqualTo("truncated");
                    JsonNode stats;
                    do {
                        stats = live.next("stats");
                    } while (stats.get("deadLettered").path("truncated").asLong() < 1);
                    assertThat(stats.get("ready").asBoolean()).isTrue();
                }
                JsonNode decisions = JSON.readTree(get(app, "/v1/decisions?last=3").body()).get("decisions");
                assertThat(decisions).isNotEmpty();
                assertThat(decisions.get(0).get("sentence").asText()).contains("because", "shape");
                JsonNode cameras = JSON.readTree(get(app, "/v1/cameras").body()).get("cameras");
                assertThat(cameras.get(0).get("deadLettered").asLong()).isEqualTo(1);
                theMetricsAreThoseOfTheCatalogue(get(app, "/metrics").body());
                CLIENT.send(request(app, "/v1/drain").POST(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.discarding());
                assertThat(app.awaitExit()).as("drained").isZero();
            }
        }
    }

    @Test
    void aCameraThatIsNamedToForgeLinesIsEscapedWhereverItIsShownAndIsNoLabel() throws Exception {
        String forged = "\r\nevent: forged\r\n\u001b[31m${jndi:ldap://x}";
        String odd = "${jndi:ldap:x}<b>";
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    FramelotApp app = FramelotApp.start(config(kafka))) {
                awaitReady(app);
                HttpResponse<String> refused = post(app, "%0D%0Aevent:%20forged%0D%0A%1B", Frames.JPEG);
                assertThat(refused.statusCode()).as("control characters, by HTTP").isEqualTo(400);
                assertThat(refused.body()).doesNotContain("\nevent: forged", "\u001b");
                try (Events live = new Events(app, "/v1/live?frames=5");
                        Events results = new Events(app, "/v1/cameras/%24%7Bjndi:ldap:x%7D%3Cb%3E/results")) {
                    live.next("hello");
                    results.next("following");
                    HttpResponse<String> posted = post(app, "%24%7Bjndi:ldap:x%7D%3Cb%3E", Frames.JPEG);
                    assertThat(posted.statusCode()).as(posted.body()).isEqualTo(202);
                    assertThat(results.next("result").get("camera").asText()).isEqualTo(odd);
                    assertThat(live.next("frame").get("camera").asText()).isEqualTo(odd);
                    // By Kafka a camera may have any name.
                    frames.send(forged, 0, Frames.JPEG);
                    frames.flush();
                    String escaped = "\\u000d\\u000aevent: forged\\u000d\\u000a\\u001b[31m${jndi:ldap://x}";
                    assertThat(live.next("frame").get("camera").asText()).isEqualTo(escaped);
                    assertThat(live.heard.toString()).doesNotContain("\nevent: forged", "\u001b");
                }
                assertThat(get(app, "/v1/cameras/%0D%0Aevent:%20forged/results").statusCode()).as("the contract's checks take no such name").isEqualTo(400);
                assertThat(JSON.readTree(get(app, "/v1/cameras").body()).get("cameras").findValuesAsText("camera"))
                        .containsExactlyInAnyOrder(odd, "\\u000d\\u000aevent: forged\\u000d\\u000a\\u001b[31m${jndi:ldap://x}");
                long before = get(app, "/metrics").body().lines().filter(line -> line.startsWith("framelot_")).count();
                for (int i = 0; i < 300; i++) {
                    frames.send("camera\n" + i, 0, Frames.JPEG);
                    assertThat(get(app, "/v1/nothing-" + i).statusCode()).isIn(404, 429);
                }
                frames.flush();
                Awaitility.await().atMost(PATIENCE).until(() -> app.stats().detected() == 302);
                // The budget of requests may just be used up.
                Awaitility.await().atMost(PATIENCE).until(() -> get(app, "/metrics").statusCode() == 200);
                String after = Awaitility.await().atMost(PATIENCE).until(() -> get(app, "/metrics").body(), body -> body.contains("framelot_frames_taken_total 302"));
                // Batches of other shapes and reasons may be new; none of 300 cameras or paths is.
                assertThat(after.lines().filter(line -> line.startsWith("framelot_")).count()).isLessThan(before + 100);
                assertThat(after.lines().filter(line -> !line.startsWith("#"))).noneMatch(line -> line.contains("jndi") || line.contains("camera") || line.contains("nothing-"));
            }
        }
    }

    private static void theMetricsAreThoseOfTheCatalogue(String scraped) {
        Set<String> families = new TreeSet<>();
        scraped.lines().filter(line -> line.startsWith("# TYPE framelot_")).forEach(line -> families.add(line.split(" ")[2]));
        // A histogram's maximum is a gauge of its own.
        families.removeIf(name -> name.endsWith("_max"));
        assertThat(families).isEqualTo(new TreeSet<>(MetricsCatalogue.all().stream().map(Metric::exposed).toList()));
        assertThat(scraped).contains("framelot_frames_total{fate=\"dead-letter\",reason=\"truncated\"} 1.0", "jvm_memory_used_bytes", "kafka_", "vertx_");
        assertThat(scraped).as("no camera in a label").doesNotContain("line/3");
    }

    @Test
    void aSocketTakesFramesAndAnswersEachInOrder() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            try (FramelotApp app = FramelotApp.start(config(kafka))) {
                awaitReady(app);
                BlockingQueue<String> answers = new LinkedBlockingQueue<>();
                URI page = URI.create(app.url().orElseThrow());
                WebSocket socket = CLIENT.newWebSocketBuilder()
                        .buildAsync(URI.create("ws://" + page.getAuthority() + "/v1/cameras/webcam/socket"), new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                                answers.add(text.toString());
                                from.request(1);
                                return null;
                            }
                        })
                        .get(30, TimeUnit.SECONDS);
                List<Integer> statuses = new ArrayList<>();
                for (byte[] image : List.of(Frames.JPEG, new byte[] {1, 2, 3, 4, 5}, Frames.JPEG)) {
                    socket.sendBinary(ByteBuffer.wrap(image), true).get(30, TimeUnit.SECONDS);
                    statuses.add(JSON.readTree(answers.poll(30, TimeUnit.SECONDS)).get("status").asInt());
                }
                assertThat(statuses).containsExactly(202, 415, 202);
                Awaitility.await().atMost(PATIENCE).until(() -> app.stats().detected() == 2);
                socket.abort();
            }
        }
    }

    @Test
    void theModeToggledUnderLoadOverHttpLosesNothingAndSettles() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            FramelotConfig config = TestConfig.batching(config(kafka), Mode.ADAPTIVE, Duration.ofMillis(200), Drop.KEEP_ALL).withHttp(HttpSettings.loopback(0));
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers());
                    FramelotApp app = FramelotApp.start(config)) {
                awaitReady(app);
                int sequence = 0;
                for (String mode : List.of("throughput", "latency", "fixed", "adaptive", "throughput", "latency")) {
                    for (int i = 0; i < 100; i++, sequence++) {
                        frames.send("camera-" + sequence % 5, sequence / 5, Frames.JPEG);
                    }
                    frames.flush();
                    long beganNanos = System.nanoTime();
                    JsonNode changed = put(app, "/v1/mode", "{\"mode\":\"" + mode + "\"}");
                    assertThat(changed.get("mode").asText()).isEqualTo(mode);
                    assertThat(System.nanoTime() - beganNanos).as("in force when answered, in less than 10 s").isLessThan(10_000_000_000L);
                    assertThat(app.state().mode().name()).isEqualToIgnoringCase(mode);
                }
                outcomes.await(sequence, PATIENCE);
                assertThat(outcomes.detections).hasSize(sequence).extracting(FrameDetections::getFrameId).doesNotHaveDuplicates();
                JsonNode last = JSON.readTree(get(app, "/v1/decisions?last=1").body()).get("decisions").get(0);
                assertThat(last.get("actualMicros").isNull() || last.get("actualMicros").asLong() > 0).isTrue();
            }
        }
    }

    @Test
    void fiveHundredIdleViewersAndAFloodOfRequestsLeaveTheFramesAlone() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            List<Socket> viewers = new ArrayList<>();
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers());
                    FramelotApp app = FramelotApp.start(config(kafka))) {
                awaitReady(app);
                URI at = URI.create(app.url().orElseThrow());
                for (int i = 0; i < 500; i++) {
                    Socket viewer = new Socket(at.getHost(), at.getPort());
                    viewer.getOutputStream().write(("GET /v1/live HTTP/1.1\r\nHost: " + at.getAuthority() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                    viewers.add(viewer);
                }
                for (int i = 0; i < 1_000; i++) {
                    frames.send("camera-" + i % 10, i / 10, Frames.JPEG);
                }
                frames.flush();
                int refused = 0;
                int asked = 0;
                while (app.stats().detected() < 1_000 || asked < 2_000) {
                    refused += get(app, "/v1/mode").statusCode() == 429 ? 1 : 0;
                    assertThat(++asked).as("requests until all frames were done").isLessThan(100_000);
                }
                outcomes.await(1_000, PATIENCE);
                assertThat(outcomes.detections).hasSize(1_000).extracting(FrameDetections::getFrameId).doesNotHaveDuplicates();
                // A slow machine may ask less than 500 a second: then nothing had to be refused.
                assertThat(refused).isBetween(0, asked - 500);
                assertThat(get(app, "/livez").statusCode()).isEqualTo(200);
            } finally {
                for (Socket viewer : viewers) {
                    viewer.close();
                }
            }
        }
    }

    @Test
    void pausedIntakeTakesNothingAndIsNotReadyAndGoesOn() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers());
                    FramelotApp app = FramelotApp.start(config(kafka))) {
                awaitReady(app);
                put(app, "/v1/intake", "{\"paused\":true}");
                HttpResponse<String> ready = get(app, "/readyz");
                assertThat(ready.statusCode()).isEqualTo(503);
                assertThat(ready.body()).contains("paused by hand");
                for (int i = 0; i < 200; i++) {
                    frames.send("camera", i, Frames.JPEG);
                }
                frames.flush();
                outcomes.await(1, Duration.ofSeconds(2));
                assertThat(outcomes.detections.size()).as("at most what a poll had brought when it was paused").isLessThan(200);
                put(app, "/v1/intake", "{\"paused\":false}");
                outcomes.await(200, PATIENCE);
                assertThat(outcomes.detections).hasSize(200);
                awaitReady(app);
            }
        }
    }

    @Test
    void aMissingOutputTopicIsTheReasonInReadinessUntilItIsBack() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            try (FramelotApp app = FramelotApp.start(config(kafka))) {
                awaitReady(app);
                admin.deleteTopics(List.of("detections")).all().get(30, TimeUnit.SECONDS);
                Awaitility.await().atMost(PATIENCE).until(() -> get(app, "/readyz").body().contains("topic 'detections' does not exist"));
                assertThat(get(app, "/readyz").statusCode()).isEqualTo(503);
                assertThat(get(app, "/livez").statusCode()).as("a restart would not help").isEqualTo(200);
                Awaitility.await().ignoreExceptions().atMost(PATIENCE).until(() -> {
                    admin.createTopics(List.of(new NewTopic("detections", 4, (short) 1))).all().get(30, TimeUnit.SECONDS);
                    return true;
                });
                awaitReady(app);
            }
        }
    }

    @Test
    void aHungDeviceEndsLivenessWithItsReason() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            FramelotConfig hung = TestConfig.draining(
                            TestConfig.watched(TestConfig.costing(TestConfig.of(kafka.bootstrapServers(), Guarantee.EXACTLY_ONCE), Duration.ofSeconds(20), Duration.ZERO),
                                    Duration.ofSeconds(1)),
                            Duration.ofSeconds(1))
                    .withHttp(HttpSettings.loopback(0));
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    FramelotApp app = FramelotApp.start(hung)) {
                awaitReady(app);
                assertThat(get(app, "/livez").statusCode()).isEqualTo(200);
                frames.send("camera", 0, Frames.JPEG);
                frames.flush();
                Awaitility.await().atMost(PATIENCE).until(() -> get(app, "/livez").statusCode() == 503);
                assertThat(get(app, "/livez").body()).contains("inference.watchdog");
                assertThat(get(app, "/readyz").statusCode()).isEqualTo(503);
                assertThat(app.awaitExit()).isEqualTo(1);
            }
        }
    }
}
