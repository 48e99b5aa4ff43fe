package dev.framelot.inference.onnx;

import dev.framelot.inference.CardCompletion;
import dev.framelot.inference.WrittenCard;
import dev.framelot.inference.family.GraphFacts;
import dev.framelot.inference.family.Labels;
import dev.framelot.inference.family.TensorFacts;
import dev.framelot.inference.graph.BadGraphException;
import dev.framelot.inference.graph.CountedClasses;
import dev.framelot.inference.graph.Graph;
import dev.framelot.inference.graph.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.OptionalInt;

/**
 * RT-DETR and D-FINE by their authors say neither in names nor in shapes how many classes they know: the graph's arithmetic does.
 * The runtime does not show it, so the file is read once more, unless its metadata name the classes and no card says otherwise.
 */
final class InsideCount {
    /** A file that would fill more of the heap stays unread: labels that nobody counted are better than a start that fails. */
    private static final int SHARE_OF_HEAP = 4;

    private InsideCount() {}

    static GraphFacts added(WrittenCard written, GraphFacts declared) {
        boolean takesSizes = declared.inputs().stream().anyMatch(input -> input.name().equals(CardCompletion.SIZES));
        if (!takesSizes || written.labels().isEmpty() && Labels.ofMetadata(declared).isPresent()) {
            return declared;
        }
        try {
            if (Files.size(written.file()) > Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP) {
                return declared;
            }
            Graph graph = ModelFile.readWithoutExternalData(written.file()).graph();
            for (TensorFacts output : declared.outputs()) {
                OptionalInt classes = output.type().isWhole() ? CountedClasses.of(graph, output.name()) : OptionalInt.empty();
                if (classes.isPresent()) {
                    return declared.counting(classes.getAsInt());
                }
            }
        } catch (BadGraphException | IOException unread) {
            // The runtime has it, so it is sound; only what its labels are remains unknown.
            return declared;
        }
        return declared;
    }
}
