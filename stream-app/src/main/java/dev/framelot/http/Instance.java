package dev.framelot.http;

import dev.framelot.config.FramelotConfig;
import dev.framelot.control.ControlState;
import dev.framelot.dispatch.DecisionLog;
import dev.framelot.dispatch.DispatchCounters;
import dev.framelot.dispatch.HeartView;
import dev.framelot.dispatch.LaneState;
import dev.framelot.ingress.FramePoster;
import dev.framelot.live.LiveFeed;
import dev.framelot.metrics.FateCounters;
import dev.framelot.results.ResultReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The running application as the control plane sees it. Nothing blocks but where it says so. Any thread. */
public interface Instance {
    FramelotConfig config();

    /** Another after each start. */
    String id();

    long startedAtMicros();

    Models models();

    /** Frames that a shadow saw since the start. */
    Shadowed shadowed();

    /** @param dropped the shadow had no time for them @param failed its model failed on them @param unwritten of {@code ran}, whose record was lost */
    record Shadowed(long ran, long dropped, long failed, long unwritten) {}

    ControlState state();

    /** Whether the control topic is there, so that the mode can be changed. */
    boolean changeable();

    /**
     * Makes another state what is in force, and waits until it is here. Blocks for seconds.
     *
     * @param expectedVersion the version it was made for; empty: whichever is in force
     * @throws dev.framelot.control.StaleVersionException another version is in force
     * @throws IllegalArgumentException no instance could pursue it, with the reason
     * @throws IllegalStateException the topic did not take it
     */
    ControlState change(Optional<Long> expectedVersion, UnaryOperator<ControlState> change) throws InterruptedException;

    LiveFeed live();

    DispatchCounters dispatched();

    FateCounters fates();

    /** Empty before the first frame could be taken. */
    Optional<HeartView> heart();

    List<LaneState> lanes();

    int waitingForDecode();

    /** The models that frames are routed to, that of {@code inference.model} first; {@link #heart} and {@link #lanes} are of that one. */
    List<ModelFlow> flows();

    /** @throws UnknownRouteException there is none of that name */
    default ModelFlow flow(String name) {
        List<ModelFlow> flows = flows();
        return flows.stream().filter(flow -> flow.name().equals(name)).findFirst()
                .orElseThrow(() -> new UnknownRouteException(name, flows.stream().map(ModelFlow::name).toList()));
    }

    /**
     * @param name as the settings have it; {@code main} for {@code inference.model}
     * @param waitingForDecode compressed frames
     * @param waiting decoded frames
     * @param frames that its batches had
     * @param heart empty before the first frame could be taken
     */
    record ModelFlow(
            String name, List<Integer> shapes, int waitingForDecode, int waiting, long batches, long frames, List<LaneState> lanes, Optional<HeartView> heart,
            DecisionLog decisions) {}

    Intake intake();

    /** Writes frames to Kafka. */
    FramePoster frames();

    /** Reads results back. */
    ResultReader results();

    /** @param pausedByHand by {@link #pause} */
    record Intake(
            boolean taking, boolean pausedByHand, boolean draining, int framesInFlight, long bytesInFlight, int maxFramesInFlight, long maxBytesInFlight, long pauses) {}

    /** Until told otherwise; frames in flight go on. */
    void pause(boolean on);

    /** Asks for an orderly end of the process, and returns. */
    void drain();

    /** Kafka Streams' state, and what it struggles with. */
    String stream();

    /** Records behind, by "topic-partition". Takes some milliseconds. */
    Map<String, Long> lag();

    /** What stands against taking frames, in words; empty: ready. As of a moment ago. */
    List<String> notReady();

    /** What can't be put right but by a restart, in words; empty: alive. */
    List<String> notAlive();
}
