package dev.framelot.load.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.framelot.app.FramelotApp;
import dev.framelot.load.source.PublishCounts;
import dev.framelot.load.verify.FrameLedger;
import dev.framelot.load.verify.LedgerReport;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.Network;

/** The application in this JVM, Kafka in a container. */
class BrokerRestartContainerIT {
    private static final double FRAMES_PER_SECOND = 60;
    private static final Duration PUBLISHING = Duration.ofSeconds(25);
    private static final Duration OUTAGE = Duration.ofSeconds(10);
    private static final Duration CATCH_UP = Duration.ofSeconds(90);

    private Network network;
    private LocalKafka kafka;

    @BeforeEach
    void startKafka() {
        LocalImages.require(LocalImages.KAFKA);
        network = Network.newNetwork();
        kafka = new LocalKafka(network);
        kafka.start();
        FramelotTopics.create(kafka.servers());
    }

    @AfterEach
    void stopKafka() {
        if (kafka != null) {
            kafka.close();
            network.close();
        }
    }

    @Test
    void resumesWithoutLossAfterTheBrokerWasAwayForTenSeconds() throws Exception {
        FrameLedger ledger = new FrameLedger();
        try (FramelotApp app = FramelotApp.start(DeclaredCostSettings.exactlyOnce(kafka.servers()));
                Publication publication = Publication.start(kafka.servers(), ledger, FRAMES_PER_SECOND, PUBLISHING);
                FateReader reader = new FateReader(kafka.servers(), ledger)) {
            reader.readUntil(100, CATCH_UP);
            assertThat(ledger.report().detected()).as("frames detected before the outage").isGreaterThanOrEqualTo(100);

            kafka.pauseService();
            LockSupport.parkNanos(OUTAGE.toNanos()); // the length of the outage is the experiment
            long detectedInOutage = app.stats().detected();
            kafka.resumeService();
            await().atMost(CATCH_UP).untilAsserted(() -> assertThat(app.stats().detected()).isGreaterThan(detectedInOutage));

            PublishCounts published = publication.await(CATCH_UP);
            assertThat(published.failed()).as("frames the producer gave up").isZero();
            reader.readUntil(published.acknowledged(), CATCH_UP);
            assertThat(app.shutDown()).as("clean end").isTrue();
            reader.readToEnd();

            LedgerReport report = ledger.report();
            System.out.printf("Broker away for %d s: %s%n", OUTAGE.toSeconds(), report);
            assertThat(report.lost()).as("lost, first of each camera: %s", ledger.firstLost()).isZero();
            assertThat(report.duplicated()).as("doubled").isZero();
            assertThat(report.outOfOrder()).as("out of order").isZero();
            assertThat(report.detected()).as("detected").isEqualTo(published.acknowledged());
        }
    }
}
