package dev.framelot.inference.prepare;

import dev.framelot.inference.FileHash;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.ModelCards;
import dev.framelot.inference.ModelIdentity;
import dev.framelot.inference.WrittenCard;
import dev.framelot.inference.graph.BadGraphException;
import dev.framelot.inference.graph.ModelFile;
import dev.framelot.inference.onnx.OnnxEngine;
import dev.framelot.inference.onnx.OnnxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Prepares a model into a folder of its own: graph, card, and the proof that it gives the boxes that it gave. */
public final class Preparation {
    private static final String CARD = "card.yaml";
    private static final int RANDOM_FRAMES = 6;
    private static final long SEED = 11;
    /** Random frames show little: boxes are compared that a camera's frames would never show. */
    private static final float FAINT = 0.02f;

    /**
     * @param model an .onnx file, a card or a folder
     * @param folder for the result; new, or without a model
     * @param name of the result; empty: that of the model and what was done
     * @param half FP16
     * @param boxes that a frame may give before suppression
     * @param suppress in the graph too
     * @param iou overlap above which the weaker box of a class goes; empty: the card's
     * @param images folder with images for the proof
     * @param mostImages of them
     * @param times also measure
     */
    public record Wish(Path model, Path folder, Optional<String> name, boolean half, int boxes, boolean suppress, Optional<Float> iou,
            Optional<Path> images, int mostImages, boolean times) {}

    private Preparation() {}

    /**
     * @param told hears what is done, a line each
     * @throws BadGraphException the model can't be changed, or does not hold what it promises; nothing is left in the folder then
     */
    public static Path prepare(Wish wish, Consumer<String> told) throws InferenceException, BadGraphException, IOException {
        refuseTaken(wish.folder());
        WrittenCard found = ModelCards.load(wish.model());
        WrittenCard written = wish.iou().isPresent() ? found.suppressing(wish.iou().get()) : found;
        try (OnnxEngine before = OnnxEngine.open(written, OnnxOptions.cpu(0))) {
            ModelCard card = before.card();
            PreparedGraph graph = prepared(written.file(), card, wish);
            graph.done().forEach(told);
            String name = wish.name().orElse(card.identity().name() + (wish.half() ? "-fp16" : "-prepared"));
            Path parent = wish.folder().toAbsolutePath().getParent();
            Files.createDirectories(parent);
            Path making = Files.createTempDirectory(parent, ".framelot-prepare");
            try {
                write(graph, card, name, making);
                prove(wish, written, before, making, told);
                Files.createDirectories(wish.folder());
                try (Stream<Path> made = Files.list(making)) {
                    for (Path file : made.toList()) {
                        Files.move(file, wish.folder().resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            } finally {
                remove(making);
            }
            return wish.folder();
        }
    }

    private static void refuseTaken(Path folder) throws BadGraphException, IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            Optional<Path> taken = inside.filter(file -> file.endsWith(CARD) || file.toString().endsWith(".onnx")).findFirst();
            if (taken.isPresent()) {
                throw new BadGraphException("the folder " + folder + " has a model already (" + taken.get().getFileName() + "): name another one");
            }
        }
    }

    private static PreparedGraph prepared(Path file, ModelCard card, Wish wish) throws InferenceException, BadGraphException {
        try {
            return PreparedGraph.of(ModelFile.read(file), card, wish.half(), wish.boxes(), wish.suppress());
        } catch (BadGraphException unchangeable) {
            throw new BadGraphException(file + " can't be prepared: " + unchangeable.getMessage());
        }
    }

    private static void write(PreparedGraph graph, ModelCard card, String name, Path folder) throws IOException, BadGraphException {
        String file = name + ".onnx";
        ModelFile.write(graph.model(), folder.resolve(file));
        ModelIdentity identity = new ModelIdentity(name, card.identity().version(), FileHash.read(folder.resolve(file)).sha256());
        Files.writeString(folder.resolve(CARD), CardText.of(identity, file, card, graph.input(), graph.output(), graph.precision()));
    }

    private static void prove(Wish wish, WrittenCard written, OnnxEngine before, Path made, Consumer<String> told)
            throws InferenceException, BadGraphException, IOException {
        Tolerance tolerance = wish.half() ? Tolerance.FLOAT16 : Tolerance.FLOAT32;
        List<BoxTally> tallies = new ArrayList<>();
        WrittenCard prepared = ModelCards.load(made);
        List<Lane.Input> frames = ProofFrames.random(before.input(), RANDOM_FRAMES, SEED);
        try (OnnxEngine faintBefore = OnnxEngine.open(written.from(FAINT), OnnxOptions.cpu(0));
                OnnxEngine faintAfter = OnnxEngine.open(prepared.from(FAINT), OnnxOptions.cpu(0))) {
            tallies.add(BoxProof.of("random", faintBefore, faintAfter, frames, tolerance));
        }
        try (OnnxEngine after = OnnxEngine.open(prepared, OnnxOptions.cpu(0))) {
            if (wish.images().isPresent()) {
                frames = ProofFrames.of(wish.images().get(), before.input(), wish.mostImages());
                tallies.add(BoxProof.of("images", before, after, frames, tolerance));
            }
            BoxTally.table(tallies).forEach(told);
            if (wish.times()) {
                FrameTimes.table(before, after, frames).forEach(told);
            }
        }
        // A half moves faint boxes on noise, which nobody looks at: there only images decide.
        List<BoxTally> deciding = wish.half() ? tallies.subList(1, tallies.size()) : tallies;
        Optional<BoxTally> broken = deciding.stream().filter(tally -> !tally.holds()).findFirst();
        if (broken.isPresent()) {
            throw new BadGraphException("the prepared model does not give the boxes of the one that it was made of: " + broken.get().sentence()
                    + "; nothing was written" + (wish.half() ? "; try without --fp16" : ""));
        }
        if (deciding.stream().allMatch(tally -> tally.boxes() == 0)) {
            throw new BadGraphException("no frame showed a box, so nothing is proved; give images that show what the model finds with --images; nothing was written");
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path file : inside.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
