package dev.framelot.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.load.report.Repeat.Books;
import dev.framelot.load.scenario.GeneratorDelay;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadRunTest {
    private static List<String> problems(long lost, long doubled, long outOfOrder, boolean exactlyOnce) {
        GeneratorDelay kept = new GeneratorDelay();
        kept.measure();
        for (int i = 0; i < 100; i++) {
            kept.sent(0);
        }
        return LoadRun.problems(new Books(100, 100 - lost, 0, 0, lost, doubled, outOfOrder), kept, 100, 50, exactlyOnce);
    }

    @Test
    void aRunWhoseBooksAreInOrderHasNoProblems() {
        assertThat(problems(0, 0, 0, true)).isEmpty();
    }

    @Test
    void whatIsLostOrOutOfOrderRejectsARunAndWhatIsDoubledWhereItMustNotBe() {
        assertThat(problems(2, 0, 0, false)).containsExactly("2 frames are lost");
        assertThat(problems(0, 0, 3, false)).containsExactly("3 frames came out of their camera's order");
        assertThat(problems(0, 4, 0, true)).containsExactly("4 results are doubled");
        assertThat(problems(0, 4, 0, false)).isEmpty();
    }
}
