package dev.framelot.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.batching.Batch;
import dev.framelot.batching.DispatchReason;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.TrafficClass;
import dev.framelot.dispatch.BatchListener.BatchRun;
import dev.framelot.frame.BatchInfo;
import dev.framelot.frame.FrameIdentity;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.SourceCoordinates;
import dev.framelot.frame.StageNanos;
import dev.framelot.metrics.FateListener.Fate;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchTracerTest {
    private static final String SAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String UNSAMPLED = "00-1af7651916cd43dd8448eb211c80319c-c7ad6b7169203331-00";

    private final List<SpanData> spans = new ArrayList<>();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(new SpanExporter() {
                @Override
                public CompletableResultCode export(Collection<SpanData> exported) {
                    spans.addAll(exported);
                    return CompletableResultCode.ofSuccess();
                }

                @Override
                public CompletableResultCode flush() {
                    return CompletableResultCode.ofSuccess();
                }

                @Override
                public CompletableResultCode shutdown() {
                    return CompletableResultCode.ofSuccess();
                }
            }))
            .build();

    @AfterEach
    void close() {
        provider.close();
    }

    private BatchTracer tracer(double chance) {
        return new BatchTracer(provider.get("test"), 0.5, () -> chance, "m 1");
    }

    private static BatchRun run(long id, int frames) {
        List<QueuedFrame> queued = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            queued.add(new QueuedFrame(i + 1, "camera", TrafficClass.LIVE, 0, QueuedFrame.NO_DEADLINE, 10));
        }
        return new BatchRun(new Batch(id, queued, 4, DispatchReason.FULL, 1_000, 2_000_000), "fixed", 1, 1_800_000_000_000_000L, 3_000_000, true);
    }

    private static Fate fate(long batchId, String traceparent) {
        FrameOutcome found = new FrameOutcome.Detected(
                List.of(), false, 64, 64, false, new FrameOutcome.ModelUsed("m", "1", "abc", "cpu"), new BatchInfo(batchId, 4, 2, "full", 1, 2_000_000),
                new StageNanos(1, 1, 1, 1, 1, 1));
        return new Fate(new SourceCoordinates("frames", 0, 1), new FrameIdentity("f", "camera", 1, 0, 0, Map.of()), found, null, traceparent, 5);
    }

    @Test
    void aBatchIsOneSpanLinkedToItsFrames() {
        BatchTracer tracer = tracer(0.9);
        tracer.ran(run(7, 2));
        tracer.forwarded(fate(7, SAMPLED));
        assertThat(spans).as("one frame is still under way").isEmpty();
        tracer.forwarded(fate(7, UNSAMPLED));
        assertThat(spans).singleElement().satisfies(span -> {
            assertThat(span.getName()).isEqualTo("batch");
            assertThat(span.getLinks()).extracting(link -> link.getSpanContext().getTraceId())
                    .containsExactly("0af7651916cd43dd8448eb211c80319c", "1af7651916cd43dd8448eb211c80319c");
            assertThat(span.getEndEpochNanos() - span.getStartEpochNanos()).isEqualTo(3_000_000);
            assertThat(span.getAttributes().asMap()).anySatisfy((key, value) -> assertThat(key.getKey() + "=" + value).isEqualTo("framelot.batch.reason=full"));
        });
    }

    @Test
    void withoutASampledFrameChanceDecides() {
        tracer(0.9).ran(run(1, 1));
        BatchTracer unlucky = tracer(0.9);
        unlucky.ran(run(1, 1));
        unlucky.forwarded(fate(1, UNSAMPLED));
        assertThat(spans).isEmpty();
        BatchTracer lucky = tracer(0.1);
        lucky.ran(run(2, 1));
        lucky.forwarded(fate(2, null));
        assertThat(spans).hasSize(1);
    }

    @Test
    void aBatchWhoseFramesNeverComeIsToldAndForgotten() {
        BatchTracer tracer = tracer(0);
        for (int id = 1; id <= BatchTracer.PENDING + 10; id++) {
            tracer.ran(run(id, 1));
        }
        assertThat(spans).as("the oldest made room").hasSize(10);
        tracer.close();
        assertThat(spans).hasSize(BatchTracer.PENDING + 10);
    }
}
