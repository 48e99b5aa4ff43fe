package dev.framelot.topology;

import dev.framelot.dispatch.FrameTask;
import dev.framelot.frame.FrameFault;
import dev.framelot.frame.FrameIdentity;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.ImageReference;
import dev.framelot.frame.SourceCoordinates;
import dev.framelot.image.FrameRejectedException;
import dev.framelot.metrics.FateListener;
import dev.framelot.schemas.serde.TraceParent;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * One partition of a topic of frames: takes frames, hands them to the pipeline, forwards outcomes in the order of intake.
 * Owner: the stream thread of its task.
 */
final class FrameProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    /** How often finished frames are looked for, the least that Streams knows; a ready outcome ends {@code poll()} in time for the next look. */
    private static final Duration FORWARD_INTERVAL = Duration.ofMillis(1);

    private final FrameIntake intake;
    private final String suffix;
    private final CameraClocks clocks = new CameraClocks();
    private ProcessorContext<byte[], byte[]> context;
    private ThreadLedger ledger;
    private TopicPartition partition;
    private PartitionFrames frames;
    /** Scheduled only while frames are in flight: any punctuation makes Streams commit, and an idle exactly-once instance would commit empty transactions. */
    private Cancellable forwarding;

    FrameProcessor(FrameIntake intake) {
        this.intake = intake;
        this.suffix = intake.suffix();
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
        ledger = intake.ledgers().mine();
        partition = new TopicPartition(intake.framesTopic(), context.taskId().partition());
        frames = ledger.open(partition);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        long offset = context.recordMetadata().orElseThrow().offset();
        SourceCoordinates source = new SourceCoordinates(partition.topic(), partition.partition(), offset);
        FrameSlot slot;
        FrameEnvelope envelope = null;
        Consumer<FrameTask> pipeline = null;
        FrameFault fault = null;
        try {
            envelope = intake.reader().read(source, record);
            pipeline = intake.route().of(envelope.identity());
        } catch (FrameRejectedException rejected) {
            fault = rejected.fault();
        }
        FrameIdentity identity = envelope == null ? SourceIdentity.of(source, record.key(), record.timestamp()) : envelope.identity();
        slot = new FrameSlot(source, record.key(), record.value(), record.timestamp(), record.headers(), identity);
        if (fault == null) {
            slot.referredBytes = envelope.reference().map(ImageReference::sizeBytes).orElse(0);
        }
        frames.queue.addLast(slot);
        intake.gate().taken(intake.share(), slot.bytes());
        intake.counters().took(source, identity);
        if (fault != null) {
            slot.finish(new FrameOutcome.DeadLettered(fault), intake.nanoClock().getAsLong());
        } else {
            submit(slot, envelope, pipeline);
        }
        if (forwarding == null) {
            frames.turnTaken(context.currentSystemTimeMs());
            forwarding = context.schedule(FORWARD_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::forwardFinished);
        }
    }

    private void submit(FrameSlot slot, FrameEnvelope envelope, Consumer<FrameTask> pipeline) {
        LongSupplier clock = intake.nanoClock();
        slot.image = envelope.image();
        StreamThreadWaker waker = ledger.waker();
        Consumer<FrameOutcome> whenDone = outcome -> {
            slot.finish(outcome, clock.getAsLong());
            waker.wake();
        };
        Consumer<FrameOutcome.Detected> whenShadowed = found -> intake.shadow().accept(slot, found);
        String camera = envelope.identity().cameraId();
        slot.task = envelope.reference().isPresent()
                ? FrameTask.awaitingImage(camera, envelope.reference().get(), clock.getAsLong(), claim(envelope), whenDone, whenShadowed)
                : new FrameTask(camera, envelope.image(), clock.getAsLong(), claim(envelope), whenDone, whenShadowed);
        pipeline.accept(slot.task);
    }

    private FrameTask.Claim claim(FrameEnvelope envelope) {
        return intake.share() == IntakeGate.Share.BACKFILL ? FrameTask.Claim.BACKFILL : intake.claims().of(envelope, clocks);
    }

    private void forwardFinished(long epochMillis) {
        frames.turnTaken(epochMillis);
        while (frames.headDone()) {
            FrameSlot head = frames.queue.peekFirst();
            OutcomeRecords.Routed routed = intake.records().of(head, intake.nanoClock().getAsLong());
            context.forward(routed.record(), routed.childName() + suffix);
            // Only now: had forwarding thrown, the frame must still cap the commit.
            frames.queue.removeFirst();
            intake.gate().gone(intake.share(), head.bytes());
            intake.counters().forwarded(fate(head));
        }
        if (frames.queue.isEmpty() && forwarding != null) {
            forwarding.cancel();
            forwarding = null;
        }
    }

    private FateListener.Fate fate(FrameSlot slot) {
        String trace = TraceParent.find(slot.headers).map(TraceParent::traceparent).orElse(null);
        return new FateListener.Fate(
                slot.source, slot.identity, slot.outcome(), slot.image, trace, intake.nanoClock().getAsLong() - slot.outcomeNanos());
    }

    @Override
    public void close() {
        if (frames == null) {
            return;
        }
        frames.queue.forEach(slot -> intake.gate().gone(intake.share(), slot.bytes()));
        ledger.close(partition);
        frames = null;
    }
}
