package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelCards;
import dev.framelot.inference.eval.Evaluation;
import dev.framelot.inference.eval.LabelFormat;
import dev.framelot.inference.eval.LabelledFolder;
import dev.framelot.inference.eval.Picture;
import dev.framelot.inference.onnx.OnnxEngine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "eval",
        description = {
            "Measure how good a model is on pictures whose boxes are known, by the very decoding and post-processing that 'run' uses:",
            "mAP at --iou, COCO's mAP 0.50:0.95, and the best F of any confidence. Needs no Kafka.",
            "DATA holds images/ and labels/, and the same folders in both where it has some (images/train2017, labels/train2017); each label file is in DeepPCB's"
                    + " format (x1 y1 x2 y2 type) or YOLO's (class x y width height).",
            "Example: framelot eval --model models/pcb-defects --data boards --iou 0.33",
            "Example: framelot eval --model yolo11n.onnx --data coco128 --json result.json"
        },
        mixinStandardHelpOptions = true)
final class EvalCommand implements Callable<Integer> {
    @Mixin
    ConfigOptions options;

    @Option(names = "--model", paramLabel = "MODEL", description = "An .onnx file or a model card; the same as --set inference.model=…")
    String model;

    @Option(names = "--data", paramLabel = "DATA", required = true, description = "A folder of images/ and labels/.")
    Path data;

    @Option(names = "--iou", paramLabel = "IOU", defaultValue = "0.5", description = "Overlap from which an object counts as found; default ${DEFAULT-VALUE}.")
    double iou;

    @Option(names = "--format", paramLabel = "FORMAT", description = "Of the labels: deeppcb or yolo; without it they are told apart.")
    LabelFormat format;

    @Option(names = "--min-confidence", paramLabel = "C", defaultValue = "0.01", description = "Boxes below it count nowhere; default ${DEFAULT-VALUE}.")
    float minConfidence;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the result there, - for the screen.")
    String json;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InferenceException, IOException {
        if (!(iou > 0 && iou <= 1)) {
            throw new ParameterException(spec.commandLine(), "--iou is " + iou + ", must be above 0 and at most 1");
        }
        if (!(minConfidence >= 0 && minConfidence <= 1)) {
            throw new ParameterException(spec.commandLine(), "--min-confidence is " + minConfidence + ", must be 0..1");
        }
        if (model != null) {
            options.with("inference.model", model);
        }
        FramelotConfig config = options.loadWithoutBroker().config();
        LabelledFolder folder = LabelledFolder.open(data, Optional.ofNullable(format));
        PrintWriter err = spec.commandLine().getErr();
        try (OnnxEngine engine = Engines.open(config.inference(), ModelCards.load(config.inference().model()).from(minConfidence))) {
            err.println(engine.model().name() + " on " + folder.images().size() + " pictures, labels in " + folder.format().name().toLowerCase(Locale.ROOT)
                    + "'s format" + (folder.unlabelled() > 0 ? "; " + folder.unlabelled() + " without a label file count as empty" : ""));
            List<Picture> pictures = new EvalRun(config, engine).over(folder);
            Evaluation result = Evaluation.of(pictures, engine.card().labels(), iou);
            show(result);
            return 0;
        }
    }

    private void show(Evaluation result) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (!"-".equals(json)) {
            out.print(EvalTable.of(result));
        }
        if (json != null && json.equals("-")) {
            out.println(EvalJson.of(result));
        } else if (json != null) {
            Files.writeString(Path.of(json), EvalJson.of(result) + System.lineSeparator());
        }
        out.flush();
    }
}
