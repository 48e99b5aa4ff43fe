package dev.framelot.load.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The folder of the sources, as the launcher names it, and the commit in it. */
public final class Checkout {
    private Checkout() {}

    public static Path folder() {
        return Path.of(System.getProperty("framelot.home", "")).toAbsolutePath();
    }

    public static Path model() {
        return folder().resolve("models").resolve("pcb-defects");
    }

    /**
     * Short commit id, with {@code +} where tracked files differ from it; empty where git or the repository is missing. Who packs without the
     * repository says it by {@code framelot.commit}.
     */
    public static Optional<String> commit() throws InterruptedException {
        String said = System.getProperty("framelot.commit", "");
        if (!said.isBlank()) {
            return Optional.of(said);
        }
        Optional<String> id = git("rev-parse", "--short=12", "HEAD");
        Optional<String> changes = git("status", "--porcelain", "--untracked-files=no");
        return id.map(commit -> commit + (changes.orElse("").isEmpty() ? "" : "+"));
    }

    private static Optional<String> git(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder().toString()));
        command.addAll(List.of(arguments));
        try {
            Process git = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException noGit) {
            return Optional.empty();
        }
    }
}
