package dev.framelot.load.figure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Lines that someone had to think about: not empty, no comment, no import or package, no lone bracket. */
final class CodeLines {
    private CodeLines() {}

    static long of(Path javaFile) throws IOException {
        return of(Files.readAllLines(javaFile));
    }

    static long of(List<String> lines) {
        boolean comment = false;
        long count = 0;
        for (String raw : lines) {
            String line = raw.trim();
            if (comment || line.startsWith("/*")) {
                comment = !line.endsWith("*/");
            } else if (!line.isEmpty() && !line.startsWith("//") && !line.startsWith("import ") && !line.startsWith("package ") && !line.matches("[{}();]+")) {
                count++;
            }
        }
        return count;
    }
}
