package dev.framelot.load.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.framelot.app.FramelotApp;
import dev.framelot.config.DeliverySettings.Guarantee;
import dev.framelot.config.FramelotConfig;
import dev.framelot.config.HttpSettings;
import dev.framelot.load.broker.EmbeddedKafka;
import dev.framelot.schemas.FrameDeadLetter;
import dev.framelot.schemas.FrameDetections;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Brokers that refuse while frames flow: rights revoked on topics and on the group, too few replicas in sync. Nothing is committed
 * past what is refused, readiness and the log say why, a restart is not asked for, and once Kafka takes records again every frame has
 * one outcome.
 */
class RefusingKafkaIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /** Everybody may do what no access control entry speaks of: so an entry on one resource takes rights away there and nowhere else. */
    private static final Map<String, String> AUTHORIZED = Map.of(
            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer", "allow.everyone.if.no.acl.found", "true");

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.framelot");

    private Level before;

    @BeforeEach
    void listen() {
        before = logger.getLevel();
        logger.setLevel(Level.WARN);
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(logged);
        logger.setLevel(before);
    }

    private static FramelotConfig config(EmbeddedKafka kafka) {
        return TestConfig.of(kafka.bootstrapServers(), Guarantee.EXACTLY_ONCE).withHttp(HttpSettings.loopback(0));
    }

    private static HttpResponse<String> get(FramelotApp app, String path) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(URI.create(app.url().orElseThrow()).resolve(path)).timeout(Duration.ofSeconds(30)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Stream threads are to die here and to be replaced: Awaitility would take that for the test's own failure. */
    private static ConditionFactory await(String what) {
        return Awaitility.await(what).dontCatchUncaughtExceptions().atMost(PATIENCE);
    }

    private static void awaitReady(FramelotApp app) {
        await("ready").until(() -> get(app, "/readyz").statusCode() == 200);
    }

    private static void awaitReason(FramelotApp app, String reason) {
        await(reason).untilAsserted(() -> {
            HttpResponse<String> ready = get(app, "/readyz");
            assertThat(ready.body()).contains(reason);
            assertThat(ready.statusCode()).isEqualTo(503);
        });
    }

    /** Frames that the group has committed. */
    private static long committed(Admin admin) throws Exception {
        return admin.listConsumerGroupOffsets("framelot-test").partitionsToOffsetAndMetadata().get(60, TimeUnit.SECONDS).values().stream()
                .filter(Objects::nonNull)
                .mapToLong(offset -> offset.offset())
                .sum();
    }

    private static void send(Frames frames, long from, long until) {
        for (long i = from; i < until; i++) {
            frames.send("camera-" + i % 8, i / 8, Frames.JPEG);
        }
        frames.flush();
    }

    /** Clients here have no name, so that is who loses all rights but these. */
    private static ResourcePattern onlyAllowed(Admin admin, ResourceType type, String name, AclOperation... operations) throws Exception {
        ResourcePattern resource = new ResourcePattern(type, name, PatternType.LITERAL);
        List<AclBinding> entries = new ArrayList<>();
        for (AclOperation operation : operations) {
            entries.add(new AclBinding(resource, new AccessControlEntry("User:ANONYMOUS", "*", operation, AclPermissionType.ALLOW)));
        }
        admin.createAcls(entries).all().get(60, TimeUnit.SECONDS);
        return resource;
    }

    private static void allAllowedAgain(Admin admin, ResourcePattern resource) throws Exception {
        admin.deleteAcls(List.of(new AclBindingFilter(resource.toFilter(), org.apache.kafka.common.acl.AccessControlEntryFilter.ANY))).all().get(60, TimeUnit.SECONDS);
    }

    private void logSaid(String text) {
        await("the log says " + text).until(() -> List.copyOf(logged.list).stream().anyMatch(line -> line.getFormattedMessage().contains(text)));
    }

    @Test
    void rightsRevokedOnTopicsAndOnTheGroupHoldBackWhatTheyMustAndNothingIsLost() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(1, AUTHORIZED);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers());
                    FramelotApp app = FramelotApp.start(config(kafka))) {
                send(frames, 0, 80);
                outcomes.await(80, PATIENCE);
                await("all are committed").until(() -> committed(admin) == 80);
                awaitReady(app);

                ResourcePattern detections = onlyAllowed(admin, ResourceType.TOPIC, "detections", AclOperation.READ, AclOperation.DESCRIBE);
                send(frames, 80, 160);
                awaitReason(app, "the right to write topic 'detections' is missing");
                awaitReason(app, "TopicAuthorizationException");
                logSaid("TopicAuthorizationException");
                logSaid("the right to write topic 'detections' is missing");
                assertThat(committed(admin)).as("committed").isEqualTo(80);
                assertThat(get(app, "/livez").statusCode()).as("a restart would not help").isEqualTo(200);
                allAllowedAgain(admin, detections);
                outcomes.await(160, PATIENCE);

                ResourcePattern deadLetters = onlyAllowed(admin, ResourceType.TOPIC, "frames.dead-letter", AclOperation.READ, AclOperation.DESCRIBE);
                awaitReason(app, "the right to write topic 'frames.dead-letter' is missing");
                frames.send("camera-0", 1_000, new byte[900]);
                frames.send("camera-0", 1_001, Frames.JPEG);
                frames.flush();
                awaitReason(app, "Not authorized to access topics: [frames.dead-letter]");
                outcomes.await(162, Duration.ofSeconds(1));
                assertThat(outcomes.detections).as("nothing overtakes the dead letter").hasSize(160);
                allAllowedAgain(admin, deadLetters);
                outcomes.await(162, PATIENCE);
                assertThat(outcomes.deadLetters).singleElement().extracting(FrameDeadLetter::getSequence).isEqualTo(1_000L);

                ResourcePattern group = onlyAllowed(admin, ResourceType.GROUP, "framelot-test", AclOperation.DESCRIBE);
                send(frames, 160, 240);
                awaitReason(app, "GroupAuthorizationException");
                assertThat(get(app, "/livez").statusCode()).isEqualTo(200);
                allAllowedAgain(admin, group);
                outcomes.await(242, PATIENCE);
                assertThat(outcomes.detections).hasSize(241).extracting(FrameDetections::getFrameId).doesNotHaveDuplicates();
                awaitReady(app);
                await("all are committed").until(() -> committed(admin) == 242);
                assertThat(app.ended()).isFalse();
            }
        }
    }

    @Test
    void withTooFewReplicasInSyncNothingIsCommittedUntilABrokerIsBack() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(3);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Frames.createTopics(kafka.bootstrapServers(), 3);
            admin.deleteTopics(List.of("detections")).all().get(60, TimeUnit.SECONDS);
            // Two of the three brokers hold the detections and both must have each: the other topics bear the loss of one.
            NewTopic onTwo = new NewTopic("detections", Map.of(0, List.of(0, 1), 1, List.of(0, 1), 2, List.of(1, 0), 3, List.of(1, 0))).configs(Map.of("min.insync.replicas", "2"));
            await("the new topic").ignoreExceptions().until(() -> {
                admin.createTopics(List.of(onTwo)).all().get(60, TimeUnit.SECONDS);
                return true;
            });
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers());
                    FramelotApp app = FramelotApp.start(config(kafka))) {
                send(frames, 0, 80);
                outcomes.await(80, PATIENCE);
                await("all are committed").until(() -> committed(admin) == 80);
                kafka.stop(1);
                send(frames, 80, 160);
                awaitReason(app, "its min.insync.replicas is 2");
                logSaid("its min.insync.replicas is 2");
                outcomes.await(81, Duration.ofSeconds(2));
                assertThat(outcomes.detections).as("committed detections").hasSize(80);
                assertThat(committed(admin)).isEqualTo(80);
                assertThat(get(app, "/livez").statusCode()).as("a restart would not help").isEqualTo(200);
                kafka.restart(1);
                outcomes.await(160, PATIENCE);
                assertThat(outcomes.detections).hasSize(160).extracting(FrameDetections::getFrameId).doesNotHaveDuplicates();
                awaitReady(app);
            }
        }
    }
}
