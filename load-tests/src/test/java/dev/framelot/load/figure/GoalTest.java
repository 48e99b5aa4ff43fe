package dev.framelot.load.figure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoalTest {
    @Test
    void isHeldAtItsLimitAndNotBeyond() {
        assertThat(Goal.atLeast(0.9).heldBy(0.9)).isTrue();
        assertThat(Goal.atLeast(0.9).heldBy(0.8999)).isFalse();
        assertThat(Goal.atMost(4).heldBy(4)).isTrue();
        assertThat(Goal.atMost(4).heldBy(4.0001)).isFalse();
        assertThat(Goal.exactly(0).heldBy(0)).isTrue();
        assertThat(Goal.exactly(0).heldBy(1)).isFalse();
    }

    @Test
    void whatCouldNotBeMeasuredHoldsNoGoal() {
        assertThat(Goal.atLeast(0).heldBy(Double.NaN)).isFalse();
        assertThat(Goal.atMost(1).heldBy(Double.NaN)).isFalse();
        assertThat(Goal.exactly(0).heldBy(Double.NaN)).isFalse();
    }

    @Test
    void readsAsInTheTableOfFigures() {
        assertThat(Goal.atLeast(0.9)).hasToString(">= 0.9");
        assertThat(Goal.atMost(40)).hasToString("<= 40");
        assertThat(Goal.exactly(0)).hasToString("= 0");
    }
}
