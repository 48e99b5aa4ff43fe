package dev.framelot.control;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the control topic on a thread of its own; every instance reads all of it. */
public final class ControlFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlFollower.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long PAUSE_MILLIS = 1_000;

    private final ControlTopic topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Consumer<ControlState> whenChanged;
    private final Consumer<ModelChoice> whenChosen;
    private final Thread thread;
    private volatile boolean closed;

    private ControlFollower(ControlTopic topic, KafkaConsumer<byte[], byte[]> consumer, Consumer<ControlState> whenChanged, Consumer<ModelChoice> whenChosen) {
        this.topic = topic;
        this.consumer = consumer;
        this.whenChanged = whenChanged;
        this.whenChosen = whenChosen;
        this.thread = new Thread(this::follow, "framelot-control");
        this.thread.setDaemon(true);
    }

    /**
     * Tells the state in force before it returns, and each later one on its own thread.
     *
     * @param whenChanged must not throw
     * @param whenChosen must not throw, nor wait for a model to be loaded
     * @return empty where the topic does not exist
     */
    public static Optional<ControlFollower> follow(ControlTopic topic, Consumer<ControlState> whenChanged, Consumer<ModelChoice> whenChosen) {
        return topic.reader().map(consumer -> {
            ControlFollower follower = new ControlFollower(topic, consumer, whenChanged, whenChosen);
            try {
                ControlTopic.Content content = topic.toEnd(consumer);
                content.state().ifPresent(whenChanged);
                content.models().values().forEach(whenChosen);
            } catch (RuntimeException unread) {
                consumer.close();
                throw unread;
            }
            follower.thread.start();
            return follower;
        });
    }

    private void follow() {
        try {
            while (!closed) {
                try {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                        topic.state(record).ifPresent(whenChanged);
                        topic.models(record).ifPresent(whenChosen);
                    }
                } catch (WakeupException asked) {
                    // close() wakes the poll; the loop's condition ends it.
                } catch (RuntimeException trouble) {
                    LOG.warn("Can't read topic '{}' (topics.control) now, what was in force stays so: {}", topic.name(), trouble.toString());
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            consumer.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
