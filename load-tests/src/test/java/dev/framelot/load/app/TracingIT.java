package dev.framelot.load.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.framelot.app.FramelotApp;
import dev.framelot.config.DeliverySettings.Guarantee;
import dev.framelot.config.FramelotConfig;
import dev.framelot.config.HttpSettings;
import dev.framelot.config.TracingSettings;
import dev.framelot.load.broker.EmbeddedKafka;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Spans as a collector gets them: protobuf of OTLP over HTTP, read with OpenTelemetry's own definitions. */
class TracingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final String SAMPLED = "00-" + TRACE + "-" + PARENT + "-01";

    /** Takes what is exported, and answers as a collector does. */
    private static final class Collector implements AutoCloseable {
        final List<ResourceSpans> received = new CopyOnWriteArrayList<>();
        final List<String> types = new CopyOnWriteArrayList<>();
        private final HttpServer server;

        Collector() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/v1/traces", exchange -> {
                types.add(exchange.getRequestHeaders().getFirst("Content-Type"));
                received.addAll(ExportTraceServiceRequest.parseFrom(exchange.getRequestBody().readAllBytes()).getResourceSpansList());
                byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
                exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
                exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
                exchange.close();
            });
            server.start();
        }

        URI endpoint() {
            return URI.create("http://localhost:" + server.getAddress().getPort() + "/v1/traces");
        }

        List<Span> spans() {
            return received.stream().flatMap(resource -> resource.getScopeSpansList().stream()).flatMap(scope -> scope.getSpansList().stream()).toList();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static FramelotConfig config(EmbeddedKafka kafka, Optional<URI> endpoint) {
        return TestConfig.of(kafka.bootstrapServers(), Guarantee.EXACTLY_ONCE).withHttp(HttpSettings.loopback(0)).withTracing(new TracingSettings(endpoint, 0));
    }

    private static void post(FramelotApp app, String camera, String traceparent) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(app.url().orElseThrow()).resolve("/v1/cameras/" + camera + "/frames")).timeout(Duration.ofSeconds(30))
                .header("Content-Type", "image/jpeg").header("traceparent", traceparent).POST(HttpRequest.BodyPublishers.ofByteArray(Frames.JPEG)).build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    /** The traceparent headers of all detections of a camera. */
    private static List<String> traceparents(EmbeddedKafka kafka, String camera, int records) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = List.of(0, 1, 2, 3).stream().map(number -> new TopicPartition("detections", number)).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<String> found = new CopyOnWriteArrayList<>();
            Awaitility.await("detections of " + camera).atMost(PATIENCE).until(() -> {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    Header trace = record.headers().lastHeader("traceparent");
                    if (new String(record.key(), StandardCharsets.UTF_8).equals(camera)) {
                        found.add(trace == null ? "none" : new String(trace.value(), StandardCharsets.UTF_8));
                    }
                }
                return found.size() >= records;
            });
            return found;
        }
    }

    @Test
    void theBatchOfASampledFrameIsASpanLinkedToItAndOthersAreNone() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Collector collector = new Collector()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    FramelotApp app = FramelotApp.start(config(kafka, Optional.of(collector.endpoint())))) {
                Awaitility.await().atMost(PATIENCE).until(app::running);
                post(app, "traced", SAMPLED);
                Awaitility.await("the frame is done").atMost(PATIENCE).until(() -> app.stats().detected() == 1);
                for (int i = 0; i < 40; i++) {
                    frames.send("untraced", i, Frames.JPEG);
                }
                frames.flush();
                Awaitility.await("the others too").atMost(PATIENCE).until(() -> app.stats().detected() == 41);
            }
            // The application has ended, so all that it had to say is said.
            assertThat(collector.types).isNotEmpty().allMatch("application/x-protobuf"::equals);
            assertThat(collector.spans()).as("batches of unsampled frames have none").singleElement().satisfies(span -> {
                assertThat(span.getName()).isEqualTo("batch");
                assertThat(span.getLinksList()).singleElement().satisfies(link -> {
                    assertThat(HexFormat.of().formatHex(link.getTraceId().toByteArray())).isEqualTo(TRACE);
                    assertThat(HexFormat.of().formatHex(link.getSpanId().toByteArray())).isEqualTo(PARENT);
                });
                assertThat(span.getEndTimeUnixNano() - span.getStartTimeUnixNano()).as("4 ms and 0.3 ms a frame").isGreaterThan(4_000_000);
                assertThat(span.getAttributesList()).anySatisfy(attribute -> {
                    assertThat(attribute.getKey()).isEqualTo("framelot.batch.frames");
                    assertThat(attribute.getValue().getIntValue()).isEqualTo(1);
                });
            });
            assertThat(collector.received.get(0).getResource().getAttributesList()).anySatisfy(attribute -> {
                assertThat(attribute.getKey()).isEqualTo("service.name");
                assertThat(attribute.getValue().getStringValue()).isEqualTo("framelot-test");
            });
            assertThat(traceparents(kafka, "traced", 1)).as("carried from the request through two records").containsExactly(SAMPLED);
        }
    }

    @Test
    void withoutAnEndpointNoSpanIsMadeAndTheTraceIsCarriedOnAllTheSame() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            // A thread of an application before this one may still be ending.
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            try (FramelotApp app = FramelotApp.start(config(kafka, Optional.empty()))) {
                Awaitility.await().atMost(PATIENCE).until(app::running);
                post(app, "traced", SAMPLED);
                assertThat(traceparents(kafka, "traced", 1)).containsExactly(SAMPLED);
                assertThat(Thread.getAllStackTraces().keySet()).filteredOn(thread -> !before.contains(thread)).extracting(Thread::getName)
                        .as("nobody waits for spans").isNotEmpty().noneMatch(name -> name.contains("BatchSpanProcessor"));
            }
        }
    }
}
