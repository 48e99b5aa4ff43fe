package dev.framelot.inference.eval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of {@code images/} and {@code labels/}: each picture NAME.jpg has its objects in NAME.txt, in the folder of the same name where pictures lie in
 * folders ({@code images/train2017/}, {@code labels/train2017/}). A picture without such a file shows none.
 */
public final class LabelledFolder {
    /** Folders inside each other. */
    private static final int DEEPEST = 8;
    private static final List<String> ENDINGS = List.of(".jpg", ".jpeg", ".png");

    private final LabelFormat format;
    private final Map<Path, List<List<Double>>> lines;
    private final int unlabelled;

    private LabelledFolder(LabelFormat format, Map<Path, List<List<Double>>> lines, int unlabelled) {
        this.format = format;
        this.lines = lines;
        this.unlabelled = unlabelled;
    }

    /**
     * @param wanted empty: the format that all lines fit
     * @throws IOException what is not there or not to be read, or which line is wrong, as a sentence
     */
    public static LabelledFolder open(Path folder, Optional<LabelFormat> wanted) throws IOException {
        Path images = folder.resolve("images");
        Path labels = folder.resolve("labels");
        if (!Files.isDirectory(images) || !Files.isDirectory(labels)) {
            throw new IOException(folder + " has no folders images/ and labels/: put pictures and their .txt files there");
        }
        List<LabelFormat> possible = new ArrayList<>(wanted.map(List::of).orElse(Arrays.asList(LabelFormat.values())));
        Map<Path, List<List<Double>>> lines = new LinkedHashMap<>();
        int unlabelled = 0;
        for (Path picture : pictures(images)) {
            Path file = labels.resolve(picture).resolveSibling(stem(picture) + ".txt");
            unlabelled += Files.isRegularFile(file) ? 0 : 1;
            lines.put(images.resolve(picture), Files.isRegularFile(file) ? read(file, possible) : List.of());
        }
        if (lines.isEmpty()) {
            throw new IOException(images + " has no picture that ends with " + String.join(", ", ENDINGS) + ", nor have folders inside it; links to folders are not followed");
        }
        if (possible.size() > 1 && lines.values().stream().anyMatch(list -> !list.isEmpty())) {
            throw new IOException("the labels in " + labels + " fit both deeppcb and yolo: say which by --format");
        }
        return new LabelledFolder(possible.get(0), lines, unlabelled);
    }

    public LabelFormat format() {
        return format;
    }

    /** In the order of their names. */
    public List<Path> images() {
        return List.copyOf(lines.keySet());
    }

    /** Pictures without a label file. */
    public int unlabelled() {
        return unlabelled;
    }

    /** @param width of the picture, pixels */
    public List<Truth> truths(Path image, int width, int height) {
        return lines.get(image).stream().map(numbers -> format.truth(numbers, width, height)).toList();
    }

    private static List<List<Double>> read(Path file, List<LabelFormat> possible) throws IOException {
        List<List<Double>> numbers = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.isBlank()) {
                continue;
            }
            Optional<List<Double>> read = LabelFormat.numbers(line);
            List<LabelFormat> before = List.copyOf(possible);
            possible.removeIf(format -> read.isEmpty() || !format.fits(read.get()));
            if (possible.isEmpty()) {
                throw new IOException("the line '" + line.strip() + "' of " + file + " is not "
                        + (before.size() > 1 ? "deeppcb's nor yolo's" : before.get(0).name().toLowerCase(Locale.ROOT) + "'s")
                        + " format: deeppcb is 'x1 y1 x2 y2 type' in pixels, yolo is 'class x y width height' in shares 0..1");
            }
            numbers.add(read.orElseThrow());
        }
        return numbers;
    }

    /** By their paths from the folder, in that order. */
    private static List<Path> pictures(Path folder) throws IOException {
        Path real = folder.toRealPath();
        try (Stream<Path> files = Files.walk(real, DEEPEST)) {
            return files.filter(file -> ENDINGS.stream().anyMatch(file.toString().toLowerCase(Locale.ROOT)::endsWith) && Files.isRegularFile(file))
                    .map(real::relativize).sorted().toList();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private static String stem(Path image) {
        String name = image.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.'));
    }
}
