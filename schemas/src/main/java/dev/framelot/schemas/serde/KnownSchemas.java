package dev.framelot.schemas.serde;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** The bundled versions of one record type by fingerprint: the current one and all kept earlier ones. Immutable. */
final class KnownSchemas {
    private final Map<Long, Schema> byFingerprint = new HashMap<>();

    KnownSchemas(Schema current) {
        for (int version = 1; addKept(current.getName(), version); version++) {
            // addKept says when there is no further one.
        }
        byFingerprint.put(SchemaNormalization.parsingFingerprint64(current), current);
    }

    private boolean addKept(String name, int version) {
        String path = "/schemas/history/" + name + "/v" + version + ".avsc";
        try (InputStream in = KnownSchemas.class.getResourceAsStream(path)) {
            if (in == null) {
                return false;
            }
            Schema schema = new Schema.Parser().parse(in);
            byFingerprint.put(SchemaNormalization.parsingFingerprint64(schema), schema);
            return true;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Reading bundled schema " + path, unreadable);
        }
    }

    /** Null where unknown. */
    Schema find(long fingerprint) {
        return byFingerprint.get(fingerprint);
    }
}
