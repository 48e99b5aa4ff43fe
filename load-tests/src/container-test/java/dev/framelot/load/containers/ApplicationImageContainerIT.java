package dev.framelot.load.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.load.source.PublishCounts;
import dev.framelot.load.verify.FrameLedger;
import dev.framelot.load.verify.LedgerReport;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.Network;

/** The image of {@code ops/Dockerfile} on a locally made base, with the shipped model, against Kafka in a container. */
class ApplicationImageContainerIT {
    private static final double FRAMES_PER_SECOND = 20;
    private static final Duration PUBLISHING = Duration.ofSeconds(15);
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int BEFORE_TERM = 60;

    private Network network;
    private LocalKafka kafka;
    private LocalApplication application;

    @BeforeEach
    void start() {
        LocalImages.require(LocalImages.KAFKA, LocalImages.APPLICATION);
        network = Network.newNetwork();
        kafka = new LocalKafka(network);
        kafka.start();
        FramelotTopics.create(kafka.servers());
        application = new LocalApplication(network, kafka);
        application.start();
    }

    @AfterEach
    void stop() {
        if (application != null) {
            application.close();
        }
        if (kafka != null) {
            kafka.close();
            network.close();
        }
    }

    @Test
    void detectsAsAUserWithoutRightsOnAReadOnlyFileSystemAndEndsCleanlyOnTerm() throws Exception {
        FrameLedger ledger = new FrameLedger();
        try (Publication publication = Publication.start(kafka.servers(), ledger, FRAMES_PER_SECOND, PUBLISHING);
                FateReader reader = new FateReader(kafka.servers(), ledger)) {
            reader.readUntil(BEFORE_TERM, LIMIT);
            assertThat(ledger.report().detected()).as("frames detected; the container says:%n%s", application.getLogs()).isGreaterThanOrEqualTo(BEFORE_TERM);

            assertThat(inContainer("id", "-u").getStdout().trim()).as("user id").isEqualTo("10001");
            assertThat(inContainer("touch", "/opt/framelot/written").getExitCode()).as("writing outside /tmp").isNotZero();

            long exit = application.terminate();
            assertThat(exit).as("exit status after TERM, 137 = killed; the container says:%n%s", application.getLogs()).isZero();
            long fatesAtEnd = endOfCommitted(reader, ledger);

            application.startAgain();
            PublishCounts published = publication.await(LIMIT);
            reader.readUntil(published.acknowledged(), LIMIT);
            assertThat(application.terminate()).as("exit status after the second TERM").isZero();
            reader.readToEnd();

            LedgerReport report = ledger.report();
            System.out.printf("TERM after %d fates, then started again: %s%n", fatesAtEnd, report);
            assertThat(report.lost()).as("lost, first of each camera: %s", ledger.firstLost()).isZero();
            assertThat(report.duplicated()).as("doubled").isZero();
            assertThat(report.outOfOrder()).as("out of order").isZero();
            assertThat(report.detected()).as("detected").isEqualTo(published.acknowledged());
        }
    }

    private static long endOfCommitted(FateReader reader, FrameLedger ledger) {
        reader.readToEnd();
        return ledger.report().frames();
    }

    private ExecResult inContainer(String... command) throws Exception {
        return application.execInContainer(command);
    }
}
