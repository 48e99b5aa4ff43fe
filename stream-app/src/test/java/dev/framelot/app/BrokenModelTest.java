package dev.framelot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.inference.CardFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code run} with a model that can't be used and a broker that has no address. */
class BrokenModelTest {
    private static final String BROKER = "no-such-host.invalid:1";
    private static final String NOT_THE_CARDS = "the weights are not those of the card";

    @TempDir
    Path temp;

    /** That may be chosen by the control topic. */
    private Path models;

    @BeforeEach
    void folder() throws IOException {
        models = Files.createDirectory(temp.resolve("models"));
    }

    @Test
    void isToldWithoutAskingKafkaWhereNoOtherCouldHaveBeenChosen() throws IOException {
        String seen = run("inference.model=" + broken(models.resolve("only")));

        assertThat(seen).contains(NOT_THE_CARDS).doesNotContain(BROKER);
    }

    @Test
    void isToldBesideKafkasRefusalWhereAnotherMayHaveBeenChosen() throws IOException {
        good(models.resolve("other"));
        String seen = run("inference.model=" + broken(temp.resolve("wanted")));

        assertThat(seen).containsSubsequence(NOT_THE_CARDS, BROKER);
    }

    @Test
    void ofEachRouteIsToldAtOnce() throws IOException {
        String wanted = "inference.model=" + broken(temp.resolve("wanted"));
        String second = "models.second.path=" + broken(temp.resolve("second"));
        String topics = "models.second.topics=frames-second";

        assertThat(run(wanted, second, topics))
                .containsSubsequence(temp.resolve("wanted").toString(), NOT_THE_CARDS, "models.second.path", NOT_THE_CARDS).doesNotContain(BROKER);
        good(models.resolve("other"));
        assertThat(run(wanted, second, topics)).containsSubsequence(NOT_THE_CARDS, "models.second.path", NOT_THE_CARDS, BROKER);
    }

    @Test
    void ofNoUseIsNotLookedAt() throws IOException {
        String seen = run("inference.model=" + broken(temp.resolve("wanted")), "inference.engine=declared-cost");

        assertThat(seen).contains(BROKER).doesNotContain(NOT_THE_CARDS);
    }

    @Test
    void isNoneWhereTheModelIsGood() throws IOException {
        String seen = run("inference.model=" + good(temp.resolve("wanted")));

        assertThat(seen).contains(BROKER).doesNotContain("wanted");
    }

    private String run(String... settings) {
        List<String> arguments = new ArrayList<>(List.of("run", "-b", BROKER, "--http-port", "-1", "--set", "inference.models=" + models));
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        StringWriter err = new StringWriter();
        CommandLine line = Framelot.commandLine().setOut(new PrintWriter(new StringWriter())).setErr(new PrintWriter(err));
        assertThat(line.execute(arguments.toArray(String[]::new))).isEqualTo(1);
        assertThat(err.toString()).doesNotContain("\tat ");
        return err.toString();
    }

    private static Path good(Path folder) throws IOException {
        return new CardFolder(Files.createDirectory(folder), "painted-boxes").path();
    }

    private static Path broken(Path folder) throws IOException {
        CardFolder card = new CardFolder(Files.createDirectory(folder), "painted-boxes");
        Files.write(card.model(), new byte[] {0}, StandardOpenOption.APPEND);
        return card.path();
    }
}
