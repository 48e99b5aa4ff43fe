package dev.framelot.topology;

import dev.framelot.frame.FrameOutcome;
import dev.framelot.metrics.FateListener;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * What all frame processors of one topic share.
 *
 * @param suffix what stands behind the names of its nodes, unique
 * @param route to the pipeline that takes a frame, without blocking
 * @param shadow told, on a shadow's thread, what another model found in a frame
 */
record FrameIntake(
        String framesTopic,
        String suffix,
        IntakeGate.Share share,
        EnvelopeReader reader,
        OutcomeRecords records,
        FrameClaims claims,
        FrameRoute route,
        BiConsumer<FrameSlot, FrameOutcome.Detected> shadow,
        ThreadLedgers ledgers,
        IntakeGate gate,
        FateListener counters,
        LongSupplier nanoClock) {}
