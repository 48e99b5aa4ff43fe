package dev.framelot.load.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DesignRulesTest {
    private static final DesignRules RULES = new DesignRules(new double[] {6, 12}, new double[] {5, 9});

    @Test
    void aWidthIsTheNearestByRatio() {
        assertThat(RULES.width(6.5)).isEqualTo(6);
        assertThat(RULES.width(9)).as("9 / 6 is more than 12 / 9").isEqualTo(12);
        assertThat(RULES.width(40)).isEqualTo(12);
        assertThat(DesignRules.NONE.width(40)).isEqualTo(40);
    }

    @Test
    void aDrillIsTheLargestThatFitsAndWhatIsSmallerThanAllStaysSo() {
        assertThat(RULES.drill(8)).isEqualTo(5);
        assertThat(RULES.drill(8.2)).as("a tenth more is let pass").isEqualTo(9);
        assertThat(RULES.drill(30)).isEqualTo(9);
        assertThat(RULES.drill(4)).isEqualTo(4);
        assertThat(DesignRules.NONE.drill(30)).isEqualTo(30);
    }

    @Test
    void mostBoardsHaveAFewWidthsAndSomeHaveNoRules() {
        int free = 0;
        for (long seed = 0; seed < 200; seed++) {
            DesignRules rules = DesignRules.of(new SplittableRandom(seed), 1);
            Set<Double> widths = new HashSet<>();
            for (double wished = 4; wished < 18; wished += 0.25) {
                widths.add(rules.width(wished));
            }
            if (widths.size() > 3) {
                assertThat(widths).as("seed " + seed).hasSize(56).contains(4.0);
                free++;
            } else {
                assertThat(widths).as("seed " + seed).allMatch(width -> width >= 4.5 && width <= 16);
            }
        }
        assertThat(free).isBetween(20, 70);
    }
}
