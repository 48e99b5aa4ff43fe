package dev.framelot.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.config.BatchingSettings.Mode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @ParameterizedTest
    @ValueSource(strings = {"adaptive", "ADAPTIVE", "Adaptive"})
    void modesMayBeWrittenInAnyCaseInEveryCommand(String written) {
        assertThat(Main.commandLine().parseArgs("demo", "--mode", written).subcommand().matchedOptionValue("--mode", Mode.FIXED)).isEqualTo(Mode.ADAPTIVE);
        assertThat(Main.commandLine().parseArgs("mode", written).subcommand().matchedPositionalValue(0, Mode.FIXED)).isEqualTo(Mode.ADAPTIVE);
    }
}
