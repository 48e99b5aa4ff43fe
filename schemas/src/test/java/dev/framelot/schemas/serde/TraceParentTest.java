package dev.framelot.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final RecordHeaders headers = new RecordHeaders();

    private TraceParentTest with(String name, String value) {
        headers.add(name, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    @Test
    void readsTheIdsAndTheFlag() {
        with("traceparent", PARENT).with("tracestate", "rojo=00f067aa0ba902b7");
        TraceParent trace = TraceParent.find(headers).orElseThrow();
        assertThat(trace.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(trace.parentId()).isEqualTo("b7ad6b7169203331");
        assertThat(trace.sampled()).isTrue();
        assertThat(trace.tracestate()).contains("rojo=00f067aa0ba902b7");
    }

    @Test
    void aLaterVersionMayGoOnAfterItsFlags() {
        with("traceparent", PARENT.replaceFirst("^00", "cc").replaceFirst("01$", "00") + "-what-the-future");
        assertThat(TraceParent.find(headers)).get().extracting(TraceParent::sampled).isEqualTo(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "",
        "00",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more",
        " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n",
        "gr\u00fc\u00df dich"
    })
    void anInvalidOneIsAbsentAndItsStateWithIt(String invalid) {
        with("traceparent", invalid).with("tracestate", "a=1");
        assertThat(TraceParent.find(headers)).isEmpty();
    }

    @Test
    void noneOrNullOrTwoAreAbsent() {
        assertThat(TraceParent.find(headers)).isEmpty();
        with("traceparent", null);
        assertThat(TraceParent.find(headers)).isEmpty();
        headers.remove("traceparent");
        with("traceparent", PARENT).with("traceparent", PARENT);
        assertThat(TraceParent.find(headers)).isEmpty();
    }

    @Test
    void severalStatesAreOneListInTheirOrder() {
        with("traceparent", PARENT).with("tracestate", "a=1").with("tracestate", null).with("tracestate", "b=2");
        assertThat(TraceParent.find(headers).orElseThrow().tracestate()).contains("a=1,b=2");
    }

    @Test
    void aStateTooLongOrUnprintableIsDroppedAndTheParentKept() {
        with("traceparent", PARENT).with("tracestate", "a=" + "x".repeat(510));
        assertThat(TraceParent.find(headers).orElseThrow().tracestate()).isPresent();
        with("tracestate", "b=2");
        assertThat(TraceParent.find(headers).orElseThrow().tracestate()).isEmpty();
        headers.remove("tracestate");
        with("tracestate", "a=\u0000");
        assertThat(TraceParent.find(headers).orElseThrow().tracestate()).isEmpty();
    }

    @Test
    void carryingReplacesWhatWasThere() {
        with("traceparent", PARENT).with("tracestate", "a=1");
        RecordHeaders out = new RecordHeaders();
        out.add("traceparent", new byte[] {1}).add("other", new byte[] {2});
        TraceParent.find(headers).orElseThrow().carryTo(out);
        assertThat(TraceParent.find(out)).isEqualTo(TraceParent.find(headers));
        assertThat(out.toArray()).hasSize(3);
    }
}
