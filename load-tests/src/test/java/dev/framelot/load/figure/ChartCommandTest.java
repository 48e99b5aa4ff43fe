package dev.framelot.load.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ChartCommandTest {
    private static final Path RESULTS = Path.of("results");

    @TempDir
    Path folder;

    private Path out;

    @BeforeEach
    void out() {
        out = folder.resolve("chart.png");
    }

    private Path figure(String name, String rows) throws Exception {
        return Files.writeString(folder.resolve(name + ".json"), "{\"figure\":\"" + name + "\",\"commit\":\"abc\",\"machine\":{\"cores\":2,\"cpu\":\"Some CPU\",\"jdk\":\"17\"},\"rows\":[" + rows + "]}");
    }

    private static String row(String name, String value, String unit, String goal) {
        return "{\"name\":\"" + name + "\",\"value\":" + value + ",\"unit\":\"" + unit + "\",\"goal\":" + (goal == null ? null : "\"" + goal + "\"") + "}";
    }

    private String chart(int status, Object... arguments) {
        StringWriter said = new StringWriter();
        CommandLine line = new CommandLine(new ChartCommand()).setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
        assertThat(line.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new))).as("%s", said).isEqualTo(status);
        return said.toString();
    }

    /** The pixels of that colour on the middle of a bar: first and how many. */
    private record Run(int first, int count) {
        int end() {
            return first + count;
        }
    }

    private Run pixels(int bar, Color colour) throws Exception {
        BufferedImage image = ImageIO.read(out.toFile());
        int y = GoalBars.TOP + bar * GoalBars.ROW_HEIGHT + GoalBars.ROW_HEIGHT / 2;
        int first = -1;
        int count = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            if (image.getRGB(x, y) == colour.getRGB()) {
                first = first < 0 ? x : first;
                count++;
            }
        }
        return new Run(first, count);
    }

    @Test
    void barsAreAsLongAsTheirValuesAndTheLinesStandAtTheGoals() throws Exception {
        Path file = figure("latency", String.join(",", row("short", "2", "ms", "<= 4"), row("long", "12", "ms", "<= 20"), row("only told", "99", "ms", null), row("ratio", "1", "", ">= 0.9")));
        assertThat(chart(0, file, "--out", out)).contains("2 bars");
        BufferedImage image = ImageIO.read(out.toFile());
        assertThat(image.getWidth()).isEqualTo(GoalBars.WIDTH);
        Run small = pixels(0, GoalBars.HELD);
        Run large = pixels(1, GoalBars.HELD);
        assertThat(small.first()).as("one axis").isEqualTo(large.first());
        double millisecond = large.count() / 12.0;
        assertThat(millisecond).as("room for the bars").isGreaterThan(10);
        assertThat(small.count()).isCloseTo((int) Math.round(2 * millisecond), within(1));
        assertThat(pixels(0, GoalBars.GOAL).first() + 1 - small.first()).isCloseTo((int) Math.round(4 * millisecond), within(1));
        assertThat(pixels(1, GoalBars.GOAL).first() + 1 - small.first()).isCloseTo((int) Math.round(20 * millisecond), within(1));
        assertThat(pixels(0, GoalBars.MISSED).count() + pixels(1, GoalBars.MISSED).count()).isZero();
    }

    @Test
    void aMissedGoalShowsAndWhatWasNotMeasuredHasNoBar() throws Exception {
        Path file = figure("peers", String.join(",", row("above", "30", "ms", "<= 20"), row("never", "null", "ms", "<= 20"), row("below", "3", "ms", ">= 5")));
        chart(0, file, "--out", out);
        assertThat(pixels(0, GoalBars.MISSED).end()).as("beyond its goal").isGreaterThan(pixels(0, GoalBars.GOAL).end());
        assertThat(pixels(0, GoalBars.HELD).count()).isZero();
        assertThat(pixels(1, GoalBars.MISSED).count() + pixels(1, GoalBars.HELD).count()).isZero();
        assertThat(pixels(1, GoalBars.GOAL).count()).isPositive();
        assertThat(pixels(2, GoalBars.MISSED).end()).isLessThan(pixels(2, GoalBars.GOAL).first());
    }

    @Test
    void severalFilesShareOneChart() throws Exception {
        chart(0, figure("latency", row("a", "1", "ms", "<= 4")), figure("guarantee", row("b", "2", "ms", "<= 4") + "," + row("c", "0.97", "", ">= 0.95")), "--out", out, "--title", "Added");
        assertThat(pixels(1, GoalBars.HELD).count()).isCloseTo(2 * pixels(0, GoalBars.HELD).count(), within(2));
        assertThat(chart(0, folder.resolve("guarantee.json"), "--unit", "", "--out", out)).contains("1 bars");
    }

    @Test
    void theKeptResultsDrawTheChartOfTheReadme() throws Exception {
        assertThat(chart(0, newest("-latency.json"), newest("-guarantee.json"), "--out", out)).contains("5 bars");
        for (int bar = 0; bar < 5; bar++) {
            assertThat(pixels(bar, GoalBars.HELD).count() + pixels(bar, GoalBars.MISSED).count()).as("bar " + bar).isPositive();
        }
    }

    private static Path newest(String ending) throws Exception {
        try (Stream<Path> files = Files.list(RESULTS)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending)).max(Comparator.naturalOrder()).orElseThrow();
        }
    }

    @Test
    void whatCanNotBeDrawnIsRefusedInWords() throws Exception {
        Path none = figure("crash", row("lost", "0", "frames", "= 0"));
        assertThat(chart(2, none, "--out", out)).contains("no row of these files has a goal in 'ms' (--unit); those with a goal are in 'frames'");
        assertThat(chart(2, folder.resolve("absent.json"), "--out", out)).contains("absent.json: there is no such file");
        assertThat(chart(2, Files.writeString(folder.resolve("x.json"), "{}"), "--out", out)).contains("no result of 'framelot figure --json'");
        assertThat(chart(2, none, "--out", folder.resolve("nowhere/chart.png"))).contains("--out is");
        assertThat(out).doesNotExist();
    }
}
