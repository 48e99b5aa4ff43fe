package dev.framelot.load.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private long nowNanos = 5;

    @Test
    void countsTheTimeLeftDownUntilABetterEstimateIsGiven() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Progress progress = new Progress(new PrintStream(said, true, StandardCharsets.UTF_8), "crash", 100, () -> nowNanos);
        nowNanos += 30_000_000_000L;
        progress.say("first");
        nowNanos += 10_000_000_000L;
        progress.say("second", 20);
        nowNanos += 90_000_000_000L;
        progress.say("third");
        assertThat(said.toString(StandardCharsets.UTF_8).lines()).containsExactly(
                "figure crash: first (30 s so far, about 70 s left)",
                "figure crash: second (40 s so far, about 20 s left)",
                "figure crash: third (130 s so far, about 1 s left)");
    }
}
