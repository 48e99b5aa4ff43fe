package dev.framelot.load.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CodeLinesTest {
    @Test
    void countsWhatSomeoneHadToThinkAbout() {
        assertThat(CodeLines.of(List.of(
                "package p;", "", "import java.util.List;", "/** Told. */", "/*", " * Long", " told. */", "final class A {", "    // why", "    int a = 1; // one",
                "    void go() {", "        });", "    }", "}"))).isEqualTo(3);
    }
}
