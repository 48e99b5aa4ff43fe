package dev.framelot.load.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Where an embedded broker keeps its data. A temporary one goes on {@link #close()} or, failing that, with the process. */
final class DataFolder implements AutoCloseable {
    private final Path path;
    private final boolean temporary;
    private final Thread atExit = new Thread(this::delete, "embedded-kafka-data");

    private DataFolder(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
        if (temporary) {
            Runtime.getRuntime().addShutdownHook(atExit);
        }
    }

    /** In {@code FRAMELOT_DATA}, or else in the platform's temporary folder. */
    static DataFolder temporary() {
        String base = System.getenv("FRAMELOT_DATA");
        try {
            Path made = base == null ? Files.createTempDirectory("framelot-kafka-") : Files.createTempDirectory(Files.createDirectories(Path.of(base)), "kafka-");
            return temporary(made);
        } catch (IOException failure) {
            throw new IllegalStateException(
                    "No folder for the embedded broker's data in " + (base == null ? System.getProperty("java.io.tmpdir") : base)
                            + ": " + failure + ". Set FRAMELOT_DATA to a folder that can be written.",
                    failure);
        }
    }

    static DataFolder temporary(Path made) {
        return new DataFolder(made, true);
    }

    static DataFolder kept(Path folder) {
        return new DataFolder(folder, false);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // The process is ending and the hook runs by itself.
        }
    }

    /** A broker that still runs may make files while the others go, hence more than one pass. */
    private void delete() {
        for (int pass = 0; pass < 5 && Files.exists(path); pass++) {
            try (var paths = Files.walk(path)) {
                paths.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            } catch (IOException | UncheckedIOException vanished) {
                // Deleted by the broker meanwhile; a leftover is no reason to fail either.
            }
        }
    }
}
