package dev.framelot.app;

import dev.framelot.inference.InferenceException;
import dev.framelot.inference.graph.BadGraphException;
import dev.framelot.inference.prepare.Preparation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "prepare",
        description = {
            "Make of any export a model that runs best here: free batch axis, uint8 frames in, decoded boxes out; with its card.",
            "It is proved on random frames, and on --images, that the boxes stay the same; else nothing is written and the exit code is 1.",
            "Classifiers, and models that have picked their boxes in the graph, keep their outputs.",
            "Example: framelot model prepare yolo11n.onnx --out models/yolo11n --images ~/photos"
        },
        mixinStandardHelpOptions = true)
final class ModelPrepareCommand implements Callable<Integer> {
    private static final int MOST_BOXES = 100_000;

    @Parameters(arity = "1", paramLabel = "MODEL", description = "An .onnx file, a model card, or a folder with either.")
    Path model;

    @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "For the model and its card; new, or without a model.")
    Path folder;

    @Option(names = "--name", paramLabel = "NAME", description = "Of the result; without it the model's, with -prepared or -fp16.")
    String name;

    @Option(names = "--fp16", description = "Weights and computing in half precision: half the size, faster on GPUs, slower on CPUs; needs --images.")
    boolean half;

    @Option(names = "--boxes", paramLabel = "K", defaultValue = "1000",
            description = "Best boxes that a frame gives before suppression; ${DEFAULT-VALUE} without it.")
    int boxes;

    @Option(names = "--nms", description = "Suppression in the graph too, by class; the card then says that it is done. Without it Java does it.")
    boolean suppress;

    @Option(names = "--iou", paramLabel = "IOU",
            description = "Overlap above which --nms drops the weaker box, 0 to below 1; without it the card's thresholds.iou.")
    Float iou;

    @Option(names = "--images", paramLabel = "FOLDER", description = "JPEG or PNG files to prove it with, of what the model finds.")
    Path images;

    @Option(names = "--most-images", paramLabel = "N", defaultValue = "50", description = "The first of them by name; ${DEFAULT-VALUE} without it.")
    int mostImages;

    @Option(names = "--time", description = "Also measure a frame's time in batches of 1, 4 and 8 on the CPU, before and after.")
    boolean times;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InferenceException, BadGraphException, IOException {
        if (boxes < 1 || boxes > MOST_BOXES) {
            throw new ParameterException(spec.commandLine(), "--boxes is " + boxes + ", must be 1 to " + MOST_BOXES);
        }
        if (iou != null && !suppress) {
            throw new ParameterException(spec.commandLine(), "--iou goes with --nms; where Java suppresses, thresholds.iou of the card says it");
        }
        if (iou != null && !(iou >= 0 && iou < 1)) {
            throw new ParameterException(spec.commandLine(), "--iou is " + iou + ", must be 0 to below 1");
        }
        if (mostImages < 1) {
            throw new ParameterException(spec.commandLine(), "--most-images is " + mostImages + ", must be at least 1");
        }
        if (half && images == null) {
            throw new ParameterException(spec.commandLine(), "--fp16 needs --images: what half precision does to boxes shows on images only");
        }
        if (name != null && !name.matches("[\\w.-]+")) {
            throw new ParameterException(spec.commandLine(), "--name is '" + name + "', must be letters, digits, dots, dashes and underscores: a file is named so");
        }
        PrintWriter out = spec.commandLine().getOut();
        Path made = Preparation.prepare(
                new Preparation.Wish(model, folder, Optional.ofNullable(name), half, boxes, suppress, Optional.ofNullable(iou), Optional.ofNullable(images), mostImages, times),
                line -> {
                    out.println(line);
                    out.flush();
                });
        out.println("Wrote " + made + ": run it with --set inference.model=" + made);
        out.flush();
        return 0;
    }
}
