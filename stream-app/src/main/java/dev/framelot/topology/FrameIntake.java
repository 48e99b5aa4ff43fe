package dev.framelot.topology;

import dev.framelot.dispatch.FrameTask;
import dev.framelot.metrics.FateListener;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** What all frame processors of one topic share. @param pipeline takes a frame without blocking */
record FrameIntake(
        String framesTopic,
        IntakeGate.Share share,
        EnvelopeReader reader,
        OutcomeRecords records,
        FrameClaims claims,
        Consumer<FrameTask> pipeline,
        ThreadLedgers ledgers,
        IntakeGate gate,
        FateListener counters,
        LongSupplier nanoClock) {}
