package dev.framelot.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormsTest {
    @ParameterizedTest
    @CsvSource({"300us, 300000", "0.3ms, 300000", "4 ms, 4000000", "2s, 2000000000", "1m, 60000000000", "1.5h, 5400000000000", "PT0.5S, 500000000", "7ns, 7", "3µs, 3000"})
    void durations(String text, long nanos) {
        assertThat(DurationText.read(text)).isEqualTo(Duration.ofNanos(nanos));
        assertThat(DurationText.read(DurationText.write(Duration.ofNanos(nanos)))).isEqualTo(Duration.ofNanos(nanos));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "ms", "0.3ns", "1 day", "-1s", "999999999999h", "1e3ms"})
    void noDurations(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DurationText.read(text));
    }

    @ParameterizedTest
    @CsvSource({"8MiB, 8388608", "64KB, 64000", "64 kib, 65536", "65536, 65536", "1.5GiB, 1610612736", "7B, 7", "1_000, 1000", "0, 0"})
    void sizes(String text, long bytes) {
        assertThat(SizeText.read(text)).isEqualTo(bytes);
        assertThat(SizeText.read(SizeText.write(bytes))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MiB", "8 apples", "-1", "0.5B", "99999999999999999GiB"})
    void noSizes(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> SizeText.read(text));
    }
}
