package dev.framelot.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardingTurnTest {
    private long clockMicros;
    private final List<Long> waits = new ArrayList<>();
    private final ForwardingTurn turn = new ForwardingTurn(() -> clockMicros, waits::add);

    @Test
    void theFirstNeedsNoWaiting() {
        clockMicros = 1_800_000_000_000_000L;
        turn.awaitAfter(0);
        assertThat(waits).isEmpty();
    }

    @Test
    void theNextIsInTheNextMillisecond() {
        clockMicros = 5_001;
        turn.awaitAfter(5);
        clockMicros = 5_999;
        turn.awaitAfter(5);
        clockMicros = 6_000;
        turn.awaitAfter(5);
        assertThat(waits).containsExactly(999_000L, 1_000L);
    }

    @Test
    void aRoundWaitsForNoMoreThanAMillisecondWhateverTheClockShows() {
        clockMicros = 17;
        turn.awaitAfter(3_600_000);
        assertThat(waits).containsExactly(1_000_000L);
    }
}
