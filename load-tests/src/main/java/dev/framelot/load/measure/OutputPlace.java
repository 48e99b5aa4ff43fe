package dev.framelot.load.measure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a result will be written: looked at before minutes are spent on it. */
public final class OutputPlace {
    private OutputPlace() {}

    /** Why no file can be written there; empty where one can, or where none is asked for. @param file may be null */
    public static Optional<String> problemOfFile(String option, Path file) {
        if (file == null) {
            return Optional.empty();
        }
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            return Optional.of(option + " is '" + file + "', a folder; give a file");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            return Optional.of(option + " is '" + file + "', and there is no folder " + folder + "; make it first");
        }
        return Files.isWritable(Files.exists(file) ? file : folder) ? Optional.empty() : Optional.of(option + " is '" + file + "', and it can't be written");
    }

    /** Why no folder of files can be made there; empty where one can, or where none is asked for. @param folder may be null */
    public static Optional<String> problemOfFolder(String option, Path folder) {
        if (folder == null) {
            return Optional.empty();
        }
        Path there = folder.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there != null && !Files.isDirectory(there)) {
            return Optional.of(option + " is '" + folder + "', but " + there + " is a file; give a folder");
        }
        return there != null && Files.isWritable(there) ? Optional.empty() : Optional.of(option + " is '" + folder + "', and " + there + " can't be written to");
    }
}
