package dev.framelot.batching.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.batching.Shapes;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CostTableTest {
    private static final Shapes SHAPES = Shapes.powersOfTwoUpTo(8);
    private final CostTable table = new CostTable(SHAPES, Map.of(1, 4_000L, 2, 5_000L, 4, 7_000L, 8, 11_000L));

    @Test
    void beginsWithWhatWasMeasuredBefore() {
        assertThat(table.typicalNanos(4)).isEqualTo(7_000);
        assertThat(table.highNanos(4)).isGreaterThan(7_000).isLessThan(8_000);
        assertThat(table.efficientShape()).isEqualTo(8);
    }

    @Test
    void knowsNothingWithoutASample() {
        CostTable empty = new CostTable(SHAPES, Map.of());
        assertThat(empty.known()).isFalse();
        empty.ran(2, 6_000);
        assertThat(empty.typicalNanos(1)).as("no dearer than the next").isEqualTo(6_000);
        assertThat(empty.typicalNanos(8)).as("in proportion beyond what ran").isEqualTo(24_000);
        empty.ran(8, 12_000);
        assertThat(empty.typicalNanos(4)).as("on the line between").isEqualTo(8_000);
    }

    @Test
    void oneOrTwoOddRunsDoNotMoveIt() {
        for (int i = 0; i < 20; i++) {
            table.ran(4, 7_000);
        }
        table.ran(4, 900_000);
        table.ran(4, 900_000);
        assertThat(table.typicalNanos(4)).isEqualTo(7_000);
        assertThat(table.typicalNanos(8)).isEqualTo(11_000);
    }

    @Test
    void aDeviceTwiceAsSlowIsKnownForAllShapesAfterThreeRuns() {
        for (int i = 0; i < 20; i++) {
            table.ran(2, 5_000);
        }
        for (int i = 0; i < 3; i++) {
            table.ran(4, 14_000);
        }
        assertThat(table.typicalNanos(1)).isEqualTo(8_000);
        assertThat(table.typicalNanos(2)).as("what ran before is forgotten").isEqualTo(10_000);
        assertThat(table.typicalNanos(8)).isEqualTo(22_000);
    }

    @Test
    void aFasterDeviceToo() {
        for (int i = 0; i < 3; i++) {
            table.ran(8, 5_500);
        }
        assertThat(table.typicalNanos(1)).isEqualTo(2_000);
    }

    /** 1 + 3b in place of 3 + b: as dear for one frame, more than twice for eight. */
    @Test
    void anotherModelsCurveIsKnownForShapesThatHaveNotRunOnIt() {
        table.ran(1, 4_000);
        table.ran(2, 7_000);
        table.ran(4, 13_000);
        table.ran(2, 7_000);
        assertThat(table.typicalNanos(1)).isEqualTo(4_000);
        assertThat(table.typicalNanos(8)).isEqualTo(25_000);
    }

    @Test
    void aFirstGuessAfterAChangeIsCorrectedByTheNextRuns() {
        for (int i = 0; i < 3; i++) {
            table.ran(1, 8_000);
        }
        assertThat(table.typicalNanos(8)).as("as if only the clock had changed").isEqualTo(22_000);
        table.ran(4, 9_500);
        assertThat(table.typicalNanos(4)).isEqualTo(9_500);
        assertThat(table.typicalNanos(8)).as("7.5 + 0.5b").isEqualTo(11_500);
    }

    @Test
    void aShapeThatAloneChangesIsKnownAfterThreeOfItsRuns() {
        for (int i = 0; i < 3; i++) {
            table.ran(8, 16_000);
            table.ran(1, 4_000);
            table.ran(1, 4_000);
        }
        assertThat(table.typicalNanos(8)).isEqualTo(16_000);
        assertThat(table.typicalNanos(4)).isEqualTo(7_000);
    }

    @Test
    void runsThatScatterWidelyAreNoChange() {
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            table.ran(4, Math.round(7_000 * Math.exp(0.25 * random.nextGaussian())));
        }
        assertThat(table.typicalNanos(4)).isBetween(5_500L, 9_000L);
        assertThat(table.typicalNanos(8)).isBetween(8_000L, 15_000L);
    }

    @Test
    void aSwappedModelForgetsAll() {
        table.replaced(Map.of(1, 1_000L));
        assertThat(table.typicalNanos(1)).isEqualTo(1_000);
        assertThat(table.typicalNanos(8)).isEqualTo(8_000);
    }

    @Test
    void risesWithTheShapeWhateverTheNoise() {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            table.ran(1 << random.nextInt(4), 4_000 + random.nextInt(4_000));
            assertThat(table.typicalNanos(2)).isGreaterThanOrEqualTo(table.typicalNanos(1));
            assertThat(table.typicalNanos(4)).isGreaterThanOrEqualTo(table.typicalNanos(2));
            assertThat(table.typicalNanos(8)).isGreaterThanOrEqualTo(table.typicalNanos(4));
            assertThat(table.highNanos(8)).isGreaterThanOrEqualTo(table.typicalNanos(8));
        }
    }

    @Test
    void theHighValueIsThatOfTheRareRuns() {
        for (int i = 0; i < 32; i++) {
            table.ran(8, i % 10 == 0 ? 20_000 : 11_000);
        }
        assertThat(table.typicalNanos(8)).isEqualTo(11_000);
        assertThat(table.highNanos(8)).isEqualTo(20_000);
    }

    @Test
    void timesThatAreNoneAreLeftOutAndUnknownShapesRefused() {
        table.ran(8, 0);
        table.ran(8, -5);
        assertThat(table.typicalNanos(8)).isEqualTo(11_000);
        assertThatThrownBy(() -> table.ran(3, 5)).hasMessageContaining("Shape 3 is none of");
        assertThatThrownBy(() -> new CostTable(SHAPES, Map.of(1, -1L))).hasMessageContaining("more than 0");
    }
}
