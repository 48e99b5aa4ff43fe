package dev.framelot.schemas.serde;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * An {@link AvroCodec} as a Kafka producer's value serializer; null is a tombstone. The topic is the codec's: its subject in a
 * registry was chosen with it. Thread safe.
 *
 * @param <T> the record type
 */
public final class CodecSerializer<T extends SpecificRecord> implements Serializer<T> {
    private final AvroCodec<T> codec;

    public CodecSerializer(AvroCodec<T> codec) {
        this.codec = codec;
    }

    /**
     * @throws RegistryUnavailableException a registry is named and does not answer
     * @throws SchemaMismatchException the registry refuses our schema for the codec's topic
     */
    @Override
    public byte[] serialize(String topic, T value) {
        return value == null ? null : codec.encode(value);
    }
}
