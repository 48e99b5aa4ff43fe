package dev.framelot.inference.onnx;

import dev.framelot.inference.CardCompletion;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.WrittenCard;
import dev.framelot.inference.family.GraphFacts;
import dev.framelot.inference.family.TensorFacts;
import java.util.ArrayList;
import java.util.List;

/**
 * Outputs whose number of rows depends on what an image shows: a lane has memory for one number. A graph that leaves an axis free says that there may be
 * such; runs show it, as far as black and noise can.
 */
final class VaryingRows {
    private VaryingRows() {}

    /** Whether an axis beside N is free by the declaration of one of these. */
    static boolean mayBeIn(GraphFacts declared, List<TensorFacts> outputs) {
        return outputs.stream().anyMatch(output -> {
            for (int axis = 1; axis < output.rank(); axis++) {
                if (isFree(declared, output, axis)) {
                    return true;
                }
            }
            return false;
        });
    }

    /** @throws InferenceException UNUSABLE_MODEL, the first output that has another shape for noise than for black */
    static void refuse(ModelCard card, List<TensorFacts> black, List<TensorFacts> noise) throws InferenceException {
        for (int i = 0; i < black.size(); i++) {
            if (!black.get(i).shape().equals(noise.get(i).shape())) {
                throw refused(card, black.get(i).name() + " has shape " + black.get(i).shapeText() + " for a black image and " + noise.get(i).shapeText() + " for noise");
            }
        }
    }

    /**
     * For a card that could not be completed: whether it can be with one row where black gave none.
     *
     * @throws InferenceException UNUSABLE_MODEL, then
     */
    static void refuseEmpty(WrittenCard written, GraphFacts declared, List<TensorFacts> black) throws InferenceException {
        ModelCard withRows;
        try {
            withRows = CardCompletion.of(written, declared.withOutputs(black.stream().map(output -> withOneRow(declared, output)).toList()));
        } catch (InferenceException otherwiseToo) {
            return;
        }
        for (TensorFacts output : black) {
            if (withRows.output().names().contains(output.name()) && !withOneRow(declared, output).equals(output)) {
                throw refused(withRows, output.name() + " has shape " + output.shapeText() + " for a black image, and the graph leaves open how many rows there are");
            }
        }
    }

    private static TensorFacts withOneRow(GraphFacts declared, TensorFacts ran) {
        List<Long> shape = new ArrayList<>(ran.shape());
        for (int axis = 1; axis < shape.size(); axis++) {
            if (shape.get(axis) == 0 && isFree(declared, ran, axis)) {
                shape.set(axis, 1L);
            }
        }
        return new TensorFacts(ran.name(), ran.type(), shape);
    }

    private static boolean isFree(GraphFacts declared, TensorFacts output, int axis) {
        return declared.outputs().stream().filter(said -> said.name().equals(output.name())).anyMatch(said -> said.axis(axis) == TensorFacts.FREE);
    }

    private static InferenceException refused(ModelCard card, String what) {
        return new InferenceException(InferenceException.Kind.UNUSABLE_MODEL,
                "the model " + card.file() + " can't be used: outputs whose number of rows changes from image to image can't be run, and output " + what
                        + "; export it with a fixed number of boxes for each frame, or without suppression inside");
    }
}
