package dev.framelot.load.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.TrafficClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFileTest {
    private static final long SLO = 50_000_000;

    @TempDir
    Path folder;

    private Trace read(String text) throws IOException {
        return TraceFile.read(Files.writeString(folder.resolve("t.csv"), text), SLO);
    }

    @Test
    void readsAllColumnsAndTheirDefaults() throws IOException {
        Trace trace = read("arrival_us,deadline_us,class,camera\r\n# a note\n100,40100,live,a\n\n150,,backfill,b\n200\n250,100,LIVE,\n");
        assertThat(trace.arrivals()).containsExactly(
                new Trace.Arrival(0, 40_000_000, TrafficClass.LIVE, "a"),
                new Trace.Arrival(50_000, QueuedFrame.NO_DEADLINE, TrafficClass.BACKFILL, "b"),
                new Trace.Arrival(100_000, SLO, TrafficClass.LIVE, "camera"),
                new Trace.Arrival(150_000, -150_000, TrafficClass.LIVE, "camera"));
    }

    @Test
    void aDeadlineBeforeTheOriginIsOneThatHasPassed() throws IOException {
        assertThat(read("0,-4000\n10,5\n").arrivals()).extracting(Trace.Arrival::budgetNanos).containsExactly(-4_000_000L, -5_000L);
    }

    @Test
    void sortsWhatArrivesOutOfOrder() throws IOException {
        assertThat(read("300\n100\n200\n").arrivals()).extracting(Trace.Arrival::atNanos).containsExactly(0L, 100_000L, 200_000L);
    }

    @Test
    void namesEveryProblemWithItsLine() {
        assertThatThrownBy(() -> read("arrival_us\nx\n-5\n1,2,slow\n1,2,live,a,b\n1,-4.5\n99999999999999999999\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("line 2", "line 3", "line 4: class 'slow' is neither live nor backfill", "line 5: 5 columns", "line 6", "line 7");
    }

    @Test
    void refusesOtherColumnsAnEmptyFileAndNoFile() throws IOException {
        assertThatThrownBy(() -> read("arrival_us,camera\n1,a\n")).hasMessageContaining("expected arrival_us,deadline_us,class,camera");
        assertThatThrownBy(() -> read("arrival_us\n")).hasMessageContaining("no frame in it");
        assertThatThrownBy(() -> TraceFile.read(folder, SLO)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("can't be read");
        assertThatThrownBy(() -> TraceFile.read(folder.resolve("none.csv"), SLO)).hasMessageContaining("there is no such file");
        Files.write(folder.resolve("binary.csv"), new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0});
        assertThatThrownBy(() -> TraceFile.read(folder.resolve("binary.csv"), SLO)).hasMessageContaining("no UTF-8 text");
    }
}
