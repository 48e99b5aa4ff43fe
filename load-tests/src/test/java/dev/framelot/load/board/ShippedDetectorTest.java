package dev.framelot.load.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.framelot.app.Framelot;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** That the committed weights are as good as their card says, on boards drawn with seeds that training never draws. */
class ShippedDetectorTest {
    /** Few, for time: their mAP at IoU 0.33 is within 0.03 of the card's, which is of 300. */
    private static final int BOARDS = 24;

    @TempDir
    static Path data;

    @BeforeAll
    static void draw() throws IOException {
        BoardDataset.files(data, BOARDS, 0, 640, false, false);
    }

    @ParameterizedTest
    @CsvSource({"pcb-defects, 0.965, 0.922", "pcb-defects-flips, 0.973, 0.930"})
    void findsWhatItsCardPromisesOnDrawnBoards(String model, double cardsMap, double cardsF) throws Exception {
        StringWriter err = new StringWriter();
        Path result = data.resolve(model + ".json");
        CommandLine line = Framelot.commandLine().setOut(new PrintWriter(new StringWriter())).setErr(new PrintWriter(err));

        int exit = line.execute("eval", "--model", "../models/" + model, "--data", data.toString(), "--iou", "0.33", "--json", result.toString());

        assertThat(exit).as(err.toString()).isZero();
        JsonNode seen = new ObjectMapper().readTree(result.toFile());
        assertThat(seen.path("images").asInt()).isEqualTo(BOARDS);
        assertThat(seen.path("map").asDouble()).as("mAP at IoU 0.33").isGreaterThan(cardsMap - 0.03);
        assertThat(seen.path("f1").asDouble()).as("best F").isGreaterThan(cardsF - 0.03);
        assertThat(seen.path("perClass")).as("of six classes").hasSize(6)
                .allSatisfy(kind -> assertThat(kind.path("ap").asDouble()).isGreaterThan(0.85));
    }
}
