package dev.framelot.app;

import dev.framelot.config.KafkaSettings;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/** Says what lies behind "Failed to construct kafka consumer": an address nobody knows, a keystore that is not there. */
final class KafkaFailures {
    private KafkaFailures() {}

    /** @throws StartException in place of Kafka's own, with the deepest reason in its sentence */
    static <T> T naming(KafkaSettings kafka, Supplier<T> opening) {
        try {
            return opening.get();
        } catch (KafkaException failed) {
            Throwable reason = failed;
            while (reason.getCause() != null) {
                reason = reason.getCause();
            }
            throw new StartException("No client for Kafka at " + kafka.bootstrapServers() + " (kafka.bootstrap-servers): " + reason.getMessage()
                    + ". Check the address, and what is given below kafka.properties", failed);
        }
    }
}
