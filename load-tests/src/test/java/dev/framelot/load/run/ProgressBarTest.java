package dev.framelot.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final AtomicLong nanos = new AtomicLong();
    private final StringWriter said = new StringWriter();

    @Test
    void saysShareTimeLeftAndPhase() {
        ProgressBar bar = new ProgressBar(new PrintWriter(said), false, 40, nanos::get);
        nanos.set(10_000_000_000L);
        bar.phase("measuring", 30);
        assertThat(said.toString()).contains("[######------------------]  25 %", "about 30 s left", "measuring");
        nanos.set(100_000_000_000L);
        assertThat(bar.line()).as("late, but never below zero or above all").contains("100 %", "about 0 s left");
    }

    @Test
    void whatFollowsAPhaseCountsAsLeft() {
        ProgressBar bar = new ProgressBar(new PrintWriter(said), false, 40, nanos::get);
        bar.afterwards(70);
        bar.phase("first", 30);
        bar.afterwards(0);
        bar.phase("second", 70);
        assertThat(said.toString().lines()).hasSize(2).first().asString().contains("about 100 s left");
        assertThat(said.toString()).contains("about 70 s left");
    }

    @Test
    void aTerminalIsRedrawnAFewTimesASecondAndLeftClean() {
        ProgressBar bar = new ProgressBar(new PrintWriter(said), true, 40, nanos::get);
        bar.phase("measuring", 40);
        int once = said.toString().length();
        bar.tick();
        assertThat(said.toString()).hasSize(once);
        nanos.set(300_000_000L);
        bar.tick();
        assertThat(said.toString().length()).isGreaterThan(once);
        bar.end();
        assertThat(said.toString()).endsWith("\r\u001b[2K").doesNotContain("\n");
    }
}
