package dev.framelot.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.batching.TrafficClass;
import dev.framelot.load.simulate.Trace;
import dev.framelot.load.source.EncodedFrame;
import dev.framelot.load.workload.Workload;
import dev.framelot.load.workload.WorkloadFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenLoopTest {
    @TempDir
    Path folder;

    private Workload workload(String more) throws Exception {
        return WorkloadFile.read(Files.writeString(folder.resolve("w.yaml"), "description: d\nfull: {duration: 60s}\nquick: {duration: 5s}\n" + more));
    }

    @Test
    void everyArrivalProcessHasItsRateAndEndsInTime() throws Exception {
        for (String arrivals : List.of("constant", "poisson", "bursty", "cameras", "diurnal", "ramp", "on-off")) {
            Trace trace = OpenLoop.trace(workload("rate: 200\narrivals: " + arrivals + "\n"), 200, Duration.ofSeconds(60), 7);
            assertThat(trace.frames()).as("%s, seed 7", arrivals).isBetween(11_000, 13_000);
            assertThat(trace.arrivals().get(trace.frames() - 1).atNanos()).as(arrivals).isLessThan(60_000_000_000L).isGreaterThan(55_000_000_000L);
        }
    }

    @Test
    void theSameSeedSendsTheSameAndAnotherDoesNot() throws Exception {
        Workload workload = workload("rate: 50\n");
        assertThat(OpenLoop.trace(workload, 50, Duration.ofSeconds(5), 3)).isEqualTo(OpenLoop.trace(workload, 50, Duration.ofSeconds(5), 3));
        assertThat(OpenLoop.trace(workload, 50, Duration.ofSeconds(5), 3)).isNotEqualTo(OpenLoop.trace(workload, 50, Duration.ofSeconds(5), 4));
    }

    @Test
    void backfillComesBesideLiveAndIsNamedSo() throws Exception {
        Trace trace = OpenLoop.trace(workload("rate: 50\nbackfill-rate: 100\n"), 50, Duration.ofSeconds(10), 3);
        assertThat(trace.arrivals().stream().filter(a -> a.trafficClass() == TrafficClass.BACKFILL).count()).isBetween(990L, 1_001L);
        TraceFrames frames = new TraceFrames(trace, "r1-", List.of(new byte[] {1}));
        Map<String, Long> next = new HashMap<>();
        for (int i = 0; i < trace.frames(); i++) {
            EncodedFrame frame = frames.next(5_000_000 + frames.dueNanos(i) / 1_000).orElseThrow();
            assertThat(TraceFrames.isBackfill(frame.camera())).isEqualTo(trace.arrivals().get(i).trafficClass() == TrafficClass.BACKFILL);
            assertThat(frame.sequence()).as(frame.camera()).isEqualTo(next.getOrDefault(frame.camera(), 0L));
            next.put(frame.camera(), frame.sequence() + 1);
        }
        assertThat(frames.next(0)).isEmpty();
        assertThat(frames.startMicros()).isEqualTo(5_000_000);
    }

    @Test
    void aTraceFileIsRepeatedAsLongAsItTakes() throws Exception {
        Files.writeString(folder.resolve("t.csv"), "arrival_us,deadline_us,class,camera\n0,,,a\n500000,,,b\n");
        Trace trace = OpenLoop.trace(workload("trace: t.csv\n"), 0, Duration.ofSeconds(3), 1);
        assertThat(trace.frames()).as("0, 0.5 s, and again after as long a gap").isEqualTo(6);
        assertThat(trace.arrivals()).extracting(Trace.Arrival::camera).startsWith("a", "b", "a", "b");
    }

    @Test
    void aTraceWhoseFramesAllComeAtOnceComesEverySecond() throws Exception {
        Files.writeString(folder.resolve("t.csv"), "5\n5\n");
        assertThat(OpenLoop.trace(workload("trace: t.csv\n"), 0, Duration.ofSeconds(3), 1).arrivals()).extracting(Trace.Arrival::atNanos)
                .containsExactly(0L, 0L, 1_000_000_000L, 1_000_000_000L, 2_000_000_000L, 2_000_000_000L);
    }

    @Test
    void aChangeIsInForceWhenTheLogSaysSo() {
        // 2023-11-14T22:13:20Z
        ModeChange.Asked asked = new ModeChange.Asked("throughput", 1_700_000_000_000_000L, 1_700_000_000_100_000L, 3);
        List<String> log = List.of("22:13:19.000 INFO  d.f.a.FramelotApp Version 2 by load-test: mode latency", "22:13:20.345 INFO  d.f.a.FramelotApp Version 3 by load-test: mode throughput");
        assertThat(ModeChange.inForceMillis(asked, log, ZoneOffset.UTC)).hasValue(345);
        assertThat(ModeChange.inForceMillis(new ModeChange.Asked("x", 1_700_000_000_000_000L, 1_700_000_000_100_000L, 4), log, ZoneOffset.UTC)).isEmpty();
        ModeChange.Asked late = new ModeChange.Asked("latency", 1_700_006_399_900_000L, 1_700_006_399_950_000L, 5); // 23:59:59.9
        assertThat(ModeChange.inForceMillis(late, List.of("00:00:00.100 INFO  d.f.a.FramelotApp Version 5 by load-test: mode latency"), ZoneOffset.UTC)).hasValue(200);
    }

    @Test
    void ratesFollowFromTheDeclaredDevice() throws Exception {
        Workload workload = workload("load: 0.5\nengine: {kind: declared-cost, fixed: 12ms, per-frame: 2ms}\nsettings: {batching.max-frames: 4}\n");
        assertThat(LoadRun.rate(workload)).as("half of 4 frames in 20 ms").isEqualTo(100);
    }
}
