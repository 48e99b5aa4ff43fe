package dev.framelot.load.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadFileTest {
    private static final Path SHIPPED = Path.of("workloads");
    private static final String TIMES = "full: {duration: 60s}\nquick: {duration: 5s}\n";

    @TempDir
    Path folder;

    private Path file(String content) throws Exception {
        return Files.writeString(folder.resolve("my-load.yaml"), content);
    }

    private List<String> problems(String content) throws Exception {
        Path file = file(content);
        return catchThrowableOfType(BadWorkloadException.class, () -> WorkloadFile.read(file)).problems();
    }

    @Test
    void everyWorkloadThatComesWithTheSourcesIsSound() throws Exception {
        List<Path> files;
        try (var listed = Files.list(SHIPPED)) {
            files = listed.sorted().toList();
        }
        assertThat(files).extracting(file -> file.getFileName().toString()).contains("driving.yaml", "inspection.yaml", "medical.yaml",
                "backfill-beside-live.yaml", "overload-1.1.yaml", "overload-1.5.yaml", "burst.yaml", "toggle.yaml", "mlperf-single-stream.yaml",
                "mlperf-multi-stream.yaml", "mlperf-server.yaml", "mlperf-offline.yaml");
        for (Path file : files) {
            assertThat(WorkloadFile.read(file).description()).as("%s", file).isNotBlank();
        }
    }

    @Test
    void aSmallFileIsEnough() throws Exception {
        Workload workload = WorkloadFile.read(file("description: d\nrate-per-camera: 5\ncameras: 3\n" + TIMES));
        assertThat(workload.name()).isEqualTo("my-load");
        assertThat(workload.rate().getAsDouble()).isEqualTo(15);
        assertThat(workload.timing(true).duration()).isEqualTo(Duration.ofSeconds(5));
        assertThat(workload.timing(false).duration()).isEqualTo(Duration.ofSeconds(60));
        assertThat(workload.pictures()).isEqualTo(Workload.Pictures.TINY);
    }

    @Test
    void everyProblemIsNamedAtOnce() throws Exception {
        assertThat(problems("""
                scenario: open-lop
                arivals: poisson
                rate: fast
                load: 1.1
                cameras: 0
                engine: {kind: cuda, fixed: 4ms}
                slo: soon
                settings: {batching.mode: quick, topics.frames: mine}
                changes:
                  - {at: 0.5, mode: latency}
                  - {at: 0.2, mod: latency}
                full: {duration: 60s, repeats: many}
                quick: {}
                at-most: {latency-p98: 5}
                """))
                .anyMatch(p -> p.startsWith("description: is absent"))
                .anyMatch(p -> p.startsWith("scenario: is 'open-lop'") && p.contains("open-loop"))
                .anyMatch(p -> p.startsWith("arivals: is not known here; did you mean arrivals?"))
                .anyMatch(p -> p.startsWith("rate: is 'fast'"))
                .anyMatch(p -> p.startsWith("load: needs a declared-cost engine"))
                .anyMatch(p -> p.startsWith("cameras: is '0'"))
                .anyMatch(p -> p.startsWith("engine.fixed: "))
                .anyMatch(p -> p.startsWith("slo: is 'soon'"))
                .anyMatch(p -> p.startsWith("settings: ") && p.contains("batching.mode"))
                .anyMatch(p -> p.startsWith("settings.topics.frames: "))
                .anyMatch(p -> p.startsWith("changes[1].at: is 0.2"))
                .anyMatch(p -> p.startsWith("changes[1].mode: is absent"))
                .anyMatch(p -> p.startsWith("changes[1].mod: is not known"))
                .anyMatch(p -> p.startsWith("full.repeats: is 'many'"))
                .anyMatch(p -> p.startsWith("quick.duration: is absent"))
                .anyMatch(p -> p.startsWith("at-most.latency-p98: is not known here; did you mean latency-p9"))
                .hasSize(16);
    }

    @Test
    void aRateIsToldOnceAndOnlyWhereItIsUsed() throws Exception {
        assertThat(problems("description: d\n" + TIMES)).singleElement().asString().startsWith("rate: is absent");
        assertThat(problems("description: d\nrate: 5\nload: 1\n" + TIMES)).singleElement().asString().startsWith("rate: is told more than once");
        assertThat(problems("description: d\nscenario: single-stream\nrate: 5\n" + TIMES)).singleElement().asString().contains("leave rate and load out");
        assertThat(problems("description: d\nscenario: server\nrate: 5\n" + TIMES)).singleElement().asString().startsWith("slo: is absent or 0");
        assertThat(problems("description: d\nscenario: offline\n" + TIMES)).hasSize(2).allMatch(p -> p.contains("frames: is absent"));
    }

    @Test
    void moreFramesThanMemoryHoldsAreRefused() throws Exception {
        assertThat(problems("description: d\nrate: 1000000\nfull: {duration: 60s}\nquick: {duration: 1s, warm-up: 0ms}\n")).singleElement().asString()
                .startsWith("full.duration: would send").contains("1000000");
    }

    @Test
    void aShareOfADeviceCountsAsTheFramesThatItIs() throws Exception {
        String device = "engine: {kind: declared-cost, fixed: 1ms, per-frame: 1ms}\nsettings: {batching.max-frames: 9}\n"; // 900 frames/s
        assertThat(WorkloadFile.read(file("description: d\nload: 1\nfull: {duration: 1000s}\nquick: {duration: 5s}\n" + device)).load()).hasValue(1);
        assertThat(problems("description: d\nload: 1\nfull: {duration: 1200s}\nquick: {duration: 5s}\n" + device)).singleElement().asString()
                .startsWith("full.duration: would send 1082700 frames");
        assertThat(problems("description: d\nload: 1\nengine: {fixed: 0ms, per-frame: 0ms}\n" + TIMES)).singleElement().asString().startsWith("load: ").contains("takes no time");
    }

    @Test
    void whatIsWrongWithATraceIsToldWithTheRest() throws Exception {
        Files.writeString(folder.resolve("bad.csv"), "arrival_us,deadline_us,class,camera\nsoon,,,a\n1,,dead,b\n");
        assertThat(problems("trace: bad.csv\nslo: soon\n" + TIMES)).hasSize(3)
                .anyMatch(p -> p.startsWith("description: is absent"))
                .anyMatch(p -> p.startsWith("slo: is 'soon'"))
                .anyMatch(p -> p.startsWith("trace: ") && p.contains("line 2: 'soon,,,a'") && p.contains("line 3: class 'dead'"));
        Files.writeString(folder.resolve("dense.csv"), "0\n1\n2\n");
        assertThat(problems("description: d\ntrace: dense.csv\n" + TIMES)).hasSize(2).allMatch(p -> p.contains(".duration: would send"));
        Files.writeString(folder.resolve("once.csv"), "7\n7\n7\n");
        assertThat(WorkloadFile.read(file("description: d\ntrace: once.csv\n" + TIMES)).trace()).isPresent();
    }

    @Test
    void aGoalThatCouldNeverBeJudgedIsAProblem() throws Exception {
        assertThat(problems("description: d\nrate: 5\nat-least: {highest-rate: 5, on-time: 0.9}\nat-most: {mode-in-force: 1000, backfill-adds-p99: 3, rss-mb: 500}\n" + TIMES))
                .satisfiesExactlyInAnyOrder(
                        p -> assertThat(p).startsWith("at-least.highest-rate: is not measured here").endsWith("scenario server"),
                        p -> assertThat(p).startsWith("at-least.on-time: is not measured here").contains("an slo"),
                        p -> assertThat(p).startsWith("at-most.mode-in-force: is not measured here").endsWith("changes"),
                        p -> assertThat(p).startsWith("at-most.backfill-adds-p99: is not measured here").endsWith("a backfill-rate"));
    }

    @Test
    void aChangeThatNoInstanceCouldPursueIsAProblem() throws Exception {
        assertThat(problems("description: d\nrate: 5\nchanges: [{at: 0.5, mode: fixed, drop: shed-late}]\n" + TIMES)).singleElement().asString()
                .startsWith("changes[0].mode: mode fixed never leaves frames out");
        assertThat(WorkloadFile.read(file("description: d\nrate: 5\nchanges: [{at: 0.5, mode: fixed}]\n" + TIMES)).changes()).hasSize(1);
    }

    @Test
    void everyWorkloadThatComesWithTheSourcesHasAGoal() throws Exception {
        try (var files = Files.list(SHIPPED)) {
            for (Path file : files.sorted().toList()) {
                Workload workload = WorkloadFile.read(file);
                assertThat(workload.atLeast().size() + workload.atMost().size()).as("%s", file).isPositive();
            }
        }
    }

    @Test
    void aFileThatIsNoMappingOrNotThereSaysSo() throws Exception {
        assertThat(problems("- a\n- b\n")).containsExactly("the file is no YAML mapping");
        assertThat(problems("a: [")).singleElement().asString().startsWith("the file can't be read");
        assertThat(problems("rate: 1\nrate: 2\n")).singleElement().asString().contains("duplicate key");
        assertThatThrownBy(() -> WorkloadFile.read(folder.resolve("absent.yaml"))).hasMessageContaining("no such file");
    }
}
