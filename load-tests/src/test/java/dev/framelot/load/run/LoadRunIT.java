package dev.framelot.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.load.broker.EmbeddedKafka;
import dev.framelot.load.report.LoadResult;
import dev.framelot.load.report.Repeat;
import dev.framelot.load.scenario.LatencyLog;
import dev.framelot.load.workload.Metric;
import dev.framelot.load.workload.Workload;
import dev.framelot.load.workload.WorkloadFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way once, on a given broker: the schedule, a change of mode, the books, what is left behind. */
class LoadRunIT {
    @TempDir
    Path folder;

    @Test
    void anOpenLoopWithAChangeOfModeLosesNothingAndLeavesNothingBehind() throws Exception {
        Workload workload = WorkloadFile.read(Files.writeString(folder.resolve("small.yaml"), """
                description: a small load
                rate: 60
                cameras: 4
                backfill-rate: 20
                engine: {kind: declared-cost, fixed: 3ms, per-frame: 1ms}
                slo: 2s
                settings: {batching.mode: latency}
                changes: [{at: 0.5, mode: throughput, max-wait: 100ms}]
                full: {duration: 3s, warm-up: 1s}
                quick: {duration: 3s, warm-up: 1s}
                """));
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            StringWriter said = new StringWriter();
            ProgressBar progress = new ProgressBar(new PrintWriter(said), false, 10, System::nanoTime);
            List<LatencyLog> logs = new ArrayList<>();
            LoadResult result = new LoadRun(workload, true, 5, Optional.of(kafka.bootstrapServers()), progress, (number, log) -> logs.add(log)).run();

            Repeat repeat = result.repeats().get(0);
            assertThat(repeat.books().lost()).isZero();
            assertThat(repeat.books().doubled()).isZero();
            assertThat(repeat.books().detected()).isEqualTo(repeat.books().sent()).isGreaterThan(250);
            assertThat(repeat.segments()).extracting(Repeat.Segment::mode).containsExactly("latency", "throughput");
            assertThat(repeat.segments().get(1).inForceMillis()).isFinite().isPositive();
            assertThat(repeat.segments().get(1).writtenMillis()).isFinite().isPositive();
            assertThat(result.median(Metric.MODE_IN_FORCE)).isEqualTo(repeat.segments().get(1).inForceMillis());
            assertThat(result.median(Metric.BACKFILL_PER_SECOND)).isPositive();
            assertThat(result.median(Metric.LATENCY_P99) - result.median(Metric.LATENCY_P99_ALONE)).as("of the same live frames, first without backfill")
                    .isCloseTo(result.median(Metric.BACKFILL_ADDS_P99), org.assertj.core.api.Assertions.within(1e-9));
            assertThat(result.median(Metric.CPU_MS_PER_FRAME)).isPositive();
            assertThat(logs).singleElement().satisfies(log -> assertThat(log.total("seen").getTotalCount()).isGreaterThan(120));
            assertThat(said.toString()).contains("starting a broker", "without backfill, 60.0 frames/s, warming up", "measuring");
            assertThat(admin.listTopics().names().get()).noneMatch(name -> name.startsWith("framelot-load-"));
        }
    }
}
