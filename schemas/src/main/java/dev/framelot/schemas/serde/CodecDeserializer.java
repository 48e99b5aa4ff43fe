package dev.framelot.schemas.serde;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * An {@link AvroCodec} as a Kafka consumer's value deserializer; a tombstone is null. Thread safe. A consumer that must go on
 * after an unreadable record reads bytes and calls {@link AvroCodec#decode} itself: what a deserializer throws ends the poll.
 *
 * @param <T> the record type
 */
public final class CodecDeserializer<T extends SpecificRecord> implements Deserializer<T> {
    private final AvroCodec<T> codec;

    public CodecDeserializer(AvroCodec<T> codec) {
        this.codec = codec;
    }

    /**
     * @throws SchemaMismatchException the bytes are not a record of this type
     * @throws RegistryUnavailableException the writer's schema must be asked for and the registry does not answer
     */
    @Override
    public T deserialize(String topic, byte[] value) {
        return value == null ? null : codec.decode(value);
    }
}
