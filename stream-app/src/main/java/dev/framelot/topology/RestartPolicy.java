package dev.framelot.topology;

import dev.framelot.schemas.serde.RegistryUnavailableException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread dies. What Kafka refuses (a topic missing, a right revoked, too few replicas), or a registry
 * that is away, may heal:
 * the thread is replaced after a growing pause, and since nothing was committed nothing is lost. Anything else is a bug:
 * the application ends.
 */
final class RestartPolicy implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RestartPolicy.class);
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final Consumer<Throwable> whenFatal;
    private final Consumer<String> whenTrouble;
    private final AtomicInteger failuresInARow = new AtomicInteger();

    RestartPolicy(Consumer<String> whenTrouble, Consumer<Throwable> whenFatal) {
        this.whenTrouble = whenTrouble;
        this.whenFatal = whenFatal;
    }

    /** Frames flow again. */
    void recovered() {
        failuresInARow.set(0);
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable exception) {
        Throwable root = exception;
        boolean registryAway = exception instanceof RegistryUnavailableException;
        while (root.getCause() != null && root.getCause() != root && !registryAway) {
            root = root.getCause();
            registryAway = root instanceof RegistryUnavailableException;
        }
        if (!registryAway && !retriable(root)) {
            whenFatal.accept(exception);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        int failures = failuresInARow.incrementAndGet();
        long pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(10, failures - 1));
        String trouble = "Kafka or the schema registry refused the stream's work, failure " + failures + " in a row: " + root.getClass().getSimpleName() + ": "
                + root.getMessage() + ". Nothing of it was committed; trying again in " + pauseMillis + " ms";
        whenTrouble.accept(trouble);
        LOG.warn("{}", trouble);
        LOG.debug("The failure", exception);
        LockSupport.parkNanos(pauseMillis * 1_000_000);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static boolean retriable(Throwable root) {
        return root instanceof KafkaException || root instanceof TimeoutException;
    }
}
