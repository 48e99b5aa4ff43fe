package dev.framelot.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A shell script, run in its own folder.
 *
 * @param first folder of commands that go before those of this machine
 * @param variables beside those of this process, of which {@code FRAMELOT_CUDA} is none
 */
record Script(Path file, Path first, Map<String, String> variables) {
    /** @param said on both streams */
    record Ended(int status, String said) {}

    static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " can't be made executable");
        }
        return file;
    }

    Script with(String name, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(name, value);
        return new Script(file, first, more);
    }

    Ended run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", file.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder().toFile()).redirectErrorStream(true);
        builder.environment().remove("FRAMELOT_CUDA");
        builder.environment().merge("PATH", first.toString(), (path, before) -> before + ":" + path);
        builder.environment().putAll(variables);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }

    /** Of the checkout, where the script lies in its {@code bin}. */
    private Path folder() {
        Path folder = file.getParent();
        return folder.endsWith("bin") ? folder.getParent() : folder;
    }
}
