package dev.framelot.telemetry;

import dev.framelot.dispatch.BatchListener;
import dev.framelot.frame.FrameIdentity;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.SourceCoordinates;
import dev.framelot.metrics.FateListener;
import dev.framelot.schemas.serde.TraceParent;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * One span for each batch, linked to its frames by the traceparent of their records. A batch gets one where a producer sampled
 * one of its frames, and else by chance. A batch waits here until all of its frames were forwarded, or {@value #PENDING} later ones ran.
 */
public final class BatchTracer implements FateListener, BatchListener, AutoCloseable {
    static final int PENDING = 256;
    /** The exporter's own limit on links. */
    private static final int MOST_LINKS = 128;

    private static final class Pending {
        final BatchRun run;
        final List<SpanContext> frames = new ArrayList<>();
        int outstanding;
        boolean sampled;
        String model;

        Pending(BatchRun run, String model) {
            this.run = run;
            this.model = model;
            this.outstanding = run.batch().frames().size();
        }
    }

    private final Tracer tracer;
    private final double share;
    private final DoubleSupplier chance;
    private final String model;
    private final Map<Long, Pending> pending = new LinkedHashMap<>();

    /** @param share of the batches without a sampled frame @param chance 0 to 1, for each @param model of a batch that no result has named */
    public BatchTracer(Tracer tracer, double share, DoubleSupplier chance, String model) {
        this.tracer = tracer;
        this.share = share;
        this.chance = chance;
        this.model = model;
    }

    @Override
    public void took(SourceCoordinates source, FrameIdentity identity) {
        // Nothing is known of its batch yet.
    }

    @Override
    public synchronized void ran(BatchRun run) {
        pending.put(run.batch().batchId(), new Pending(run, model));
        if (pending.size() > PENDING) {
            Long oldest = pending.keySet().iterator().next();
            end(pending.remove(oldest));
        }
    }

    @Override
    public synchronized void forwarded(Fate fate) {
        if (!(fate.outcome() instanceof FrameOutcome.Detected found)) {
            return;
        }
        Pending batch = pending.get(found.batch().batchId());
        if (batch == null) {
            return;
        }
        batch.model = found.model().name() + " " + found.model().version();
        if (fate.traceparent() != null && batch.frames.size() < MOST_LINKS) {
            TraceParent parent = new TraceParent(fate.traceparent(), java.util.Optional.empty());
            batch.frames.add(SpanContext.createFromRemoteParent(
                    parent.traceId(), parent.parentId(), parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(), TraceState.getDefault()));
            batch.sampled |= parent.sampled();
        }
        if (--batch.outstanding == 0) {
            pending.remove(found.batch().batchId());
            end(batch);
        }
    }

    private void end(Pending batch) {
        if (!batch.sampled && chance.getAsDouble() >= share) {
            return;
        }
        BatchRun run = batch.run;
        SpanBuilder span = tracer.spanBuilder("batch")
                .setNoParent()
                .setSpanKind(SpanKind.INTERNAL)
                .setStartTimestamp(run.startedAtMicros(), TimeUnit.MICROSECONDS)
                .setAttribute("framelot.batch.id", run.batch().batchId())
                .setAttribute("framelot.batch.shape", run.batch().shape())
                .setAttribute("framelot.batch.frames", run.batch().frames().size())
                .setAttribute("framelot.batch.reason", run.batch().reason().wireName())
                .setAttribute("framelot.batch.predicted_us", run.batch().predictedRunNanos() / 1_000)
                .setAttribute("framelot.mode", run.mode())
                .setAttribute("framelot.lane", run.laneId())
                .setAttribute("framelot.model", batch.model);
        batch.frames.forEach(span::addLink);
        span.startSpan().end(run.startedAtMicros() + run.busyNanos() / 1_000, TimeUnit.MICROSECONDS);
    }

    /** Ends the spans of batches that still wait for frames. */
    @Override
    public synchronized void close() {
        pending.values().forEach(this::end);
        pending.clear();
    }
}
