package dev.framelot.inference;

import dev.framelot.image.InputGeometry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
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
     * @param path a folder with a {@code card.yaml}, that file, or an {@code .onnx} file with the card beside it
     * @throws InferenceException UNUSABLE_MODEL, with all problems of the card at once
     */
    public static ModelCard load(Path path) throws InferenceException {
        Path card = cardOf(path);
        List<String> problems = new ArrayList<>();
        ModelCard read = read(card, problems);
        if (!path.equals(card) && !Files.isDirectory(path) && problems.isEmpty() && !isSame(path, read.file())) {
            problems.add("file is '" + read.file().getFileName() + "', but the model asked for is " + path.getFileName());
        }
        if (!problems.isEmpty()) {
            throw unusable("the model card " + card + " has " + (problems.size() == 1 ? "a problem" : problems.size() + " problems")
                    + ":\n  - " + String.join("\n  - ", problems));
        }
        return read;
    }

    private static Path cardOf(Path path) throws InferenceException {
        Path card;
        if (Files.isDirectory(path)) {
            card = path.resolve(CARD);
        } else if (path.toString().endsWith(".onnx")) {
            card = path.resolveSibling(CARD);
        } else {
            card = path;
        }
        if (!Files.isRegularFile(card)) {
            throw unusable("there is no model card at " + card + " (for " + path
                    + "); inference.model is a folder with " + CARD + ", that file, or an .onnx file with " + CARD + " beside it");
        }
        return card;
    }

    private static ModelCard read(Path card, List<String> problems) throws InferenceException {
        CardSection root = CardSection.root(parse(card), problems);
        String name = root.text("name", "the model's name");
        String version = root.text("version", "the model's version");
        String fileName = root.text("file", "the .onnx file beside the card");
        String sha256 = root.text("sha256", "64 hex digits, of the file");

        CardSection in = root.section("input");
        String inputName = in.text("name", "the input's name in the graph");
        in.oneOf("layout", List.of("NHWC"));
        in.oneOf("type", List.of("uint8"));
        int width = in.whole("width", 1, MAX_SIDE_PIXELS);
        int height = in.whole("height", 1, MAX_SIDE_PIXELS);
        boolean bgr = in.oneOf("channels", List.of("RGB", "BGR")).equals("BGR");
        int letterboxValue = in.whole("letterbox-value", 0, 255);
        in.refuseUnknown();

        CardSection out = root.section("output");
        String outputName = out.text("name", "the output's name in the graph");
        Optional<OutputFamily> family = OutputFamily.named(out.oneOf("family", OutputFamily.names()));
        out.refuseUnknown();

        List<String> labels = root.texts("labels", "the classes' names, in the order of their ids");

        CardSection limits = root.section("thresholds");
        float confidence = limits.fraction("confidence");
        float iou = limits.fraction("iou");
        int maxDetections = limits.whole("max-detections", 1, MAX_DETECTIONS);
        limits.refuseUnknown();

        String precision = root.text("precision", "of the weights, such as fp32");
        String licence = root.text("licence", "of the weights");
        root.refuseUnknown();

        Path file = fileName.isEmpty() ? card : verified(card, fileName, sha256, root);
        return new ModelCard(
                new ModelIdentity(name, version, sha256.toLowerCase(java.util.Locale.ROOT)),
                file,
                new ModelCard.Input(inputName, new InputGeometry(width, height, letterboxValue, bgr)),
                new ModelCard.Output(outputName, family.orElseThrow()),
                labels,
                new ModelCard.Thresholds(confidence, iou, maxDetections),
                precision,
                licence);
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

    /** The real path of the weights, if they lie in the card's folder and are what the card says. */
    private static Path verified(Path card, String fileName, String sha256, CardSection root) {
        Path file = card;
        try {
            Path folder = card.toRealPath().getParent();
            Path named = Path.of(fileName);
            if (named.isAbsolute() || !folder.resolve(named).normalize().startsWith(folder)) {
                root.problem("file", "is '" + fileName + "': the file must lie in the card's folder " + folder);
                return card;
            }
            file = folder.resolve(named);
            if (!Files.isRegularFile(file)) {
                root.problem("file", "is '" + fileName + "', but there is no such file in " + folder);
                return card;
            }
            file = file.toRealPath();
            if (!file.startsWith(folder)) {
                root.problem("file", "is '" + fileName + "', a link out of the card's folder " + folder);
                return card;
            }
            if (!sha256.isEmpty() && !SHA256.matcher(sha256).matches()) {
                root.problem("sha256", "is '" + sha256 + "', must be 64 hex digits");
            } else if (!sha256.isEmpty()) {
                String found = sha256Of(file);
                if (!found.equalsIgnoreCase(sha256)) {
                    root.problem("sha256", "is " + sha256 + ", but that of " + fileName + " is " + found
                            + ": the weights are not those of the card; fetch them again");
                }
            }
            return file;
        } catch (InvalidPathException | IOException unreadable) {
            root.problem("file", "is '" + fileName + "', which can't be read: " + unreadable);
            return file;
        }
    }

    private static String sha256Of(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
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
