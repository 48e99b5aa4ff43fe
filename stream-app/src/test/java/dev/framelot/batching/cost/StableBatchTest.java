package dev.framelot.batching.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.framelot.batching.Shapes;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StableBatchTest {
    /** 1 in 4 ms is 250/s, 2 in 5 ms 400/s, 4 in 7 ms 571/s. */
    private final CostTable cost = new CostTable(Shapes.powersOfTwoUpTo(4), Map.of(1, 4_000_000L, 2, 5_000_000L, 4, 7_000_000L));

    private StableBatch at(double perSecond, int lanes) {
        return StableBatch.of(cost, perSecond / 1e9, lanes);
    }

    @Test
    void isTheSmallestShapeThatKeepsUpWithAMargin() {
        assertThat(at(100, 1).shape()).isEqualTo(1);
        assertThat(at(240, 1).shape()).as("250 is within the margin of 240").isEqualTo(2);
        assertThat(at(500, 1).shape()).isEqualTo(4);
        assertThat(at(500, 1).overloaded()).isFalse();
        assertThat(at(500, 1).load()).isCloseTo(0.875, within(0.001));
    }

    @Test
    void saysWhenNoneDoes() {
        assertThat(at(600, 1)).isEqualTo(new StableBatch(4, true, at(600, 1).load()));
        assertThat(at(600, 2).overloaded()).as("two lanes").isFalse();
    }

    @Test
    void isTheSmallestShapeWhileNothingIsKnown() {
        assertThat(StableBatch.of(new CostTable(Shapes.powersOfTwoUpTo(4), Map.of()), 1, 1)).isEqualTo(new StableBatch(1, false, 0));
    }
}
