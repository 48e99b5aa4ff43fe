package dev.framelot.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** A file as it was: another size, time or file under the name shows that it is not that any more. @param key the file system's, empty where it has none */
record FileStamp(Path file, long bytes, FileTime changed, String key) {
    static FileStamp of(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileStamp(file, now.size(), now.lastModifiedTime(), now.fileKey() == null ? "" : now.fileKey().toString());
    }

    boolean holds() {
        try {
            return equals(of(file));
        } catch (IOException gone) {
            return false;
        }
    }
}
