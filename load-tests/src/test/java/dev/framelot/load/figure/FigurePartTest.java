package dev.framelot.load.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.inference.InferenceException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.Test;

class FigurePartTest {
    private final FigureRun run = new FigureRun(
            true, 1, Map.of(), new Progress(new PrintStream(OutputStream.nullOutputStream()), "device", 1, System::nanoTime), new ArrayList<>(), new HashMap<>());

    @Test
    void whatIsMeasuredIsNotTold() throws Exception {
        assertThat(FigurePart.measured(run, "Batches of 1", () -> {})).isTrue();
        assertThat(run.notes()).isEmpty();
    }

    @Test
    void aFailureIsToldAndLeavesTheOthers() throws Exception {
        assertThat(FigurePart.measured(run, "Batches of 32", () -> {
            throw new InferenceException(InferenceException.Kind.OUT_OF_MEMORY, "no room on the device");
        })).isFalse();
        assertThat(FigurePart.measured(run, "Batches of 64", () -> {
            throw new OutOfMemoryError("Cannot reserve 8 bytes of direct buffer memory");
        })).isFalse();
        assertThat(run.notes()).containsExactly("Batches of 32 could not be measured: no room on the device",
                "Batches of 64 could not be measured: java.lang.OutOfMemoryError: Cannot reserve 8 bytes of direct buffer memory");
    }

    @Test
    void anInterruptEndsAll() {
        assertThatThrownBy(() -> FigurePart.measured(run, "Batches of 1", () -> {
            throw new InterruptedException();
        })).isInstanceOf(InterruptedException.class);
        assertThatThrownBy(() -> FigurePart.measured(run, "Batches of 1", () -> {
            throw new InterruptException("Kafka's");
        })).isInstanceOf(InterruptException.class);
        assertThat(Thread.interrupted()).as("Kafka's exception sets it").isTrue();
        assertThatThrownBy(() -> FigurePart.measured(run, "Batches of 1", () -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("ended by it");
        })).isInstanceOf(InterruptedException.class);
        assertThat(run.notes()).isEmpty();
    }
}
