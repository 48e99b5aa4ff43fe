package dev.framelot.topology;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * What a stream thread's consumer does more than Kafka's: caps committed offsets, pauses and resumes at the gate, and
 * leaves {@code poll()} early when an outcome is ready and can be forwarded. Owner: the stream thread, but for {@code wakeup()}.
 */
final class IntakeConsumer implements InvocationHandler {
    private final Consumer<byte[], byte[]> consumer;
    private final ThreadLedgers ledgers;
    private final IntakeDoors doors;
    /** What Streams itself paused (its own buffers are full) and must stay so when the gate opens. */
    private final Set<TopicPartition> pausedByStreams = new HashSet<>();
    private final Set<IntakeDoors.Door> held = new HashSet<>();

    IntakeConsumer(Consumer<byte[], byte[]> consumer, ThreadLedgers ledgers, IntakeDoors doors) {
        this.consumer = consumer;
        this.ledgers = ledgers;
        this.doors = doors;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "poll":
                return poll((Duration) arguments[0]);
            case "commitSync":
            case "commitAsync":
                cap(arguments);
                break;
            case "pause":
                pausedByStreams.addAll(partitions(arguments));
                break;
            case "resume":
                pausedByStreams.removeAll(partitions(arguments));
                arguments[0] = partitions(arguments).stream().filter(partition -> !held.contains(doors.of(partition.topic()))).toList();
                break;
            default:
                break;
        }
        return callAgainIfWoken(method, arguments);
    }

    private ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        ThreadLedger ledger = ledgers.mine();
        ledger.consumerIsOurs();
        holdOrResume();
        ConsumerRecords<byte[], byte[]> records = pollUntilAnOutcome(ledger, timeout);
        if (records.isEmpty()) {
            ledger.awaitTurn();
        }
        return records;
    }

    private ConsumerRecords<byte[], byte[]> pollUntilAnOutcome(ThreadLedger ledger, Duration timeout) {
        ledger.waker().enterPoll(consumer);
        try {
            return consumer.poll(ledger.anyHeadDone() ? Duration.ZERO : timeout);
        } catch (WakeupException outcomeReady) {
            return ConsumerRecords.empty();
        } finally {
            ledger.waker().leavePoll();
        }
    }

    private void holdOrResume() {
        for (IntakeDoors.Door door : doors.all()) {
            if (door.full()) {
                if (held.add(door) && !partitionsOf(door).isEmpty()) {
                    door.gate().paused();
                }
            } else if (held.contains(door) && door.roomAgain()) {
                held.remove(door);
                pausedByStreams.retainAll(consumer.assignment());
                Set<TopicPartition> again = partitionsOf(door);
                again.removeAll(pausedByStreams);
                consumer.resume(again);
            }
            if (held.contains(door)) {
                // Each time: a rebalance may have brought partitions since.
                consumer.pause(partitionsOf(door));
            }
        }
    }

    private Set<TopicPartition> partitionsOf(IntakeDoors.Door door) {
        Set<TopicPartition> partitions = new HashSet<>(consumer.assignment());
        partitions.removeIf(partition -> !doors.of(partition.topic()).equals(door));
        return partitions;
    }

    /** A wake-up that came just as {@code poll()} ended is thrown by the next call instead; it clears with that. */
    private Object callAgainIfWoken(Method method, Object[] arguments) throws Throwable {
        try {
            return CappedClientSupplier.call(consumer, method, arguments);
        } catch (WakeupException stray) {
            return CappedClientSupplier.call(consumer, method, arguments);
        }
    }

    @SuppressWarnings("unchecked") // commitSync() and commitAsync() take the offsets first, where they take any.
    private void cap(Object[] arguments) {
        if (arguments != null && arguments.length > 0 && arguments[0] instanceof Map) {
            ledgers.mine().cap((Map<TopicPartition, OffsetAndMetadata>) arguments[0]);
        }
    }

    @SuppressWarnings("unchecked") // pause() and resume() have this one argument.
    private static Collection<TopicPartition> partitions(Object[] arguments) {
        return (Collection<TopicPartition>) arguments[0];
    }
}
