package dev.framelot.topology;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Carries W3C Trace Context ({@code traceparent}, {@code tracestate}) from a frame to its outcome; nothing else crosses. */
final class TraceHeaders {
    private static final String[] CARRIED = {"traceparent", "tracestate"};

    private TraceHeaders() {}

    static Headers of(Headers frame) {
        RecordHeaders carried = new RecordHeaders();
        for (String name : CARRIED) {
            Header header = frame.lastHeader(name);
            if (header != null) {
                carried.add(header);
            }
        }
        return carried;
    }
}
