package dev.framelot.load.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.batching.Shapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CurveTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"4+0.25*b;8;6", "4 + 0.25 b;8;6", "0.25*b+4;8;6", "4+b;8;12", "2*b;8;16", "5;8;5", "1:4,8:6;8;6", "1:4,8:6;4;4.857142857142857", "2:4,8:6;1;4", "1:4,8:6;16;12"})
    void readsLinesAndTables(String text, int shape, double millis) {
        assertThat(Curve.parse(text).millis(shape)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "4-b", "0+0*b", "1:0", "0:4", "1:4,1:5", "1:4,x", "1:4;2:5", "4++b"})
    void refusesWhatIsNeither(String text) {
        assertThatThrownBy(() -> Curve.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("Curve '" + text + "'");
    }

    @Test
    void capacityIsThatOfTheBestShape() {
        assertThat(Curve.parse("1:4,2:5,4:20").capacity(Shapes.powersOfTwoUpTo(4))).isEqualTo(400);
    }

    @Test
    void noticesACurveThatFalls() {
        assertThat(Curve.parse("1:4,2:3").monotone(Shapes.powersOfTwoUpTo(2))).isFalse();
        assertThat(Curve.parse("1:4,2:4").monotone(Shapes.powersOfTwoUpTo(2))).isTrue();
    }
}
