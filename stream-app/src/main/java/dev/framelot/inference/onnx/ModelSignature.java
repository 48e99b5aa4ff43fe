package dev.framelot.inference.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.framelot.inference.CardCompletion;
import dev.framelot.inference.CardSentence;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.WrittenCard;
import dev.framelot.inference.family.GraphFacts;
import dev.framelot.inference.family.TensorFacts;
import dev.framelot.inference.graph.OperatorSearch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a session takes and gives, held against what is written of it: first what the graph declares, then what runs really give.
 *
 * @param card complete
 * @param ran the graph with the shapes that its first run gave
 * @param outputs those of the card, in its order, with the shapes of a run; only N changes with the batch
 * @param fixedBatch the only batch size that the session takes; empty where N is free
 * @param takesSizes has a second input for the sizes of the images
 */
record ModelSignature(ModelCard card, GraphFacts ran, List<TensorFacts> outputs, OptionalInt fixedBatch, boolean takesSizes) {
    private static final Logger LOG = LoggerFactory.getLogger(ModelSignature.class);
    private static final long NOISE_SEED = 11;
    private static final String MIXING = "DynamicQuantizeLinear";

    /**
     * @param largestBatch that the session can run; with 1 nothing is known of a free axis but that
     * @throws InferenceException UNUSABLE_MODEL, all differences at once
     */
    static ModelSignature of(OrtSession session, WrittenCard written, int largestBatch) throws InferenceException {
        GraphFacts declared;
        try {
            declared = InsideCount.added(written, SessionFacts.of(session));
        } catch (OrtException failure) {
            throw OrtFailures.atLoad("asking the model " + written.file() + " for its inputs and outputs", failure);
        }
        ModelCard.Input input = CardCompletion.input(written, declared);
        long axis = declared.inputs().stream().filter(in -> in.name().equals(input.name())).findFirst().orElseThrow().axis(0);
        int batch = axis == TensorFacts.FREE ? 1 : Math.toIntExact(axis);
        boolean takesSizes = declared.inputs().stream().anyMatch(in -> in.name().equals(CardCompletion.SIZES));
        List<TensorFacts> ran;
        try {
            ran = run(session, input, takesSizes, batch, false);
        } catch (OrtException failure) {
            throw OrtFailures.atLoad("the first run of the model " + written.file() + " with shape " + batch, failure);
        }
        ModelCard card = complete(written, declared, ran);
        LOG.info("{}: {}", card.identity().name(), CardSentence.of(written, card, declared.withOutputs(ran)));
        List<TensorFacts> outputs = outputs(card, ran);
        checkBatch(card, outputs, batch);
        if (VaryingRows.mayBeIn(declared, outputs)) {
            VaryingRows.refuse(card, outputs, outputs(card, ofNoise(session, card, takesSizes, batch)));
        }
        boolean free = axis == TensorFacts.FREE && largestBatch > 1 && growsWithTheBatch(session, card, outputs, takesSizes);
        if ((free || batch > 1) && mixesFrames(card)) {
            checkSingle(card, batch);
            free = false;
        }
        return new ModelSignature(card, declared.withOutputs(ran), outputs, free ? OptionalInt.empty() : OptionalInt.of(batch), takesSizes);
    }

    private static ModelCard complete(WrittenCard written, GraphFacts declared, List<TensorFacts> ran) throws InferenceException {
        try {
            return CardCompletion.of(written, declared.withOutputs(ran));
        } catch (InferenceException misfit) {
            VaryingRows.refuseEmpty(written, declared, ran);
            throw misfit;
        }
    }

    private static List<TensorFacts> ofNoise(OrtSession session, ModelCard card, boolean takesSizes, int batch) throws InferenceException {
        try {
            return run(session, card.input(), takesSizes, batch, true);
        } catch (OrtException failure) {
            throw OrtFailures.atLoad("a run of noise of the model " + card.file() + " with shape " + batch, failure);
        }
    }

    /** Zeros in, or noise, the same each time; shapes out: a graph may declare less than it gives. */
    private static List<TensorFacts> run(OrtSession session, ModelCard.Input input, boolean takesSizes, int batch, boolean noise)
            throws OrtException, InferenceException {
        try (LaneInputs inputs = new LaneInputs(input, takesSizes, batch)) {
            if (noise) {
                put(inputs, input, batch);
            }
            try (OrtSession.Result result = session.run(inputs.tensors(batch))) {
                return shapes(result);
            }
        }
    }

    private static void put(LaneInputs inputs, ModelCard.Input input, int batch) {
        Random random = new Random(NOISE_SEED);
        byte[] pixels = new byte[input.geometry().slotBytes()];
        for (int place = 0; place < batch; place++) {
            random.nextBytes(pixels);
            inputs.put(place, ByteBuffer.allocateDirect(pixels.length).put(0, pixels));
        }
    }

    private static List<TensorFacts> shapes(OrtSession.Result result) {
        List<TensorFacts> given = new ArrayList<>();
        for (Map.Entry<String, OnnxValue> output : result) {
            if (output.getValue() instanceof OnnxTensor && output.getValue().getInfo() instanceof TensorInfo info) {
                given.add(SessionFacts.tensor(output.getKey(), info));
            }
        }
        return given;
    }

    private static List<TensorFacts> outputs(ModelCard card, List<TensorFacts> ran) {
        return card.output().names().stream()
                .map(name -> ran.stream().filter(output -> output.name().equals(name)).findFirst().orElseThrow())
                .toList();
    }

    private static void checkBatch(ModelCard card, List<TensorFacts> outputs, int batch) throws InferenceException {
        for (TensorFacts output : outputs) {
            if (output.axis(0) != batch) {
                throw new InferenceException(
                        InferenceException.Kind.UNUSABLE_MODEL,
                        "the model " + card.file() + " can't be used: output " + output.name() + " has shape " + output.shapeText() + " for a batch of " + batch);
            }
        }
    }

    /** Some exports free the axis in the declaration only, and hold the batch of one in a shape inside. @param one outputs of a batch of one */
    private static boolean growsWithTheBatch(OrtSession session, ModelCard card, List<TensorFacts> one, boolean takesSizes) throws InferenceException {
        String why;
        try {
            List<TensorFacts> two = outputs(card, run(session, card.input(), takesSizes, 2, false));
            if (two.stream().allMatch(output -> output.axis(0) == 2) && perFrame(two).equals(perFrame(one))) {
                return true;
            }
            why = "it gives " + two;
        } catch (OrtException failure) {
            InferenceException told = OrtFailures.atLoad("a batch of two", failure);
            if (told.kind() != InferenceException.Kind.UNUSABLE_MODEL) {
                // Room or the device: that is for the lanes to find out.
                return true;
            }
            why = failure.getMessage();
        }
        LOG.warn("{} declares a free batch axis, but for a batch of two {}: it runs with single frames. './framelot model prepare' may free it",
                card.identity().name(), why);
        return false;
    }

    private static List<List<Long>> perFrame(List<TensorFacts> outputs) {
        return outputs.stream().map(output -> output.shape().subList(1, output.rank())).toList();
    }

    /** What a frame shows must not depend on which frames came with it: it would be another after a replay. */
    private static boolean mixesFrames(ModelCard card) throws InferenceException {
        try {
            if (!OperatorSearch.finds(card.file(), MIXING)) {
                return false;
            }
        } catch (IOException unreadable) {
            throw new InferenceException(InferenceException.Kind.UNUSABLE_MODEL, "the model " + card.file() + " can't be read: " + unreadable);
        }
        return true;
    }

    private static void checkSingle(ModelCard card, int batch) throws InferenceException {
        if (batch > 1) {
            throw new InferenceException(
                    InferenceException.Kind.UNUSABLE_MODEL,
                    "the model " + card.file() + " can't be used: it is quantised dynamically, so it takes one scale from all frames of a batch, and takes only batches of " + batch
                            + ": a frame's boxes would depend on its neighbours. Export it with batch 1, quantise it statically, or leave it in float");
        }
        LOG.warn("{} is quantised dynamically: it takes one scale from all frames of a batch, so a frame's boxes would depend on its neighbours."
                + " It runs with single frames; a static quantisation or a float export takes batches", card.identity().name());
    }
}
