package dev.framelot.schemas.serde;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Values of one record type on one topic. Thread safe: encoding uses a buffer of the calling thread, decoding shares nothing that changes.
 *
 * @param <T> the record type
 */
public final class AvroCodec<T extends SpecificRecord> {
    private static final byte SINGLE_OBJECT_0 = (byte) 0xC3;
    private static final byte SINGLE_OBJECT_1 = 0x01;
    private static final int SINGLE_OBJECT_HEADER = 10;
    private static final byte CONFLUENT = 0x00;
    private static final int CONFLUENT_HEADER = 5;

    private final Schema schema;
    private final SpecificData data;
    private final KnownSchemas known;
    private final Optional<RegistryClient> registry;
    private final String subject;
    private final SpecificDatumWriter<T> writer;
    private final Map<Schema, SpecificDatumReader<T>> readers = new ConcurrentHashMap<>();
    private final byte[] singleObjectHeader;
    /** Of our schema in the registry; 0 until first needed. Any thread: registering twice gives the same id. */
    private volatile int registeredId;

    AvroCodec(Schema schema, Optional<RegistryClient> registry, String topic) {
        TrustedRecords.trust();
        this.schema = schema;
        this.data = SpecificData.getForSchema(schema);
        this.known = new KnownSchemas(schema);
        this.registry = registry;
        this.subject = topic + "-value";
        this.writer = new SpecificDatumWriter<>(schema, data);
        this.singleObjectHeader = ByteBuffer.allocate(SINGLE_OBJECT_HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(SINGLE_OBJECT_0)
                .put(SINGLE_OBJECT_1)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .array();
    }

    /**
     * @throws RegistryUnavailableException a registry is named and does not answer
     * @throws SchemaMismatchException the registry refuses our schema for this topic
     */
    public byte[] encode(T value) {
        byte[] header = registry.isPresent() ? confluentHeader() : singleObjectHeader;
        EncodeBuffer buffer = EncodeBuffer.take();
        buffer.writeBytes(header);
        try {
            writer.write(value, buffer.encoder());
            buffer.encoder().flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException("Writing to memory", impossible);
        }
        return buffer.finish();
    }

    /**
     * Fields of type {@code bytes} are windows of {@code value}, not copies: it must not be written to afterwards.
     *
     * @throws SchemaMismatchException the bytes are not a record of this type
     * @throws RegistryUnavailableException the writer's schema must be asked for and the registry does not answer
     */
    public T decode(byte[] value) {
        if (value.length >= SINGLE_OBJECT_HEADER && value[0] == SINGLE_OBJECT_0 && value[1] == SINGLE_OBJECT_1) {
            long fingerprint = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
            Schema written = known.find(fingerprint);
            if (written == null) {
                throw new SchemaMismatchException("Schema fingerprint " + HexFormat.of().toHexDigits(fingerprint) + " is none of the bundled versions of "
                        + schema.getName() + "; the producer is newer than this reader, or wrote another type: update the reader, or use a schema registry");
            }
            return read(value, SINGLE_OBJECT_HEADER, written);
        }
        if (value.length >= CONFLUENT_HEADER && value[0] == CONFLUENT) {
            int id = ByteBuffer.wrap(value).getInt(1);
            RegistryClient client = registry.orElseThrow(() -> new SchemaMismatchException("The value names schema id " + id
                    + " of a schema registry, and none is configured: set schema-registry.url"));
            return read(value, CONFLUENT_HEADER, client.schemaById(id));
        }
        throw new SchemaMismatchException(noFraming(value));
    }

    private static String noFraming(byte[] value) {
        if (value.length == 0) {
            return "The value has 0 bytes, so it begins with no framing: Avro single-object encoding needs at least " + SINGLE_OBJECT_HEADER
                    + " bytes; send a record, or a null value for a tombstone";
        }
        String begins = "The value begins with " + HexFormat.ofDelimiter(" ").formatHex(value, 0, Math.min(4, value.length)) + " (" + value.length + " bytes)";
        if (value[0] == CONFLUENT) {
            return begins + ": a registry's framing has a header of " + CONFLUENT_HEADER + " bytes; the value was cut, or is no Avro record";
        }
        if (value[0] == SINGLE_OBJECT_0 && (value.length == 1 || value[1] == SINGLE_OBJECT_1)) {
            return begins + ": Avro single-object encoding (c3 01) has a header of " + SINGLE_OBJECT_HEADER + " bytes; the value was cut, send the whole record";
        }
        return begins + ": neither Avro single-object encoding (c3 01) nor a registry's framing (00); for bare images set frame.format to image";
    }

    private T read(byte[] value, int offset, Schema written) {
        SpecificDatumReader<T> reader = readers.computeIfAbsent(written, w -> new SpecificDatumReader<>(w, schema, data));
        try {
            return reader.read(null, new SharingDecoder(value, offset));
        } catch (IOException | RuntimeException broken) {
            throw new SchemaMismatchException("The " + (value.length - offset) + " bytes after the header are no " + schema.getName() + " written as "
                    + written.getFullName() + ": " + broken, broken);
        }
    }

    private byte[] confluentHeader() {
        if (registeredId == 0) {
            registeredId = registry.orElseThrow().register(subject, schema);
        }
        return ByteBuffer.allocate(CONFLUENT_HEADER).put(CONFLUENT).putInt(registeredId).array();
    }
}
