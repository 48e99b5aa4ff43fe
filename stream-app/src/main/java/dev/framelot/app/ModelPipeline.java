package dev.framelot.app;

import dev.framelot.batching.BatchLimits;
import dev.framelot.batching.Shapes;
import dev.framelot.claim.ClaimDesk;
import dev.framelot.config.ClaimCheckSettings;
import dev.framelot.config.FrameSettings;
import dev.framelot.config.FramelotConfig;
import dev.framelot.control.ControlState;
import dev.framelot.dispatch.BatchListener;
import dev.framelot.dispatch.FramePipeline;
import dev.framelot.dispatch.FrameTask;
import dev.framelot.dispatch.SharedDevice;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.ImageLimits;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.topology.ModelIntake;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One model and all that it determines: decoders and slots of its input's size, batcher with its costs, lanes, and the desk that fetches its frames. */
final class ModelPipeline {
    private static final Logger LOG = LoggerFactory.getLogger(ModelPipeline.class);

    private final String name;
    private final FramelotConfig config;
    private final FramePipeline pipeline;
    private final ClaimDesk desk;

    private ModelPipeline(String name, FramelotConfig config, FramePipeline pipeline, ClaimDesk desk) {
        this.name = name;
        this.config = config;
        this.pipeline = pipeline;
        this.desk = desk;
    }

    /**
     * Warms the engine's lanes, which takes as long as that takes.
     *
     * @param given as this model runs
     * @param engine closed by {@link #close}; where this fails it stays the caller's
     * @param failed told when the pipeline can go on no more
     */
    static ModelPipeline open(
            String name, InferenceEngine engine, FramelotConfig given, SharedDevice.Part device, BatchListener whenRan, Consumer<Throwable> failed)
            throws InferenceException {
        AutoBatch autoBatch = new AutoBatch(engine, AutoBatch.cache(given.inference()));
        FramelotConfig config = autoBatch.settle(given);
        FrameDecoders decoders = FrameDecoders.open(
                FrameDecoders.Library.valueOf(config.decode().library().name()), limits(config), engine.input(), LargeFrames.slices(config));
        FramePipeline opened = null;
        while (opened == null) {
            try {
                opened = pipeline(engine, config, decoders, autoBatch, device, whenRan, failed);
            } catch (InferenceException refused) {
                config = autoBatch.smaller(given, config, refused);
            }
        }
        LOG.info("Model {} {} on {}, decoding with {}, shapes {}, {} lanes", engine.model().name(), engine.model().version(),
                engine.provider(), decoders.describe(), config.batching().shapes(), config.inference().lanes());
        autoBatch.costs(config.batching().shapes()).byShape().forEach((shape, cost) ->
                LOG.debug("A batch of {} takes {} ms, rarely more than {} ms", shape, cost.medianNanos() / 1e6, cost.p95Nanos() / 1e6));
        return new ModelPipeline(name, config, opened, LargeFrames.desk(config, opened::submit, failed));
    }

    private static ImageLimits limits(FramelotConfig config) {
        FrameSettings frame = config.frame();
        ClaimCheckSettings elsewhere = config.claimCheck();
        return new ImageLimits(
                elsewhere.on() ? Math.max(frame.maxBytes(), elsewhere.maxBytes()) : frame.maxBytes(), frame.maxPixels(), frame.maxScans(), frame.png(), config.decode().strict());
    }

    private static FramePipeline pipeline(
            InferenceEngine engine, FramelotConfig config, FrameDecoders decoders, AutoBatch autoBatch, SharedDevice.Part device, BatchListener whenRan,
            Consumer<Throwable> failed)
            throws InferenceException {
        BatchLimits batchLimits = new BatchLimits(
                new Shapes(config.batching().shapes()),
                config.batching().maxBatchBytes(),
                config.batching().maxSameCameraFrames(),
                config.decode().slots(),
                config.inference().lanes(),
                Math.min(device.concurrent(), engine.concurrentBatches(config.inference().lanes())));
        return new FramePipeline(
                engine,
                decoders,
                batchLimits,
                device,
                Objectives.of(ControlState.of(config.batching()), config.batching()),
                () -> autoBatch.costs(config.batching().shapes()).medianNanos(),
                config.decode().workers(),
                config.decode().slots(),
                config.inference().watchdog(),
                System::nanoTime,
                whenRan,
                failed);
    }

    String name() {
        return name;
    }

    /** With the largest batch known. */
    FramelotConfig config() {
        return config;
    }

    FramePipeline pipeline() {
        return pipeline;
    }

    private void submit(FrameTask task) {
        desk.submit(task);
    }

    /** @param topics of frames for this model alone */
    ModelIntake intake(List<String> topics) {
        return new ModelIntake(name, topics, this::submit, pipeline::usefulFrames, config.delivery().inFlightFrames());
    }

    void start() {
        pipeline.start();
        desk.start();
    }

    void pursue(ControlState next) {
        pipeline.pursue(Objectives.of(next, config.batching()));
    }

    /** Ends its threads, then closes the model that serves. */
    void close() {
        desk.close();
        pipeline.close();
        try {
            pipeline.serving().engine().close();
        } catch (IllegalStateException lanesOpen) {
            // A lane that hangs in the device still holds the engine: the process's end must not fail for that.
            LOG.warn("The engine stays open until the process ends: {}", lanesOpen.getMessage());
        }
    }
}
