package dev.framelot.inference.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HalfTest {
    @Test
    void everyHalfComesBack() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = Half.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(Half.of(value)).as("%x", bits).isEqualTo((short) bits);
            }
        }
        assertThat(Half.toFloat(Half.of(Float.NaN))).isNaN();
    }

    @Test
    void roundsToTheNearestAndTiesToEven() {
        long seed = 7;
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isNaN(value) || Math.abs(value) >= 65520) {
                continue;
            }
            short half = Half.of(value);
            double error = Math.abs((double) Half.toFloat(half) - value);
            for (int other = -1; other <= 1; other += 2) {
                float neighbour = Half.toFloat((short) (half + other));
                if (Float.isFinite(neighbour)) {
                    double theirs = Math.abs((double) neighbour - value);
                    assertThat(error).as("seed %d, %s", seed, value).isLessThanOrEqualTo(theirs);
                    assertThat(error == theirs && (half & 1) == 1).as("tie of %s", value).isFalse();
                }
            }
        }
        assertThat(Half.of(65519.996f)).isEqualTo((short) 0x7bff);
        assertThat(Half.of(65520)).isEqualTo((short) 0x7c00);
        assertThat(Half.of(-1e9f)).isEqualTo((short) 0xfc00);
    }
}
