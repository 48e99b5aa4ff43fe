package dev.framelot.inference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The one folder that models are loaded from while the application runs. A name is that of a folder in it, or of an {@code .onnx} file; it can't lead
 * out of it, and neither can a link.
 */
public final class ModelFolder {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final String SUFFIX = ".onnx";
    /** More are not listed. */
    static final int MOST = 200;

    private final Path root;
    private final FileHash hashes;

    public ModelFolder(Path root) {
        this(root, new KnownHashes(MOST, FileHash::read, Clock.systemUTC()));
    }

    /** @param hashes of the weights that are listed */
    ModelFolder(Path root, FileHash hashes) {
        this.root = root;
        this.hashes = hashes;
    }

    /** What lies there under a name. @param card empty where it can't be used, for the reason in {@code problem} */
    public record Entry(String name, Optional<WrittenCard> card, String problem) {}

    public Path root() {
        return root;
    }

    /** By name. Reads the weights that were written since the last list, to verify them. */
    public List<Entry> list() {
        List<Entry> entries = new ArrayList<>();
        for (String name : names()) {
            try {
                entries.add(new Entry(name, Optional.of(ModelCards.load(root.resolve(name), hashes)), ""));
            } catch (InferenceException unusable) {
                entries.add(new Entry(name, Optional.empty(), unusable.sentence()));
            }
        }
        return entries;
    }

    /**
     * Where the model of this name lies.
     *
     * @throws UnknownModelException there is none
     */
    public Path find(String name) {
        if (!NAME.matcher(name).matches() || !names().contains(name)) {
            List<String> known = names();
            throw new UnknownModelException("There is no model '" + name + "' in " + root.toAbsolutePath() + " (inference.models); there "
                    + (known.isEmpty() ? "is none at all" : known.size() == 1 ? "is " + known.get(0) : "are " + String.join(", ", known)), known);
        }
        return root.resolve(name);
    }

    private List<String> names() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(root)) {
            Path real = root.toRealPath();
            return all.filter(path -> isModel(real, path)).map(path -> path.getFileName().toString()).sorted().limit(MOST).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(root + " (inference.models) can't be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static boolean isModel(Path root, Path path) {
        try {
            if (!NAME.matcher(path.getFileName().toString()).matches() || !path.toRealPath().startsWith(root)) {
                return false;
            }
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    return files.anyMatch(file -> file.getFileName().toString().equals("card.yaml") || file.toString().endsWith(SUFFIX));
                }
            }
            return path.toString().endsWith(SUFFIX);
        } catch (IOException unreadable) {
            return false;
        }
    }
}
