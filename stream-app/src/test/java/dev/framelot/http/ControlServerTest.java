package dev.framelot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.framelot.config.HttpSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real server at a free port, asked as strangers would ask it. */
class ControlServerTest {
    private static final int IMAGE_BYTES = 100_000;

    private final FakeInstance instance = new FakeInstance();
    private ControlServer server;

    private Ask serve(HttpSettings settings) {
        server = ControlServer.start(settings, IMAGE_BYTES, "test", new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        server.show(instance);
        return new Ask(server.port());
    }

    private Ask serve() {
        return serve(HttpSettings.loopback(0));
    }

    private Ask serveWithTokens() {
        return serve(new HttpSettings("127.0.0.1", 0, Optional.of("read-token-1234567"), Optional.of("write-token-1234567"), 500, 100));
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }

    @Test
    void healthIsToldBeforeThereIsAnInstanceAndAllElseIsStarting() throws Exception {
        server = ControlServer.start(HttpSettings.loopback(0), IMAGE_BYTES, "test", new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        Ask ask = new Ask(server.port());
        assertThat(ask.get("/livez").status()).isEqualTo(200);
        assertThat(ask.get("/startupz").status()).isEqualTo(503);
        assertThat(ask.get("/readyz").status()).isEqualTo(503);
        assertThat(ask.get("/v1/state").status()).isEqualTo(503);
        assertThat(ask.head("/livez")).as("some probes ask by HEAD").isEqualTo(200);
        assertThat(ask.head("/readyz")).isEqualTo(503);
        server.show(instance);
        assertThat(ask.get("/startupz").status()).isEqualTo(200);
        assertThat(ask.get("/v1/state").status()).isEqualTo(200);
    }

    @Test
    void readinessAndLivenessSayWhyInWords() throws Exception {
        Ask ask = serve();
        instance.notReady = List.of("topic 'detections' does not exist\u001b[31m");
        instance.notAlive = List.of("lane 0 has ended");
        Ask.Answer ready = ask.get("/readyz");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(texts(ready.json().get("reasons"))).containsExactly("topic 'detections' does not exist\\u001b[31m");
        assertThat(ask.get("/livez").status()).isEqualTo(503);
    }

    @Test
    void theModeIsChangedAndTheAnswerIsTheNewState() throws Exception {
        Ask ask = serve();
        Ask.Answer changed = ask.put("/v1/mode", "{\"mode\":\"throughput\",\"slo\":\"50ms\",\"by\":\"night-shift\",\"version\":0}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().get("mode").asText()).isEqualTo("throughput");
        assertThat(changed.json().get("version").asLong()).isEqualTo(1);
        assertThat(changed.json().get("issuedBy").asText()).isEqualTo("night-shift");
        assertThat(changed.json().get("modes")).hasSize(4);
        Ask.Answer stale = ask.put("/v1/mode", "{\"mode\":\"latency\",\"version\":0}");
        assertThat(stale.status()).as("optimistic version").isEqualTo(409);
        assertThat(stale.json().get("detail").asText()).contains("version 1 is in force");
        assertThat(ask.get("/v1/mode").json().get("mode").asText()).isEqualTo("throughput");
    }

    @Test
    void aFurtherModelIsListedWithTheNameByWhichFramesReachIt() throws Exception {
        Ask ask = serve();
        instance.models.several = true;
        JsonNode models = ask.get("/v1/models").json().get("models");
        assertThat(models.get(0).get("route").asText()).isEqualTo("main");
        assertThat(models.get(1).get("route").asText()).isEqualTo("night");
        assertThat(models.get(1).get("name").asText()).isEqualTo("thermal");
        assertThat(models.get(1).get("shapes")).hasSize(2);
        assertThat(models.get(2).get("state").asText()).isEqualTo("unusable");
        Ask.Answer swapped = ask.put("/v1/models/serving", "{\"model\":\"m-2\",\"route\":\"night\",\"version\":0,\"by\":\"night-shift\"}");
        assertThat(swapped.status()).as(swapped.text()).isEqualTo(200);
        assertThat(swapped.json().get("version").asLong()).as("main is as it was").isZero();
        assertThat(swapped.json().get("models").get(0).get("version").asText()).isEqualTo("1");
        assertThat(swapped.json().get("models").get(1).get("version").asText()).isEqualTo("2");
        assertThat(swapped.json().get("routes").get(1).get("version").asLong()).isEqualTo(1);
        assertThat(ask.post("/v1/models/m-2/load?route=night", "application/json", new byte[0]).status()).isEqualTo(200);
        for (String wrong : List.of("/v1/decisions?route=day", "/v1/profile?route=day")) {
            assertThat(ask.get(wrong).status()).as(wrong).isEqualTo(404);
            assertThat(ask.get(wrong).json().get("detail").asText()).contains("'day'", "main, night");
        }
        assertThat(ask.put("/v1/models/shadow", "{\"model\":\"m-2\",\"route\":\"day\"}").status()).isEqualTo(404);
        assertThat(ask.get("/v1/profile?route=night").json().get("shapes")).as("nothing has run there").isEmpty();
        Ask.Answer named = ask.post("/v1/cameras/cam/frames?model=night", "image/jpeg", new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0});
        assertThat(named.status()).as("this instance routes by topic only").isEqualTo(400);
        assertThat(named.json().get("detail").asText()).contains("frame.model-attribute");
    }

    @Test
    void modelsAreListedSwappedAndShadowedEachWithTheVersionItWasMeantFor() throws Exception {
        Ask ask = serve();
        JsonNode listed = ask.get("/v1/models").json();
        assertThat(listed.get("version").asLong()).isZero();
        assertThat(listed.get("models")).hasSize(2);
        assertThat(listed.get("models").get(0).get("state").asText()).isEqualTo("serving");
        assertThat(listed.get("models").get(1).get("state").asText()).isEqualTo("unusable");
        assertThat(listed.get("models").get(1).get("problem").asText()).contains("weights");
        assertThat(ask.get("/v1/state").json().get("models")).as("nothing is read for the state").hasSize(1);

        Ask.Answer shadowed = ask.put("/v1/models/shadow", "{\"model\":\"m-2\",\"version\":0,\"by\":\"night-shift\"}");
        assertThat(shadowed.status()).as(shadowed.text()).isEqualTo(200);
        assertThat(shadowed.json().get("issuedBy").asText()).isEqualTo("night-shift");
        assertThat(shadowed.json().get("models").get(1).get("state").asText()).isEqualTo("shadow");
        assertThat(ask.put("/v1/models/serving", "{\"model\":\"m-2\",\"version\":0}").status()).as("optimistic version").isEqualTo(409);
        Ask.Answer stopped = ask.put("/v1/models/shadow", "{\"model\":null,\"version\":1}");
        assertThat(stopped.status()).as(stopped.text()).isEqualTo(200);
        Ask.Answer loaded = ask.post("/v1/models/m-2/load", "application/json", new byte[0]);
        assertThat(loaded.status()).as(loaded.text()).isEqualTo(200);
        assertThat(loaded.json().get("models").get(1).get("state").asText()).isEqualTo("ready");
        Ask.Answer swapped = ask.put("/v1/models/serving", "{\"model\":\"m-2\",\"version\":2}");
        assertThat(swapped.status()).as(swapped.text()).isEqualTo(200);
        assertThat(swapped.json().get("models").get(0).get("version").asText()).isEqualTo("2");
        assertThat(swapped.json().get("version").asLong()).isEqualTo(3);
        assertThat(swapped.json().get("models").get(0).get("folder").asText()).isEqualTo("m-2");
        assertThat(ask.put("/v1/models/serving", "{\"settings\":true,\"version\":2}").status()).as("optimistic version").isEqualTo(409);
        Ask.Answer back = ask.put("/v1/models/serving", "{\"settings\":true,\"version\":3,\"by\":\"day-shift\"}");
        assertThat(back.status()).as(back.text()).isEqualTo(200);
        assertThat(back.json().get("version").asLong()).isEqualTo(4);
        assertThat(back.json().get("issuedBy").asText()).isEqualTo("day-shift");
        assertThat(back.json().get("models").get(0).get("folder").isNull()).isTrue();
        assertThat(back.json().get("models").get(0).get("version").asText()).isEqualTo("1");
    }

    @Test
    void whileModelsLoadAllElseIsAnsweredAndOnlySoManyMayWait() throws Exception {
        Ask ask = serve();
        instance.models.mayLoad = new CountDownLatch(1);
        BlockingQueue<Ask.Answer> answers = new LinkedBlockingQueue<>();
        ExecutorService callers = Executors.newFixedThreadPool(ModelRoutes.MOST_ASKED + 1);
        try {
            for (int i = 0; i <= ModelRoutes.MOST_ASKED; i++) {
                callers.submit(() -> answers.add(ask.post("/v1/models/m-2/load", "application/json", new byte[0])));
            }
            Ask.Answer refused = answers.poll(20, TimeUnit.SECONDS);
            assertThat(refused).as("one too many").isNotNull();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().get("detail").asText()).contains("8 changes of the models run or wait");
            assertThat(ask.get("/v1/models").status()).isEqualTo(200);
            assertThat(ask.get("/v1/cameras").status()).as("on the common workers").isEqualTo(200);
            assertThat(ask.put("/v1/mode", "{\"mode\":\"throughput\",\"slo\":\"50ms\"}").status()).as("on the common workers").isEqualTo(200);
            assertThat(answers).as("the others still load").isEmpty();
            instance.models.mayLoad.countDown();
            for (int i = 0; i < ModelRoutes.MOST_ASKED; i++) {
                Ask.Answer loaded = answers.poll(20, TimeUnit.SECONDS);
                assertThat(loaded).isNotNull();
                assertThat(loaded.status()).isEqualTo(200);
            }
            assertThat(ask.post("/v1/models/m-2/load", "application/json", new byte[0]).status()).as("there is room again").isEqualTo(200);
        } finally {
            instance.models.mayLoad.countDown();
            callers.shutdownNow();
        }
    }

    @Test
    void aModelThatCanNotServeIsAProblemThatSaysWhyAndNothingChanges() throws Exception {
        Ask ask = serve();
        Ask.Answer broken = ask.put("/v1/models/serving", "{\"model\":\"broken\"}");
        assertThat(broken.status()).as(broken.text()).isEqualTo(422);
        assertThat(broken.json().get("detail").asText()).contains("weights are not those of the card").contains("Nothing has changed");
        assertThat(ask.put("/v1/models/shadow", "{\"model\":\"broken\"}").status()).isEqualTo(422);
        assertThat(ask.post("/v1/models/broken/load", "application/json", new byte[0]).status()).isEqualTo(422);
        assertThat(ask.put("/v1/models/serving", "{\"model\":\"nobody\"}").status()).isEqualTo(404);
        for (String body : List.of("{\"model\":\"../etc\"}", "{}", "{\"model\":null}", "{\"modell\":\"m-2\"}", "[]",
                "{\"settings\":false}", "{\"settings\":null}", "{\"settings\":\"yes\"}", "{\"settings\":true,\"model\":\"m-2\"}")) {
            assertThat(ask.put("/v1/models/serving", body).status()).as(body).isEqualTo(400);
        }
        for (String body : List.of("{}", "{\"settings\":true,\"model\":\"m-2\"}")) {
            assertThat(ask.put("/v1/models/serving", body).json().get("detail").asText()).as(body).contains("model", "settings");
        }
        assertThat(ask.post("/v1/models/..%2fetc/load", "application/json", new byte[0]).status()).isBetween(400, 404);
        assertThat(instance.models.main().running().choice().version()).as("nothing changed").isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"mode\":\"turbo\"}|throughput",
                "{\"mod\":\"latency\"}|maxFrames",
                "{\"maxFrames\":0}|",
                "{\"maxFrames\":\"many\"}|",
                "{\"slo\":\"soon\"}|",
                "{\"slo\":\"99999999999h\"}|",
                "{\"maxWait\":\"2h\"}|",
                "{}|",
                "[1]|",
                "no json|"
            })
    void whatTheContractDoesNotAllowIsAProblemThatNamesWhatIs(String body, String allowed) throws Exception {
        Ask.Answer answer = serve().put("/v1/mode", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("detail").asText()).isNotBlank();
        if (allowed != null) {
            assertThat(texts(answer.json().get("allowed"))).contains(allowed);
        }
        assertThat(instance.state.version()).as("nothing changed").isZero();
    }

    @Test
    void aBodyOfTenMegabytesIsRefused() throws Exception {
        Ask ask = serve();
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("PUT /v1/mode HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\nContent-Type: application/json\r\nContent-Length: 10485760\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String first = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
            assertThat(first).as("before the body is sent").contains("413");
        }
        assertThat(ask.get("/v1/mode").status()).isEqualTo(200);
    }

    @Test
    void moreRequestsThanAllowedAreTurnedAwayAndHealthIsNot() throws Exception {
        Ask ask = serve(new HttpSettings("127.0.0.1", 0, Optional.empty(), Optional.empty(), 20, 100));
        int refused = 0;
        for (int i = 0; i < 200; i++) {
            Ask.Answer answer = ask.get("/v1/intake");
            if (answer.status() == 429) {
                refused++;
                assertThat(answer.header("Retry-After")).isEqualTo("1");
            }
        }
        assertThat(refused).isGreaterThan(50);
        assertThat(ask.get("/livez").status()).isEqualTo(200);
    }

    @Test
    void withTokensNobodyLooksWithoutAndNobodyChangesWithTheReadToken() throws Exception {
        Ask ask = serveWithTokens();
        assertThat(ask.get("/v1/state").status()).isEqualTo(401);
        assertThat(ask.get("/v1/state", "Authorization", "Bearer wrong-token-123456").status()).isEqualTo(401);
        assertThat(ask.get("/v1/state", "Authorization", "Bearer read-token-1234567").status()).isEqualTo(200);
        assertThat(ask.put("/v1/mode", "{\"mode\":\"latency\"}", "Authorization", "Bearer read-token-1234567").status()).isEqualTo(403);
        assertThat(ask.put("/v1/mode", "{\"mode\":\"latency\"}", "Authorization", "Bearer write-token-1234567").status()).isEqualTo(200);
        assertThat(ask.get("/readyz").status()).as("probes need none").isEqualTo(200);
        assertThat(ask.get("/").status()).as("nor does the page").isEqualTo(200);
    }

    @Test
    void anotherSpellingOfAPathNeedsTheSameRight() throws Exception {
        Ask ask = serveWithTokens();
        for (String path : List.of("/metrics", "/metrics/", "/%6Detrics", "/x/../metrics", "/v1/state/", "/%76%31/state")) {
            assertThat(ask.get(path).status()).as(path).isEqualTo(401);
        }
        for (String path : List.of("/v1/cameras/a/socket", "/v1/cameras/a/socket/", "/v1/cameras/a/%73ocket", "/v1/cameras/a/b/../socket")) {
            assertThat(ask.get(path, "Authorization", "Bearer read-token-1234567").status()).as(path).isIn(403, 404);
        }
    }

    @Test
    void anotherPagesScriptIsRefused() throws Exception {
        Ask ask = serve();
        assertThat(ask.put("/v1/mode", "{\"mode\":\"latency\"}", "Origin", "https://evil.example").status()).isEqualTo(403);
        assertThat(ask.put("/v1/mode", "{\"mode\":\"latency\"}", "Sec-Fetch-Site", "cross-site").status()).isEqualTo(403);
        assertThat(ask.post("/v1/drain", "text/plain", new byte[0], "Origin", "null").status()).isEqualTo(403);
        Ask.Answer own = ask.put("/v1/mode", "{\"mode\":\"latency\"}", "Origin", "http://127.0.0.1:" + server.port());
        assertThat(own.status()).isEqualTo(200);
        assertThat(own.response().headers().map().keySet()).as("no CORS").noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
        assertThat(instance.drained).isFalse();
    }

    @Test
    void aNameThatDnsMayPointHereIsNotAnsweredWithoutTokens() throws Exception {
        serve();
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write("GET /v1/state HTTP/1.1\r\nHost: rebound.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String first = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
            assertThat(first).contains("403");
        }
    }

    @Test
    void thePageComesWithAStrictPolicyAndNothingBesideItsFolder() throws Exception {
        Ask ask = serve();
        Ask.Answer page = ask.get("/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'", "script-src 'self'").doesNotContain("unsafe");
        for (String path : List.of("/../logback.xml", "/%2e%2e/logback.xml", "/..%2flogback.xml", "/.hidden.html", "/nothing.js")) {
            assertThat(ask.get(path).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void intakeIsPausedAndResumedAndADrainIsAsked() throws Exception {
        Ask ask = serve();
        assertThat(ask.put("/v1/intake", "{\"paused\":true}").json().get("pausedByHand").asBoolean()).isTrue();
        assertThat(ask.post("/v1/cameras/c/frames", "image/jpeg", new byte[] {-1, -40, -1, -32}).status()).as("backpressure").isEqualTo(429);
        assertThat(ask.put("/v1/intake", "{\"paused\":false}").json().get("taking").asBoolean()).isTrue();
        assertThat(ask.post("/v1/drain", "application/json", new byte[0]).status()).isEqualTo(202);
        assertThat(instance.drained).isTrue();
        assertThat(ask.put("/v1/intake", "{\"paused\":true}").status()).isEqualTo(409);
    }

    @Test
    void aFrameIsRefusedByTypeBySizeAndByItsFirstBytes() throws Exception {
        Ask ask = serve();
        assertThat(ask.post("/v1/cameras/c/frames", "text/plain", new byte[] {1}).status()).isEqualTo(415);
        assertThat(ask.post("/v1/cameras/c/frames", "image/png", new byte[] {1}).status()).as("frame.png is false").isEqualTo(415);
        assertThat(ask.post("/v1/cameras/c/frames", "image/jpeg", "GIF89a".getBytes(StandardCharsets.US_ASCII)).status()).isEqualTo(415);
        assertThat(ask.post("/v1/cameras/c/frames", "image/jpeg", new byte[0]).status()).isEqualTo(415);
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(("POST /v1/cameras/c/frames HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/jpeg\r\nContent-Length: "
                    + (IMAGE_BYTES + 1) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String first = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
            assertThat(first).as("before the body is sent").contains("413");
        }
    }

    @Test
    void everyOperationOfTheContractIsAnswered() throws Exception {
        Ask ask = serve();
        for (Contract.Operation operation : Contract.read().operations()) {
            if (!operation.method().equals("get") || operation.id().startsWith("follow") || operation.id().equals("frameSocket")) {
                continue;
            }
            Ask.Answer answer = ask.get(operation.path().replace("{id}", "c").replace("{sample}", "7"));
            assertThat(answer.status()).as(operation.id() + ": " + answer.text()).isEqualTo(operation.id().equals("getSample") ? 404 : 200);
            if (answer.status() == 200) {
                JsonNode schema = new com.fasterxml.jackson.databind.ObjectMapper()
                        .readTree(operation.json().getJsonObject("responses").getJsonObject("200").encode());
                assertThat(schema).as("documented").isNotEmpty();
            }
        }
        assertThat(ask.get("/v1/openapi.yaml").text()).startsWith("openapi: 3.1.0");
        assertThat(ask.get("/v1/nothing").status()).isEqualTo(404);
        assertThat(ask.get("/v1/decisions?last=0").status()).isEqualTo(400);
        assertThat(ask.get("/v1/decisions?last=5").status()).isEqualTo(200);
    }

    @Test
    void fiveHundredViewersAndOneThatDoesNotReadLeaveTheServerAnswering() throws Exception {
        Ask ask = serve();
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 500; i++) {
                Socket socket = new Socket();
                socket.setReceiveBufferSize(4_096);
                socket.connect(new java.net.InetSocketAddress("127.0.0.1", server.port()));
                socket.getOutputStream().write("GET /v1/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                sockets.add(socket);
            }
            Awaitility.await().until(() -> viewers(ask) == 500);
            AtomicLong notes = new AtomicLong();
            String text = "x".repeat(1_900);
            // Nobody reads: socket buffers fill, then each viewer's queue, and then the oldest fall out.
            Awaitility.await().atMost(java.time.Duration.ofSeconds(60)).until(() -> {
                for (int i = 0; i < 60; i++) {
                    instance.live.note("mode", notes.incrementAndGet() + text);
                }
                long began = System.nanoTime();
                assertThat(ask.get("/v1/intake").status()).isEqualTo(200);
                assertThat(System.nanoTime() - began).as("the event loop answers meanwhile").isLessThan(5_000_000_000L);
                return server.droppedEvents() > 1_000;
            });
            assertThat(server.queuedEvents()).as("bounded").isLessThanOrEqualTo(500L * Viewer.QUEUED_EVENTS);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        Awaitility.await("connections are given back").until(() -> viewers(ask) == 0);
    }

    private int viewers(Ask ask) throws Exception {
        assertThat(ask.get("/livez").status()).isEqualTo(200);
        return server.openConnections();
    }

    @Test
    void aViewerHearsTheStateTheSecondsAndTheNotes() throws Exception {
        serve();
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("GET /v1/live?frames=1 HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            StringBuilder heard = new StringBuilder();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[8_192];
            boolean noted = false;
            while (!(heard.indexOf("event: hello") > 0 && heard.indexOf("event: stats") > 0 && heard.indexOf("event: note") > 0)) {
                int read = in.read(buffer);
                assertThat(read).as(heard.toString()).isPositive();
                heard.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                if (!noted && heard.indexOf("event: stats") > 0) {
                    instance.live.note("mode", "by \r\n\u001b[31m${jndi:ldap://x}");
                    noted = true;
                }
            }
            assertThat(heard).contains("\"instance\":\"fake\"", "\"lag\":12", "\"dropped\":0", "\\\\u000d\\\\u000a");
        }
    }

    @Test
    void explainAsksARunningInstanceAndSaysWhenNobodyAnswers() {
        serve();
        java.io.StringWriter out = new java.io.StringWriter();
        java.io.StringWriter err = new java.io.StringWriter();
        picocli.CommandLine command = dev.framelot.app.Framelot.commandLine()
                .setOut(new java.io.PrintWriter(out)).setErr(new java.io.PrintWriter(err));
        assertThat(command.execute("explain", "--url", server.url(), "--last", "3")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("No batch has run yet");
        int port = server.port();
        server.close();
        server = null;
        assertThat(command.execute("explain", "--url", "http://127.0.0.1:" + port)).isEqualTo(1);
        assertThat(err.toString()).contains("No answer from", "--http-port");
        assertThat(command.execute("explain", "--last", "0")).isEqualTo(2);
    }

    @Test
    void moreViewersThanAllowedAreTurnedAway() throws Exception {
        Ask ask = serve(new HttpSettings("127.0.0.1", 0, Optional.empty(), Optional.empty(), 500, 1));
        try (Socket first = new Socket("127.0.0.1", server.port())) {
            first.getOutputStream().write("GET /v1/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().until(() -> viewers(ask) == 1);
            Ask.Answer second = ask.get("/v1/live");
            assertThat(second.status()).isEqualTo(503);
            assertThat(second.json().get("detail").asText()).contains("http.viewers");
        }
    }
}
