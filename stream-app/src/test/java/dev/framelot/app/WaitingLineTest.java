package dev.framelot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class WaitingLineTest {
    private static final String WIPE = "\r\033[2K";

    private final StringWriter err = new StringWriter();

    private WaitingLine line(boolean terminal) {
        return new WaitingLine(new PrintWriter(err), terminal);
    }

    @Test
    void onATerminalOneLineTellsWhatAndHowLongAndIsWipedInTheEnd() throws Exception {
        String found = line(true).during("Trying it", () -> {
            Awaitility.await().until(() -> err.toString().contains("Trying it … 0 s"));
            return "found";
        });
        assertThat(found).isEqualTo("found");
        assertThat(err.toString()).startsWith(WIPE + "Trying it … 0 s").endsWith(WIPE).doesNotContain("\n");
    }

    @Test
    void elsewhereALineAtTheBeginningIsAll() throws Exception {
        assertThat(line(false).during("Trying it", () -> 7)).isEqualTo(7);
        assertThat(err.toString()).isEqualTo("Trying it" + System.lineSeparator());
    }

    @Test
    void aFailureGoesThroughAndLeavesNoLine() {
        assertThatThrownBy(() -> line(true).during("Trying it", () -> {
            throw new StartException("no");
        })).isInstanceOf(StartException.class).hasMessage("no");
        assertThat(err.toString()).endsWith(WIPE);
    }
}
