package dev.framelot.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.framelot.app.TopicsCommand;
import dev.framelot.config.ConfigLoader;
import dev.framelot.config.ConfigSources;
import dev.framelot.config.FramelotConfig;
import dev.framelot.load.broker.EmbeddedKafka;
import dev.framelot.load.source.AvroFrames;
import dev.framelot.load.source.FramePublisher;
import dev.framelot.load.source.SendSchedule;
import dev.framelot.load.source.TinyFrames;
import dev.framelot.load.verify.FateVerifier;
import dev.framelot.load.verify.FrameLedger;
import dev.framelot.load.verify.LedgerEntries;
import dev.framelot.schemas.serde.FrameCodecs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each peer on a real broker: every frame comes out once, of every camera in order, and the peer ends when it is closed. */
class PeersIT {
    private static final int FRAMES = 30;
    private static EmbeddedKafka kafka;

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.start();
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @ParameterizedTest
    @EnumSource(PeerName.class)
    void detectsEveryFrame(PeerName peer, @TempDir Path state) throws Exception {
        FramelotConfig config = topics(peer);
        FrameLedger ledger = new FrameLedger();
        try (FateVerifier verifier = new FateVerifier(config, ledger, frame -> {
                    assertThat(frame.getDetections()).as("boxes of %s", frame.getFrameId()).hasSize(1);
                    assertThat(frame.getBatch().getFrames()).isBetween(1, 8);
                });
                FramePublisher publisher = new FramePublisher(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        config.topics().frames(),
                        new AvroFrames(FrameCodecs.bundled().cameraFrame(config.topics().frames())),
                        new LedgerEntries(ledger))) {
            RunningPeer running = peer.start(settings(peer, config, state));
            try (running) {
                publisher.run(new TinyFrames(3), new SendSchedule(300, FRAMES));
                await(peer.id()).atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(20)).until(() -> {
                    assertThat(running.ended()).as("%s failed by itself", peer.id()).isNotCompletedExceptionally();
                    return ledger.report().detected() >= FRAMES;
                });
            }
            assertThat(ledger.report().published()).isEqualTo(FRAMES);
            assertThat(ledger.report().lost()).isZero();
            assertThat(ledger.report().duplicated()).isZero();
            assertThat(ledger.report().outOfOrder()).isZero();
            assertThat(ledger.report().unexpected()).isZero();
        }
    }

    private static FramelotConfig topics(PeerName peer) {
        FramelotConfig config = ConfigLoader.load(new ConfigSources(Optional.empty(), Map.of(), Map.of(), Map.of(
                "kafka.bootstrap-servers", kafka.bootstrapServers(),
                "inference.engine", "declared-cost",
                "topics.frames", peer.id() + ".frames",
                "topics.detections", peer.id() + ".detections",
                "topics.shed", peer.id() + ".shed",
                "topics.dead-letter", peer.id() + ".dead-letter"))).config();
        TopicsCommand.create(config, 2, 0);
        return config;
    }

    private static PeerSettings settings(PeerName peer, FramelotConfig config, Path state) {
        return new PeerSettings(
                peer, kafka.bootstrapServers(), config.topics().frames(), config.topics().detections(), peer.id(), 2_000, 100, 64, 2, 8, 5, true, 200,
                4_000, state.toString());
    }
}
