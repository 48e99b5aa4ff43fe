package dev.framelot.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalvesTest {
    @Test
    void everyHalfReturnsToItself() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float number = Halves.toFloat((short) bits);
            if (!Float.isNaN(number)) {
                assertThat(Halves.of(number) & 0xFFFF).as("%04x is %s", bits, number).isEqualTo(bits);
            }
        }
    }

    @Test
    void knownNumbers() {
        assertThat(Halves.toFloat((short) 0x3c00)).isEqualTo(1);
        assertThat(Halves.toFloat((short) 0xc000)).isEqualTo(-2);
        assertThat(Halves.toFloat((short) 0x7bff)).isEqualTo(65_504);
        assertThat(Halves.toFloat((short) 0x0001)).isEqualTo(0x1p-24f);
        assertThat(Halves.toFloat((short) 0x7c00)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Halves.toFloat((short) 0x7e00)).isNaN();
    }

    @Test
    void roundsToTheNearestAndHalvesToEven() {
        float step = 0x1p-10f;
        assertThat(Halves.toFloat(Halves.of(1 + step * 0.49f))).isEqualTo(1);
        assertThat(Halves.toFloat(Halves.of(1 + step * 0.51f))).isEqualTo(1 + step);
        assertThat(Halves.toFloat(Halves.of(1 + step * 0.5f))).isEqualTo(1);
        assertThat(Halves.toFloat(Halves.of(1 + step * 1.5f))).isEqualTo(1 + 2 * step);
        assertThat(Halves.toFloat(Halves.of(65_519))).isEqualTo(65_504);
        assertThat(Halves.toFloat(Halves.of(65_520))).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Halves.toFloat(Halves.of(Float.NaN))).isNaN();
        assertThat(Halves.toFloat(Halves.of(0x1p-15f))).isEqualTo(0x1p-15f);
    }
}
