package dev.framelot.app;

import dev.framelot.config.KafkaSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaFuture;

/** Kafka's admin client, with failures in words for a person. */
final class KafkaAdmin implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 15;

    private final KafkaSettings kafka;
    private final Admin admin;

    KafkaAdmin(KafkaSettings kafka) {
        this.kafka = kafka;
        Map<String, Object> settings = new HashMap<>(kafka.properties());
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 1_000);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 1_000 / 2);
        this.admin = KafkaFailures.naming(kafka, () -> Admin.create(settings));
    }

    Admin client() {
        return admin;
    }

    /** @throws StartException the broker refused (its cause is Kafka's exception), or did not answer */
    <T> T get(String what, KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof org.apache.kafka.common.errors.TimeoutException slow) {
                throw unreachable(what, slow);
            }
            throw new StartException("Kafka at " + kafka.bootstrapServers() + " (kafka.bootstrap-servers) refused to " + what + ": "
                    + failed.getCause().getMessage(), failed.getCause());
        } catch (TimeoutException slow) {
            throw unreachable(what, slow);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted while waiting for Kafka to " + what, interrupted);
        }
    }

    private StartException unreachable(String what, Exception cause) {
        return new StartException("Kafka at " + kafka.bootstrapServers() + " (kafka.bootstrap-servers) did not answer within " + TIMEOUT_SECONDS
                + " s when asked to " + what + ". Is the broker running, and is the address right?", cause);
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ofSeconds(2));
    }
}
