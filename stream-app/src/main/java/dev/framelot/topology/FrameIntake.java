package dev.framelot.topology;

import dev.framelot.dispatch.FrameTask;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.metrics.FateListener;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What all frame processors of one topic share.
 *
 * @param pipeline takes a frame without blocking
 * @param shadow told, on a shadow's thread, what another model found in a frame
 */
record FrameIntake(
        String framesTopic,
        IntakeGate.Share share,
        EnvelopeReader reader,
        OutcomeRecords records,
        FrameClaims claims,
        Consumer<FrameTask> pipeline,
        BiConsumer<FrameSlot, FrameOutcome.Detected> shadow,
        ThreadLedgers ledgers,
        IntakeGate gate,
        FateListener counters,
        LongSupplier nanoClock) {}
