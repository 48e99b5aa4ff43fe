package dev.framelot.load.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.app.AppStats;
import dev.framelot.load.board.BoardOptions;
import dev.framelot.load.source.BoardFrames;
import dev.framelot.load.source.PublishCounts;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class DemoScreenTest {
    private static final long SECOND = 1_000_000_000L;

    private final StringWriter drawn = new StringWriter();
    private final DemoAudit audit = new DemoAudit(new BoardFrames(1, 1, 1, BoardOptions.demo()));

    @Test
    void plainMeansLinesWithoutControlCharacters() {
        DemoScreen screen = new DemoScreen(new PrintWriter(drawn), true);
        draw(screen, 10, 0);
        draw(screen, 20, SECOND);
        draw(screen, 70, 6 * SECOND);
        assertThat(drawn.toString().lines()).hasSize(2).allMatch(line -> line.chars().allMatch(c -> c >= ' '));
        assertThat(drawn.toString()).contains("in 10.0/s  out 10.0/s").contains("precision -").doesNotContain("NaN");
    }

    @Test
    void aTerminalIsDrawnOverItselfWithinEightyColumns() {
        DemoScreen screen = new DemoScreen(new PrintWriter(drawn), false);
        draw(screen, 1_000_000, 0);
        long linesOfOne = drawn.toString().chars().filter(c -> c == '\n').count();
        draw(screen, 1_000_050, SECOND);
        assertThat(drawn.toString()).contains("\u001b[" + linesOfOne + "A");
        assertThat(drawn.toString().lines().map(line -> line.replaceAll("\u001b\\[\\??\\d+[AKhl]", ""))).allMatch(line -> line.length() < 80);
    }

    private void draw(DemoScreen screen, long frames, long nowNanos) {
        screen.draw("1 s", new PublishCounts(frames, frames, 0, 0, 0), new AppStats(frames, frames, 0, 0, frames / 2, frames, frames, 3, "RUNNING"), audit, nowNanos);
    }
}
