package dev.framelot.benchmark;

import dev.framelot.image.InputGeometry;
import dev.framelot.image.Letterbox;
import dev.framelot.inference.BoxDecoder;
import dev.framelot.inference.Lane;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.ModelIdentity;
import dev.framelot.inference.OutputFamily;
import dev.framelot.inference.family.ElementType;
import dev.framelot.inference.family.TensorFacts;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Boxes of one frame from the model's output: threshold, suppression, back to the source's pixels. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BoxesBenchmark {
    private static final int COLUMNS = 6;
    private static final int SIDE = 640;

    @Param({"100", "300", "1000"})
    public int rows = 300;

    /** Share of the rows above the threshold. */
    @Param({"0.1", "0.9"})
    public double confident = 0.1;

    private final Letterbox letterbox = new Letterbox(1_920, 1_080, 1 / 3f, 1 / 3f, 0, 140);
    private List<FloatBuffer> outputs;
    private BoxDecoder decoder;

    @Setup
    public void open() {
        OutputFamily family = OutputFamily.named("topk").orElseThrow();
        ModelCard card = new ModelCard(
                new ModelIdentity("benchmark", "1", "0".repeat(64)),
                Path.of("none"),
                new ModelCard.Input("input", new InputGeometry(SIDE, SIDE, 114, false)),
                new ModelCard.Output("output", family),
                List.of("a", "b", "c"),
                new ModelCard.Thresholds(0.25f, 0.5f, 300),
                "fp32",
                "none");
        decoder = family.newDecoder(card, List.of(TensorFacts.of("output", ElementType.FLOAT32, 1, rows, COLUMNS)));
        Random random = new Random(1);
        FloatBuffer output = FloatBuffer.allocate(rows * COLUMNS);
        for (int row = 0; row < rows; row++) {
            float x = 600 * random.nextFloat();
            float y = 600 * random.nextFloat();
            boolean found = random.nextDouble() < confident;
            output.put(x).put(y).put(x + 10 + 80 * random.nextFloat()).put(y + 10 + 80 * random.nextFloat())
                    .put(found ? 0.3f + 0.6f * random.nextFloat() : 0.2f * random.nextFloat()).put(random.nextInt(3));
        }
        output.clear();
        outputs = List.of(output);
    }

    @Benchmark
    public Lane.FrameResult decode() {
        return decoder.decode(outputs, 0, letterbox);
    }
}
