package dev.framelot.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
        assertThat(Samples.of(9, 1, 5).median()).isEqualTo(5);
        assertThat(Samples.of(9, 1, 5, 6).median()).isEqualTo(5.5);
        assertThat(Samples.of(7).median()).isEqualTo(7);
    }

    @Test
    void aPercentileIsTheSmallestValueThatSoManyDoNotExceed() {
        Samples hundred = Samples.of(IntStream.rangeClosed(1, 100).boxed().toList());
        assertThat(hundred.percentile(50)).isEqualTo(50);
        assertThat(hundred.percentile(99)).isEqualTo(99);
        assertThat(hundred.percentile(99.1)).isEqualTo(100);
        assertThat(hundred.percentile(100)).isEqualTo(100);
        assertThat(hundred.percentile(0.1)).isEqualTo(1);
        assertThat(Samples.of(3).percentile(99)).isEqualTo(3);
    }

    @Test
    void aPercentileOutsideOfZeroToHundredIsRefused() {
        assertThatThrownBy(() -> Samples.of(1).percentile(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Samples.of(1).percentile(101)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ofNothingEveryAnswerIsNotANumber() {
        Samples none = Samples.of(List.of());
        assertThat(none.count()).isZero();
        assertThat(none.median()).isNaN();
        assertThat(none.percentile(50)).isNaN();
        assertThat(none.min()).isNaN();
        assertThat(none.max()).isNaN();
    }

    @Test
    void whatIsGivenIsNotReordered() {
        double[] given = {3, 1, 2};
        Samples.of(given);
        assertThat(given).containsExactly(3, 1, 2);
    }
}
