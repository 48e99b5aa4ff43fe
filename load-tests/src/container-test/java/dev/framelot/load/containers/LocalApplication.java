package dev.framelot.load.containers;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;

/**
 * One instance in its own image, as an orchestrator would run it: no capabilities, a read-only root file system, 2 GB of
 * memory, settings from the environment alone.
 */
final class LocalApplication extends GenericContainer<LocalApplication> {
    private static final long MEMORY_BYTES = 2L << 30;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    LocalApplication(Network network, LocalKafka kafka) {
        super(LocalImages.APPLICATION);
        withNetwork(network);
        withEnv("FRAMELOT_KAFKA_BOOTSTRAP_SERVERS", kafka.serversInNetwork());
        withCreateContainerCmdModifier(create -> create.getHostConfig()
                .withReadonlyRootfs(true)
                .withTmpFs(Map.of("/tmp", "exec,size=1g,mode=1777"))
                .withMemory(MEMORY_BYTES)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges:true")));
    }

    /** Another command of the image than {@code run}; {@link #start()} then returns when it has ended with status 0. */
    LocalApplication once(String... command) {
        return withCommand(command).withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(STOP_LIMIT));
    }

    /** Sends TERM and waits for the end; killed after {@link #STOP_LIMIT}, which then shows in the exit status as 137. */
    long terminate() {
        getDockerClient().stopContainerCmd(getContainerId()).withTimeout((int) STOP_LIMIT.toSeconds()).exec();
        return state().getExitCodeLong();
    }

    /** Starts the ended container again; its /tmp is empty. */
    void startAgain() {
        getDockerClient().startContainerCmd(getContainerId()).exec();
    }

    InspectContainerResponse.ContainerState state() {
        return getDockerClient().inspectContainerCmd(getContainerId()).exec().getState();
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
