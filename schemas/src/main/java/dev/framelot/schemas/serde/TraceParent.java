package dev.framelot.schemas.serde;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The trace a record belongs to (W3C Trace Context, "traceparent Header" and "tracestate Header"), checked so that it may be carried
 * on. What is invalid is absent; nothing throws.
 *
 * @param traceparent as it came: {@code version-traceid-parentid-flags} in lower-case hexadecimal
 * @param tracestate vendors' own list, as it came and never parsed; empty where absent or too long to carry
 */
public record TraceParent(String traceparent, Optional<String> tracestate) {
    public static final String TRACEPARENT = "traceparent";
    public static final String TRACESTATE = "tracestate";

    /** The specification asks to carry at least 512 characters; longer ones are dropped whole, as it allows. */
    private static final int LONGEST_TRACESTATE_BYTES = 512;
    private static final int LONGEST_TRACEPARENT_BYTES = 256;
    /** Neither id is all zeros and the version is not ff; version 00 ends after its flags, later ones may go on after a dash. */
    private static final Pattern VALID = Pattern.compile(
            "(?:00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
                    + "|(?!00|ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-[\\x21-\\x7e]*)?)");

    /** Empty where there is no traceparent, more than one, or an invalid one: a tracestate without its parent means nothing. */
    public static Optional<TraceParent> find(Headers headers) {
        Iterator<Header> parents = headers.headers(TRACEPARENT).iterator();
        if (!parents.hasNext()) {
            return Optional.empty();
        }
        byte[] parent = parents.next().value();
        if (parents.hasNext() || parent == null || parent.length > LONGEST_TRACEPARENT_BYTES) {
            return Optional.empty();
        }
        String text = new String(parent, StandardCharsets.ISO_8859_1);
        return VALID.matcher(text).matches() ? Optional.of(new TraceParent(text, state(headers))) : Optional.empty();
    }

    /** The 32 hexadecimal digits that all records of one trace share. */
    public String traceId() {
        return traceparent.substring(3, 35);
    }

    /** The 16 hexadecimal digits of the span that sent the record. */
    public String parentId() {
        return traceparent.substring(36, 52);
    }

    /** Flag 01: the caller may have recorded the trace. */
    public boolean sampled() {
        return (Integer.parseInt(traceparent.substring(53, 55), 16) & 1) == 1;
    }

    /** Replaces the trace that {@code headers} name by this one. */
    public void carryTo(Headers headers) {
        headers.remove(TRACEPARENT).remove(TRACESTATE).add(TRACEPARENT, traceparent.getBytes(StandardCharsets.ISO_8859_1));
        tracestate.ifPresent(state -> headers.add(TRACESTATE, state.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Several tracestate headers are one list, in their order. */
    private static Optional<String> state(Headers headers) {
        StringJoiner joined = new StringJoiner(",");
        for (Header header : headers.headers(TRACESTATE)) {
            byte[] part = header.value();
            if (part == null || part.length == 0) {
                continue;
            }
            if (joined.length() + part.length > LONGEST_TRACESTATE_BYTES) {
                return Optional.empty();
            }
            joined.add(new String(part, StandardCharsets.ISO_8859_1));
        }
        String list = joined.toString();
        boolean printable = list.chars().allMatch(c -> c >= 0x20 && c <= 0x7e || c == '\t');
        return list.isBlank() || !printable || list.length() > LONGEST_TRACESTATE_BYTES ? Optional.empty() : Optional.of(list);
    }
}
