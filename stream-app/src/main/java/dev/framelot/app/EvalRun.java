package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.image.FrameDecoder;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.FrameRejectedException;
import dev.framelot.image.ImageLimits;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;
import dev.framelot.inference.eval.LabelledFolder;
import dev.framelot.inference.eval.Picture;
import dev.framelot.inference.eval.Truth;
import dev.framelot.inference.onnx.OnnxEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a model over a folder, picture by picture, through the decoder and the lane that the application uses. */
final class EvalRun {
    private final FramelotConfig config;
    private final OnnxEngine engine;

    EvalRun(FramelotConfig config, OnnxEngine engine) {
        this.config = config;
        this.engine = engine;
    }

    List<Picture> over(LabelledFolder folder) throws InferenceException, IOException {
        ImageLimits limits = new ImageLimits(
                config.frame().maxBytes(), config.frame().maxPixels(), config.frame().maxScans(), true, config.decode().strict());
        FrameDecoders decoders = FrameDecoders.open(FrameDecoders.Library.valueOf(config.decode().library().name()), limits, engine.input());
        ByteBuffer slot = ByteBuffer.allocateDirect(engine.input().slotBytes());
        int shape = engine.fixedBatch().orElse(1);
        List<Picture> pictures = new ArrayList<>();
        try (FrameDecoder decoder = decoders.newDecoder();
                Lane lane = engine.openLane(0, List.of(shape))) {
            for (Path image : folder.images()) {
                Lane.Input frame = new Lane.Input(slot, decode(decoder, image, slot).letterbox());
                Lane.FrameResult found = lane.run(List.of(frame), shape).results().get(0);
                if (found.fault().isPresent()) {
                    throw new IOException(image + ": " + found.fault().get().detail());
                }
                List<Truth> truths = folder.truths(image, frame.letterbox().sourceWidth(), frame.letterbox().sourceHeight());
                check(image, truths);
                pictures.add(new Picture(found.detections(), truths));
            }
        }
        return pictures;
    }

    private static FrameDecoder.Decoded decode(FrameDecoder decoder, Path image, ByteBuffer slot) throws IOException {
        try {
            return decoder.decode(ByteBuffer.wrap(Files.readAllBytes(image)), slot);
        } catch (FrameRejectedException refused) {
            throw new IOException(image + " is not decoded: " + refused.getMessage(), refused);
        }
    }

    private void check(Path image, List<Truth> truths) throws IOException {
        int classes = engine.card().labels().size();
        for (Truth truth : truths) {
            if (truth.classId() >= classes) {
                throw new IOException("the labels of " + image + " name class " + truth.classId() + ", the model has the classes 0.." + (classes - 1)
                        + ": are they labels for this model?");
            }
        }
    }
}
