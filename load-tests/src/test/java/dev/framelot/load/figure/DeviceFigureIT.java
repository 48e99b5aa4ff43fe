package dev.framelot.load.figure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.load.measure.Machine;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The figure itself with everything that it measures with (model, decoders, broker in a process of its own, the application), each part for a moment. */
class DeviceFigureIT {
    private static final List<Integer> MEASURED = List.of(1, 2);
    /** More than any settings or memory allow. */
    private static final int TOO_LARGE = 1 << 20;
    private static final DeviceWork LITTLE = new DeviceWork(0.1, 0.1, 0.1, 0.1, 0.5, List.of(1, 2, TOO_LARGE));

    @Test
    void everyPartIsMeasuredAndNamed() throws Exception {
        List<String> notes = new ArrayList<>();
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        Map<String, String> settings = Map.of("inference.model", Path.of("..", "models", "pcb-defects").toString(), "inference.provider", "cpu", "inference.lanes", "1", "decode.workers", "2");
        PrintStream nobody = new PrintStream(OutputStream.nullOutputStream());
        DeviceFigure figure = new DeviceFigure((quick, onGpu) -> LITTLE);
        List<FigureRow> rows = figure.measure(new FigureRun(true, 1, settings, new Progress(nobody, "device", 1, System::nanoTime), notes, pictures));

        List<String> expected = new ArrayList<>(List.of("JPEG decoding, one thread", "JPEG decoding, 2 threads", "cores that decoding 5000 frames/s would take"));
        String best = rows.stream().map(FigureRow::name).filter(name -> name.endsWith("(no goal on a CPU)")).findFirst().orElseThrow().replaceAll("\\D*(\\d+).*", "$1");
        for (int lanes = 1; lanes <= 3; lanes++) {
            expected.add(lanes + " lane(s), batch " + best + ": session alone");
            expected.add(lanes + " lane(s), batch " + best + ": copy, session, boxes");
        }
        for (int shape : MEASURED) {
            Stream.of("session alone", "time of a run, median", "time of a run, p95", "memory used", "pipeline from JPEG, without Kafka", "application, topic to topic")
                    .forEach(what -> expected.add("batch " + shape + ": " + what));
        }
        expected.add("at batch " + best + ", topic to topic / bare session (no goal on a CPU)");
        expected.add("at batch " + best + ", pipeline / what these cores allow");
        expected.add("at batch " + best + ", topic to topic / what these cores allow");
        assertThat(rows).extracting(FigureRow::name).containsExactlyElementsOf(expected);
        assertThat(rows).allSatisfy(row -> assertThat(row.value()).as(row.name()).isFinite().isPositive());
        assertThat(rows).as("the goals are a GPU's").allSatisfy(row -> assertThat(row.goal()).isEmpty());

        assertThat(notes).anySatisfy(note -> assertThat(note).contains("on cpu").contains("1 lane(s), 2 decode worker(s)"))
                .anySatisfy(note -> assertThat(note).startsWith("Batches of " + TOO_LARGE + " are left out: at most ").contains("MaxDirectMemorySize", "FRAMELOT_JAVA_OPTS"))
                .noneSatisfy(note -> assertThat(note).contains("could not be measured"))
                .anySatisfy(note -> assertThat(note).startsWith("Bottleneck at batch " + best))
                .anySatisfy(note -> assertThat(note).startsWith("The goals of 0.95 and 5000 frames/s are a GPU's"));
        assertThat(pictures.containsKey("device-cpu.png") || notes.stream().anyMatch(note -> note.startsWith("No picture"))).as("a picture, or why there is none").isTrue();
        assertThat(figure.resultFile()).as("kept with the sources: only a GPU's").isEmpty();
        String table = new FigureReport("device", java.util.Optional.of("commit"), Machine.current(), Instant.EPOCH, 1, true, notes, rows).table();
        assertThat(table).contains(expected);
    }
}
