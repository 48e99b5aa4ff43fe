package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.control.ControlFollower;
import dev.framelot.control.ControlState;
import dev.framelot.control.ControlTopic;
import dev.framelot.control.ModelChoice;
import dev.framelot.control.StaleVersionException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The objective in force and the topic that changes it: follows all changes, makes those of this instance's own callers. */
final class LiveControl implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveControl.class);
    private static final long FOLLOW_SECONDS = 5;

    private final FramelotConfig config;
    private final ControlTopic topic;
    private final Consumer<ControlState> whenChanged;
    private final Consumer<ModelChoice> whenChosen;
    /** One change at a time; its monitor tells of each new state. */
    private final Object changing = new Object();
    private final Object changed = new Object();
    /** Written by whoever starts the application, then by the follower. */
    private volatile ControlState state;
    private volatile Optional<ControlFollower> follower = Optional.empty();

    LiveControl(FramelotConfig config, ControlTopic topic, Consumer<ControlState> whenChanged, Consumer<ModelChoice> whenChosen) {
        this.config = config;
        this.topic = topic;
        this.whenChanged = whenChanged;
        this.whenChosen = whenChosen;
        this.state = ControlState.of(config.batching());
    }

    static ControlTopic topic(FramelotConfig config) {
        Map<String, Object> clients = new HashMap<>(config.kafka().properties());
        clients.put("bootstrap.servers", config.kafka().bootstrapServers());
        String name = config.topics().control();
        return new ControlTopic(name, clients, Codecs.of(config.schemaRegistry()).controlCommand(name));
    }

    /** Before the first frame is taken, so that a change survives a restart. */
    void follow() {
        follower = ControlFollower.follow(topic, this::pursue, whenChosen);
        if (follower.isEmpty()) {
            LOG.info("No topic '{}' (topics.control): mode and model stay as the settings say. framelot topics create makes it", topic.name());
        }
    }

    ControlState state() {
        return state;
    }

    boolean changeable() {
        return follower.isPresent();
    }

    private void pursue(ControlState next) {
        ControlState before = state;
        whenChanged.accept(next);
        state = next;
        LOG.info("Version {} by {}: {} (before: {})", next.version(), next.issuedBy(), next.sentence(), before.sentence());
        synchronized (changed) {
            changed.notifyAll();
        }
    }

    /** As {@link dev.framelot.http.Instance#change} says. */
    ControlState change(Optional<Long> expectedVersion, UnaryOperator<ControlState> change) throws InterruptedException {
        synchronized (changing) {
            ControlTopic.Content content = topic.read().orElseThrow(() -> new IllegalStateException("Topic '" + topic.name() + "' (topics.control) does not exist"));
            ControlState now = content.state().orElseGet(() -> ControlState.of(config.batching()));
            if (expectedVersion.isPresent() && expectedVersion.get() != now.version()) {
                throw StaleVersionException.of(now.version(), expectedVersion.get());
            }
            ControlState next = change.apply(now);
            next.problem().ifPresent(problem -> {
                throw new IllegalArgumentException(problem);
            });
            topic.change(now, next);
            await(next.version());
            return state;
        }
    }

    private void await(long version) throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(FOLLOW_SECONDS);
        synchronized (changed) {
            while (state.version() < version) {
                long leftMillis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
                if (leftMillis <= 0) {
                    throw new IllegalStateException("Version " + version + " was written, but this instance did not follow it within " + FOLLOW_SECONDS
                            + " s; it will once topic '" + topic.name() + "' can be read");
                }
                changed.wait(leftMillis);
            }
        }
    }

    @Override
    public void close() {
        follower.ifPresent(ControlFollower::close);
    }
}
