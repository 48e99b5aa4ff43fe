package dev.framelot.load.containers;

import com.github.dockerjava.api.model.PortBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * One Kafka node in a container. Its port on the host is chosen here and fixed, since the broker has to advertise it and must keep
 * it over a restart.
 */
final class LocalKafka extends GenericContainer<LocalKafka> {
    private static final String STARTED = ".*Kafka Server started.*";
    private static final String NAME = "kafka";
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final int port = freePort();

    /** @param network on which other containers find it as {@link #serversInNetwork()} */
    LocalKafka(Network network) {
        super(LocalImages.KAFKA);
        withNetwork(network);
        withNetworkAliases(NAME);
        withEnv("HOST_PORT", String.valueOf(port));
        withEnv("NETWORK_NAME", NAME);
        withCreateContainerCmdModifier(create -> create.getHostConfig().withPortBindings(PortBinding.parse("127.0.0.1:" + port + ":9092")));
        waitingFor(Wait.forLogMessage(STARTED, 1).withStartupTimeout(START_LIMIT));
    }

    /** For clients in this JVM. */
    String servers() {
        return "127.0.0.1:" + port;
    }

    /** For clients in other containers of the network. */
    String serversInNetwork() {
        return NAME + ":9093";
    }

    /** Ends the broker cleanly and keeps its data. */
    void stopBroker() {
        getDockerClient().stopContainerCmd(getContainerId()).withTimeout(30).exec();
    }

    /** Starts the broker again on its data and its port; returns when it serves. */
    void startBroker() {
        int startsSoFar = starts();
        getDockerClient().startContainerCmd(getContainerId()).exec();
        long deadlineNanos = System.nanoTime() + START_LIMIT.toNanos();
        while (starts() == startsSoFar) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new IllegalStateException("The Kafka container did not serve within " + START_LIMIT.toSeconds() + " s of its restart; its log:\n" + getLogs());
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private int starts() {
        return (int) getLogs(OutputFrame.OutputType.STDOUT).lines().filter(line -> line.matches(STARTED)).count();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException("No free loopback port for the Kafka container", failure);
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
