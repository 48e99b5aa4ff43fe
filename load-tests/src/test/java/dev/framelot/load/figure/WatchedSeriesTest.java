package dev.framelot.load.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.framelot.load.measure.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchedSeriesTest {
    private static WatchedSeries series(double... cpu) {
        List<WatchedWindow> windows = new ArrayList<>();
        for (int i = 0; i < cpu.length; i++) {
            windows.add(new WatchedWindow(i % 2 == 1, 100, Samples.of(1.0), cpu[i], 0));
        }
        return new WatchedSeries(windows);
    }

    @Test
    void aSteadyDriftIsNoEffect() {
        WatchedSeries drifting = series(10, 11, 12, 13, 14, 15, 16);
        assertThat(drifting.effect(WatchedWindow::cpuMillis).median()).isCloseTo(1, within(1e-12));
        assertThat(drifting.chance(WatchedWindow::cpuMillis).max()).isCloseTo(1, within(1e-12));
    }

    @Test
    void whatViewersAddIsSeenAndWhatChanceAddsIsToldApart() {
        WatchedSeries costly = series(10, 11, 10, 11, 10);
        assertThat(costly.effect(WatchedWindow::cpuMillis).median()).isCloseTo(1.1, within(1e-12));
        assertThat(costly.chance(WatchedWindow::cpuMillis).median()).isEqualTo(1);
        WatchedSeries noisy = series(10, 10, 12, 12, 10);
        assertThat(noisy.chance(WatchedWindow::cpuMillis).max()).isCloseTo(1.2, within(1e-12));
        assertThat(costly.median(true, WatchedWindow::cpuMillis)).isEqualTo(11);
        assertThat(costly.median(false, WatchedWindow::cpuMillis)).isEqualTo(10);
    }

    @Test
    void windowsOutOfTurnAreRefused() {
        assertThatThrownBy(() -> series(1, 2, 3)).hasMessageContaining("5 or more");
        assertThatThrownBy(() -> new WatchedSeries(java.util.Collections.nCopies(5, new WatchedWindow(false, 1, Samples.of(1.0), 1, 0)))).hasMessageContaining("in turn");
    }
}
