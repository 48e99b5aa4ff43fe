package dev.framelot.load.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.framelot.app.FramelotApp;
import dev.framelot.app.TopicsCommand;
import dev.framelot.config.FramelotConfig;
import dev.framelot.load.source.PublishCounts;
import dev.framelot.load.verify.FateVerifier;
import dev.framelot.load.verify.FrameLedger;
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
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int BEFORE_OUTAGE = 100;
    private static final int PARTITIONS = 4;

    private Network network;
    private LocalKafka kafka;

    @BeforeEach
    void startKafka() {
        LocalImages.require(LocalImages.KAFKA);
        network = Network.newNetwork();
        kafka = new LocalKafka(network);
        kafka.start();
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
        FramelotConfig config = ContainerSettings.declaredCost(kafka.servers());
        TopicsCommand.create(config, PARTITIONS, 1);
        FrameLedger ledger = new FrameLedger();
        try (FateVerifier verifier = new FateVerifier(config, ledger, detected -> {});
                FramelotApp app = FramelotApp.start(config);
                Publication publication = Publication.start(config, ledger, FRAMES_PER_SECOND, PUBLISHING)) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(ledger.report().detected()).isGreaterThan(BEFORE_OUTAGE));

            kafka.stopBroker();
            LockSupport.parkNanos(OUTAGE.toNanos()); // the length of the outage is the experiment
            long fatesInOutage = ledger.report().frames();
            kafka.startBroker();
            long servedNanos = System.nanoTime();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(ledger.report().frames()).isGreaterThan(fatesInOutage));
            long resumedMillis = (System.nanoTime() - servedNanos) / 1_000_000;

            PublishCounts published = publication.await(PATIENCE);
            assertThat(verifier.awaitCaughtUp(PATIENCE)).as("every frame committed within %s", PATIENCE).isTrue();
            System.out.printf("Broker away for %d s, first outcome %d ms after it served again: %s%n", OUTAGE.toSeconds(), resumedMillis, ledger.report());
            assertThat(app.shutDown()).as("clean end").isTrue();
            Books.assertExactlyOnce(ledger, published);
        }
    }
}
