package dev.framelot.load.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.framelot.config.FramelotConfig;
import dev.framelot.load.source.PublishCounts;
import dev.framelot.load.verify.FateVerifier;
import dev.framelot.load.verify.FrameLedger;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.Network;

/** The image of {@code ops/Dockerfile} on a locally made base, with the shipped model, against Kafka in a container. */
class ApplicationImageContainerIT {
    private static final double FRAMES_PER_SECOND = 20;
    private static final Duration PUBLISHING = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int BEFORE_TERM = 60;

    private Network network;
    private LocalKafka kafka;
    private LocalApplication application;

    @BeforeEach
    void startKafka() {
        LocalImages.require(LocalImages.KAFKA, LocalImages.APPLICATION);
        network = Network.newNetwork();
        kafka = new LocalKafka(network);
        kafka.start();
        application = new LocalApplication(network, kafka);
    }

    @AfterEach
    void stop() {
        if (kafka != null) {
            application.close();
            kafka.close();
            network.close();
        }
    }

    @Test
    void detectsAsAUserWithoutRightsOnAReadOnlyFileSystemAndEndsCleanlyOnTerm() throws Exception {
        try (LocalApplication topics = new LocalApplication(network, kafka).once("topics", "create")) {
            topics.start();
        }
        FramelotConfig config = ContainerSettings.declaredCost(kafka.servers()); // for the clients here; the container has its own
        FrameLedger ledger = new FrameLedger();
        try (FateVerifier verifier = new FateVerifier(config, ledger, detected -> {});
                Publication publication = Publication.start(config, ledger, FRAMES_PER_SECOND, PUBLISHING)) {
            application.start();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ledger.report().detected()).as(application::getLogs).isGreaterThan(BEFORE_TERM));

            assertThat(application.execInContainer("id", "-u").getStdout().trim()).as("user id").isEqualTo("10001");
            assertThat(application.execInContainer("touch", "/opt/framelot/written").getExitCode()).as("writing outside /tmp").isNotZero();

            assertThat(application.terminate()).as("exit status after TERM, 137 = killed; it says:%n%s", application.getLogs()).isZero();
            long atTerm = ledger.report().detected();
            application.startAgain();
            PublishCounts published = publication.await(PATIENCE);
            assertThat(verifier.awaitCaughtUp(PATIENCE)).as("every frame committed; it says:%n%s", application.getLogs()).isTrue();
            assertThat(application.terminate()).as("exit status after the second TERM; it says:%n%s", application.getLogs()).isZero();

            System.out.printf("TERM after %d detections, then started again: %s%n", atTerm, ledger.report());
            Books.assertExactlyOnce(ledger, published);
        }
    }
}
