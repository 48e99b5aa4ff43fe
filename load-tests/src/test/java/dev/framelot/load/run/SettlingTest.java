package dev.framelot.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.load.run.Collected.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlingTest {
    private static Result at(long producedMicros, long latencyMicros) {
        return new Result(false, producedMicros - latencyMicros, producedMicros, producedMicros + 1_000, 1, 1, 0, 0, 0, 0, latencyMicros, 0, 0);
    }

    /** A result every 10 ms for 4 s; 20 ms old before the edge, 80 ms after it. */
    private static List<Result> changingAt(long edgeMicros) {
        List<Result> results = new ArrayList<>();
        for (long t = 0; t < 4_000_000; t += 10_000) {
            results.add(at(t, t < edgeMicros ? 20_000 : 80_000 + t % 7));
        }
        return results;
    }

    @Test
    void tellsTheFirstStepThatLooksLikeTheLaterOnes() {
        assertThat(Settling.millis(changingAt(700_000), 200_000, 4_000_000)).as("asked at 0.2 s, new from 0.7 s").isEqualTo(600);
        assertThat(Settling.millis(changingAt(200_000), 200_000, 4_000_000)).isEqualTo(100);
    }

    @Test
    void isNotANumberWhereThereIsTooLittleToSee() {
        assertThat(Settling.millis(List.of(), 0, 4_000_000)).isNaN();
        assertThat(Settling.millis(changingAt(0), 3_800_000, 4_000_000)).isNaN();
    }
}
