package dev.framelot.load.figure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a contestant's JVM: the same heap and collector for all. */
final class JavaCommand {
    private JavaCommand() {}

    /** @param arguments main class first @return can be added to */
    static List<String> of(List<String> jvmOptions, String classPath, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-XX:+UseG1GC", "-Djava.awt.headless=true",
                "-Dframelot.log=WARN"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath));
        command.addAll(List.of(arguments));
        return command;
    }
}
