package dev.framelot.load.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The JPEG and PNG files of a folder in the order of their names, or one file; every camera sees all of them. */
public final class ImageFolder implements FrameSource {
    /** Attribute with the file's name. */
    static final String FILE = "file";

    private final List<Path> files;
    private final boolean loop;
    private final CameraTurns turns;

    /** The last file read: with one image or many cameras the same bytes are wanted again. */
    private Path cachedFile;
    private byte[] cached;

    /**
     * @param location a folder, not searched deeper, or one file of any name
     * @param loop start over after the last file, for ever
     */
    public ImageFolder(Path location, List<String> cameras, boolean loop) {
        this.turns = new CameraTurns(cameras);
        this.files = list(location);
        this.loop = loop;
    }

    @Override
    public Optional<EncodedFrame> next(long capturedAtMicros) {
        long sequence = turns.sequence();
        if (!loop && sequence >= files.size()) {
            return Optional.empty();
        }
        Path file = files.get((int) (sequence % files.size()));
        EncodedFrame frame = new EncodedFrame(
                turns.camera(), sequence, read(file), capturedAtMicros, Map.of(FILE, String.valueOf(file.getFileName())));
        turns.pass();
        return Optional.of(frame);
    }

    private byte[] read(Path file) {
        if (!file.equals(cachedFile)) {
            try {
                cached = Files.readAllBytes(file);
                cachedFile = file;
            } catch (IOException failure) {
                throw new SourceException("Can't read the image " + file + ": " + failure + ". Check that it exists and may be read.", failure);
            }
        }
        return cached;
    }

    private static List<Path> list(Path location) {
        if (Files.isRegularFile(location)) {
            return List.of(location);
        }
        if (!Files.isDirectory(location)) {
            throw new SourceException("There is no image or folder of images at " + location.toAbsolutePath() + ". Check the path.");
        }
        try (var entries = Files.list(location)) {
            List<Path> images = entries.filter(Files::isRegularFile).filter(ImageFolder::looksLikeAnImage).sorted().toList();
            if (images.isEmpty()) {
                throw new SourceException("The folder " + location.toAbsolutePath() + " holds no .jpg, .jpeg or .png file; subfolders are not searched.");
            }
            return images;
        } catch (IOException failure) {
            throw new SourceException("Can't list the folder " + location.toAbsolutePath() + ": " + failure + ". Check its permissions.", failure);
        }
    }

    private static boolean looksLikeAnImage(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".jpg") || name.endsWith(".jpeg") || name.endsWith(".png");
    }
}
