package dev.framelot.load.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

    @Test
    void isReadAsItIsWritten() {
        for (Goal goal : List.of(Goal.atLeast(0.95), Goal.atMost(40), Goal.exactly(0))) {
            assertThat(Goal.read(goal.toString())).contains(goal);
        }
        assertThat(Goal.atMost(40).words()).isEqualTo("at most 40");
        for (String none : List.of("", "null", "<=", "<= many", "~ 4")) {
            assertThat(Goal.read(none)).as(none).isEmpty();
        }
    }
}
