package dev.framelot.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** That every benchmark still runs; how fast is no test's matter. */
class BenchmarksRunTest {
    @Test
    void eachRunsOnce() throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(20))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();

        assertThat(results).extracting(result -> result.getParams().getBenchmark().replaceAll(".*\\.(\\w+\\.\\w+)$", "$1")).contains(
                "DecisionBenchmark.decide", "HeaderBenchmark.admit", "BoxesBenchmark.decode", "RecordBenchmark.encodeFrame", "RecordBenchmark.decodeFrame",
                "RecordBenchmark.encodeDetections", "RecordBenchmark.decodeDetections");
        assertThat(results).allSatisfy(result -> assertThat(result.getPrimaryResult().getScore()).as("%s", result.getParams()).isFinite().isPositive());
    }
}
