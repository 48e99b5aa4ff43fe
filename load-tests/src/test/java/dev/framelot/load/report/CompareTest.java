package dev.framelot.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CompareTest {
    @TempDir
    Path folder;

    private Path file(String name, double... p99) throws Exception {
        return Files.writeString(folder.resolve(name), ResultJson.write(ReportsTest.result(p99)));
    }

    private String compare(int status, Path a, Path b, String... more) {
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(new CompareCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        String[] arguments = java.util.stream.Stream.concat(java.util.stream.Stream.of(a.toString(), b.toString()), java.util.Arrays.stream(more)).toArray(String[]::new);
        assertThat(line.execute(arguments)).as("%s", out).isEqualTo(status);
        return out.toString();
    }

    @Test
    void aDifferenceBeyondTheScatterIsNamed() throws Exception {
        String said = compare(1, file("a.json", 20, 21, 20.5, 20.2, 20.9), file("b.json", 30, 31, 30.4, 30.6, 31.2), "--fail-if-worse");
        assertThat(line(said, "latency-p99")).contains("1.4").endsWith("worse");
        assertThat(line(said, "on-time")).endsWith("the same");
        String back = compare(0, file("b.json", 30, 31, 30.4, 30.6, 31.2), file("a.json", 20, 21, 20.5, 20.2, 20.9), "--fail-if-worse");
        assertThat(line(back, "latency-p99")).endsWith("better");
    }

    @Test
    void aDifferenceWithinTheScatterIsNone() throws Exception {
        String said = compare(0, file("a.json", 20, 30, 24, 40, 22), file("b.json", 25, 21, 38, 29, 24), "--fail-if-worse");
        assertThat(line(said, "latency-p99")).endsWith("no difference seen");
    }

    @Test
    void fewRunsClaimNothingHoweverFarApart() throws Exception {
        String said = compare(0, file("a.json", 20, 21, 20.5), file("b.json", 90, 91, 92), "--fail-if-worse");
        assertThat(line(said, "latency-p99")).endsWith("too few runs to claim, 4 needed");
    }

    @Test
    void oneRunSaysNothingOfItsScatter() throws Exception {
        assertThat(line(compare(0, file("a.json", 20), file("b.json", 30)), "latency-p99")).contains("1.500").endsWith("scatter unknown");
    }

    @Test
    void figuresCanBeComparedToo() throws Exception {
        Path a = Files.writeString(folder.resolve("f.json"), "{\"figure\":\"latency\",\"commit\":\"1\",\"machine\":{},\"rows\":[{\"name\":\"p50\",\"value\":4,\"unit\":\"ms\",\"goal\":\"<= 4\"}]}");
        Path b = Files.writeString(folder.resolve("g.json"), "{\"figure\":\"latency\",\"commit\":\"2\",\"machine\":{},\"rows\":[{\"name\":\"p50\",\"value\":5,\"unit\":\"ms\",\"goal\":\"<= 4\"}]}");
        assertThat(compare(0, a, b)).contains("differs in commit: 1  ->  2", "1.250");
    }

    @Test
    void whatIsNoResultIsRefused() throws Exception {
        Path other = Files.writeString(folder.resolve("other.json"), "{}");
        assertThat(compare(2, other, other)).contains("neither a result");
        assertThat(compare(2, folder.resolve("absent.json"), other)).contains("no such file");
        assertThatThrownBy(() -> ComparedResult.read(Files.writeString(folder.resolve("text"), "not json"))).hasMessageContaining("is no JSON");
    }

    @Test
    void theIntervalHoldsTheTrueRatioAboutAsOftenAsItSays() {
        long seed = 11;
        Random random = new Random(seed);
        int held = 0;
        for (int test = 0; test < 60; test++) {
            double[] a = random.doubles(15).map(x -> 100 + 10 * random.nextGaussian()).toArray();
            double[] b = random.doubles(15).map(x -> 120 + 10 * random.nextGaussian()).toArray();
            RatioInterval interval = RatioInterval.of(a, b, test);
            held += interval.low() <= 1.2 && 1.2 <= interval.high() ? 1 : 0;
        }
        assertThat(held).as("of 60 intervals of 95 %%, seed %d", seed).isGreaterThan(50);
    }

    private static String line(String said, String metric) {
        return said.lines().filter(line -> line.strip().startsWith(metric)).findFirst().orElseThrow().stripTrailing();
    }
}
