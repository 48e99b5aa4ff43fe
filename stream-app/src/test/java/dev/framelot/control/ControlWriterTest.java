package dev.framelot.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlWriterTest {
    private final List<String> happened = new ArrayList<>();

    private boolean attempt(int overtaken) {
        happened.add("try");
        return happened.stream().filter("try"::equals).count() > overtaken;
    }

    private void insist(int overtaken) throws InterruptedException {
        ControlWriter.insist(() -> attempt(overtaken), number -> happened.add("pause " + number), "control");
    }

    @Test
    void aWriterThatWasOvertakenPausesAndTriesAgain() throws Exception {
        insist(2);
        assertThat(happened).containsExactly("try", "pause 1", "try", "pause 2", "try");
    }

    @Test
    void afterTheLastAttemptItGivesUpWithoutAnotherPauseAndSaysSo() throws Exception {
        insist(ControlWriter.ATTEMPTS - 1);
        assertThat(happened).endsWith("pause 5", "try");
        happened.clear();
        assertThatThrownBy(() -> insist(ControlWriter.ATTEMPTS)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'control' (topics.control)").hasMessageContaining("overtaken 6 times; ask again");
        assertThat(happened).hasSize(11).endsWith("try");
    }
}
