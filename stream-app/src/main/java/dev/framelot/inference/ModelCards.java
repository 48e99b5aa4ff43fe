package dev.framelot.inference;

import dev.framelot.image.Placement;
import dev.framelot.inference.family.ElementType;
import dev.framelot.inference.graph.BadGraphException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads a model card and verifies the weights that it names. */
public final class ModelCards {
    private static final String CARD = "card.yaml";
    private static final int MAX_CARD_BYTES = 256 * 1024;
    private static final int MAX_SIDE_PIXELS = 8192;
    private static final int MAX_DETECTIONS = 100_000;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    private ModelCards() {}

    /**
     * @param path a folder with a {@code card.yaml} or with one {@code .onnx} file, a card, or an {@code .onnx} file; beside that
     *     {@code NAME.yaml} or {@code card.yaml} is its card, and it may have none
     * @throws InferenceException UNUSABLE_MODEL, with all problems of the card at once
     */
    public static WrittenCard load(Path path) throws InferenceException {
        return load(path, FileHash::read);
    }

    /** @param hash of the weights */
    static WrittenCard load(Path path, FileHash hash) throws InferenceException {
        boolean isModel = path.toString().endsWith(".onnx") && !Files.isDirectory(path);
        Path folder = Files.isDirectory(path) ? path : path.toAbsolutePath().getParent();
        Path card = isModel ? cardOf(path) : Files.isDirectory(path) ? path.resolve(CARD) : path;
        if (!Files.isRegularFile(card)) {
            if (!isModel && !Files.isDirectory(path)) {
                throw unusable("there is no model card at " + card + "; inference.model is an .onnx file, a card, or a folder with either");
            }
            return isModel ? withoutCard(path, hash) : load(onlyModelIn(folder), hash);
        }
        if (!isModel && !card.toString().matches("(?i).*\\.ya?ml")) {
            throw unusable(card + " is neither an .onnx file nor a card (.yaml); other formats are not run: export the model to ONNX first");
        }
        List<String> problems = new ArrayList<>();
        WrittenCard read = read(card, problems, hash);
        if (isModel && problems.isEmpty() && !isSame(path, read.file())) {
            problems.add("file is '" + read.file().getFileName() + "', but the model asked for is " + path.getFileName()
                    + "; write a card for it as " + ownCard(path).getFileName() + ", where every key may be left out");
        }
        if (!problems.isEmpty()) {
            throw unusable("the model card " + card + " has " + (problems.size() == 1 ? "a problem" : problems.size() + " problems")
                    + ":\n  - " + String.join("\n  - ", problems));
        }
        return read;
    }

    private static Path cardOf(Path model) {
        return Files.isRegularFile(ownCard(model)) ? ownCard(model) : model.resolveSibling(CARD);
    }

    /** {@code yolo.yaml} of {@code yolo.onnx}. */
    private static Path ownCard(Path model) {
        String name = model.getFileName().toString();
        return model.resolveSibling(name.substring(0, name.length() - ".onnx".length()) + ".yaml");
    }

    private static WrittenCard withoutCard(Path model, FileHash hash) throws InferenceException {
        if (!Files.isRegularFile(model)) {
            throw unusable("there is no model at " + model + "; inference.model is an .onnx file, a card, or a folder with either");
        }
        try {
            Path file = model.toRealPath();
            return WrittenCard.none(file, hash.of(file).sha256());
        } catch (BadGraphException beside) {
            throw unusable("the model " + model + " can't be used: " + beside.getMessage());
        } catch (IOException unreadable) {
            throw new InferenceException(
                    InferenceException.Kind.UNUSABLE_MODEL, "the model " + model + " can't be read: " + unreadable, unreadable);
        }
    }

    private static Path onlyModelIn(Path folder) throws InferenceException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> models = files.filter(file -> file.toString().endsWith(".onnx")).sorted().toList();
            if (models.size() == 1) {
                return models.get(0);
            }
            throw unusable("the folder " + folder + " has no " + CARD + " and " + (models.isEmpty() ? "no" : String.valueOf(models.size()))
                    + " .onnx files" + (models.isEmpty() ? "" : ": name one of them as inference.model, or write a card"));
        } catch (IOException unreadable) {
            throw new InferenceException(
                    InferenceException.Kind.UNUSABLE_MODEL, "the folder " + folder + " can't be read: " + unreadable, unreadable);
        }
    }

    private static WrittenCard read(Path card, List<String> problems, FileHash hash) throws InferenceException {
        Map<?, ?> written = parse(card);
        CardSection root = CardSection.root(written, problems);
        Optional<String> name = root.text("name", "the model's name");
        Optional<String> version = root.text("version", "the model's version");
        Optional<String> fileName = root.text("file", "the .onnx file beside the card");
        Optional<String> sha256 = root.text("sha256", "64 hex digits, of the file and those beside it with weights");

        CardSection in = root.section("input");
        WrittenCard.Input input = input(in);
        in.refuseUnknown();

        CardSection out = root.section("output");
        Optional<String> outputName = out.text("name", "the output's name in the graph");
        Optional<List<String>> outputNames = out.texts("names", "the outputs' names in the graph, in the family's order");
        if (outputName.isPresent() && outputNames.isPresent()) {
            out.problem("names", "stands beside output.name: say one of them");
        }
        Optional<OutputFamily> family = out.oneOf("family", OutputFamily.names()).flatMap(OutputFamily::named);
        Optional<Float> suppressedAbove = out.fraction("suppressed-above");
        out.refuseUnknown();

        Optional<List<String>> labels = root.texts("labels", "the classes' names, in the order of their ids");

        CardSection limits = root.section("thresholds");
        WrittenCard.Thresholds thresholds = new WrittenCard.Thresholds(
                limits.fraction("confidence"), limits.fraction("iou"), limits.whole("max-detections", 1, MAX_DETECTIONS));
        boolean tooLate = suppressedAbove.isPresent() && thresholds.iou().filter(iou -> iou > suppressedAbove.get() && iou < 1).isPresent();
        if (tooLate) {
            limits.problem("iou", "is " + thresholds.iou().get() + ", but the graph has dropped boxes that overlap by more than " + suppressedAbove.get()
                    + " (output.suppressed-above); say 1, which drops no more, or less than that");
        }
        limits.refuseUnknown();

        Optional<String> precision = root.text("precision", "of the weights, such as fp32");
        Optional<String> licence = root.text("licence", "of the weights");
        root.refuseUnknown();

        Verified verified = verified(card, fileName, sha256, root, hash);
        return new WrittenCard(
                Optional.of(card), verified.file, verified.sha256, name, version, input,
                outputNames.or(() -> outputName.map(List::of)).orElse(List.of()), family, suppressedAbove, labels, thresholds, precision, licence,
                CardHash.of(written), Integer.MAX_VALUE);
    }

    private static WrittenCard.Input input(CardSection in) {
        return new WrittenCard.Input(
                in.text("name", "the input's name in the graph"),
                in.oneOf("layout", List.of("NCHW", "NHWC")).map("NCHW"::equals),
                in.oneOf("type", List.of("uint8", "float", "fp16")).map(ModelCards::type),
                in.whole("width", 1, MAX_SIDE_PIXELS),
                in.whole("height", 1, MAX_SIDE_PIXELS),
                in.oneOf("channels", List.of("RGB", "BGR")).map("BGR"::equals),
                in.oneOf("fit", List.of("letterbox", "letterbox-top-left", "stretch"))
                        .map(text -> Placement.valueOf(text.replace('-', '_').toUpperCase(Locale.ROOT))),
                in.whole("letterbox-value", 0, 255),
                in.channels("mean"),
                in.channels("scale"),
                in.oneOf("resize", List.of("fast", "exact")).map("exact"::equals).orElse(false));
    }

    private static ElementType type(String text) {
        return text.equals("uint8") ? ElementType.UINT8 : text.equals("float") ? ElementType.FLOAT32 : ElementType.FLOAT16;
    }

    /** Every scalar stays the text that it is, so that version 1.10 is not 1.1 and a label {@code no} is not false. */
    private static Map<?, ?> parse(Path card) throws InferenceException {
        Resolver textOnly = new Resolver() {
            @Override
            protected void addImplicitResolvers() {}
        };
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(8);
        try {
            long bytes = Files.size(card);
            if (bytes > MAX_CARD_BYTES) {
                throw unusable("the model card " + card + " has " + bytes + " bytes, the limit is " + MAX_CARD_BYTES);
            }
            DumperOptions unused = new DumperOptions();
            Object content = new Yaml(new SafeConstructor(options), new Representer(unused), unused, options, textOnly)
                    .load(Files.readString(card, StandardCharsets.UTF_8));
            if (content instanceof Map<?, ?> map) {
                return map;
            }
            throw unusable("the model card " + card + " is not a YAML mapping");
        } catch (IOException | YAMLException unreadable) {
            throw new InferenceException(
                    InferenceException.Kind.UNUSABLE_MODEL,
                    "the model card " + card + " can't be read: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    private record Verified(Path file, String sha256) {}

    /** The real path of the weights, if they lie in the card's folder and are what the card says. */
    private static Verified verified(Path card, Optional<String> said, Optional<String> sha256, CardSection root, FileHash hash) throws InferenceException {
        Path folder = card.toAbsolutePath().getParent();
        String fileName = said.isPresent() ? said.get() : modelOf(card, folder).getFileName().toString();
        Path file = card;
        try {
            folder = card.toRealPath().getParent();
            Path named = Path.of(fileName);
            if (named.isAbsolute() || !folder.resolve(named).normalize().startsWith(folder)) {
                root.problem("file", "is '" + fileName + "': the file must lie in the card's folder " + folder);
                return new Verified(card, "");
            }
            file = folder.resolve(named);
            if (!Files.isRegularFile(file)) {
                root.problem("file", "is '" + fileName + "', but there is no such file in " + folder);
                return new Verified(card, "");
            }
            file = file.toRealPath();
            if (!file.startsWith(folder)) {
                root.problem("file", "is '" + fileName + "', a link out of the card's folder " + folder);
                return new Verified(card, "");
            }
            String found = hash.of(file).sha256();
            if (sha256.isPresent() && !SHA256.matcher(sha256.get()).matches()) {
                root.problem("sha256", "is '" + sha256.get() + "', must be 64 hex digits");
            } else if (sha256.isPresent() && !found.equalsIgnoreCase(sha256.get())) {
                root.problem("sha256", "is " + sha256.get() + ", but that of " + fileName + " is " + found
                        + ": the weights are not those of the card; fetch them again");
            }
            return new Verified(file, found);
        } catch (BadGraphException beside) {
            root.problem("file", "is '" + fileName + "', which can't be used: " + beside.getMessage());
            return new Verified(file, "");
        } catch (InvalidPathException | IOException unreadable) {
            root.problem("file", "is '" + fileName + "', which can't be read: " + unreadable);
            return new Verified(file, "");
        }
    }

    /** {@code yolo.onnx} of {@code yolo.yaml}, else the only model beside the card. */
    private static Path modelOf(Path card, Path folder) throws InferenceException {
        String name = card.getFileName().toString();
        Path own = card.resolveSibling(name.replaceFirst("\\.[^.]*$", "") + ".onnx");
        return Files.isRegularFile(own) ? own : onlyModelIn(folder);
    }

    private static boolean isSame(Path asked, Path named) {
        try {
            return Files.isSameFile(asked, named);
        } catch (IOException absent) {
            return false;
        }
    }

    private static InferenceException unusable(String message) {
        return new InferenceException(InferenceException.Kind.UNUSABLE_MODEL, message);
    }
}
