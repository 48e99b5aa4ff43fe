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
    void aFileThatIsNoMappingOrNotThereSaysSo() throws Exception {
        assertThat(problems("- a\n- b\n")).containsExactly("the file is no YAML mapping");
        assertThat(problems("a: [")).singleElement().asString().startsWith("the file can't be read");
        assertThat(problems("rate: 1\nrate: 2\n")).singleElement().asString().contains("duplicate key");
        assertThatThrownBy(() -> WorkloadFile.read(folder.resolve("absent.yaml"))).hasMessageContaining("no such file");
    }
}
