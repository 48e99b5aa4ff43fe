package dev.framelot.peers;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Every peer there is; the ids as the command line has them. */
public enum PeerName {
    STREAMS_EACH("streams-each", StreamsEachPeer::start),
    STREAMS_WINDOW("streams-window", StreamsWindowPeer::start),
    PEKKO("pekko", PekkoPeer::start),
    FLINK("flink", FlinkPeer::start),
    PARALLEL_CONSUMER("parallel-consumer", ParallelConsumerPeer::start);

    /** Starts one; it may fail in any way that its library does. */
    interface Starter {
        RunningPeer start(PeerSettings settings) throws Exception;
    }

    private final String id;
    private final Starter starter;

    PeerName(String id, Starter starter) {
        this.id = id;
        this.starter = starter;
    }

    static PeerName of(String id) {
        return Arrays.stream(values()).filter(peer -> peer.id.equals(id)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "There is no peer '" + id + "'; choose one of " + Arrays.stream(values()).map(peer -> peer.id).collect(Collectors.joining(", ")) + "."));
    }

    public String id() {
        return id;
    }

    RunningPeer start(PeerSettings settings) throws Exception {
        return starter.start(settings);
    }
}
