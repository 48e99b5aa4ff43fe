package dev.framelot.inference.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.inference.graph.Attribute;
import dev.framelot.inference.graph.BadGraphException;
import dev.framelot.inference.graph.ElementType;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.ModelFile;
import dev.framelot.inference.graph.Node;
import dev.framelot.inference.onnx.BareSession;
import dev.framelot.inference.onnx.Numbers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Graphs before and after a change, run on the same frames. */
class GraphChangesTest {
    @Test
    void halfPrecisionGivesNearlyTheSameAndHalvesTheWeights() throws Exception {
        Model model = detector().model("out", 0, 8, 64);
        Model half = HalfPrecision.of(model);

        // Each of three layers rounds its weights and sums to 2^-11 of what is summed up, not of what comes out: of the largest value.
        assertThat(largestDifference(model, half)).isPositive().isLessThan(largestValue(model) * 3 / (1 << 11));
        assertThat(half.graph().weights().stream().filter(weight -> weight.type() == ElementType.FLOAT16).count()).isEqualTo(3);
        assertThat(ModelFile.bytes(half).length).isLessThan(ModelFile.bytes(model).length * 6 / 10);
        assertThat(half.graph().outputs()).isEqualTo(model.graph().outputs());
    }

    @Test
    void boxesAreComputedInFloat32() throws Exception {
        Model half = HalfPrecision.of(detector().model("out", 0, 8, 64));
        // The last convolution's result is cast once, and what follows has its usual names.
        List<String> behind = half.graph().nodes().stream().map(Node::describe).dropWhile(node -> !node.equals("Cast 'last_framelot_half_back'")).toList();
        assertThat(behind).containsExactly("Cast 'last_framelot_half_back'", "Reshape 'rows'", "Mul 'out'");
        assertThat(half.graph().nodes()).filteredOn(node -> node.is("Mul")).singleElement()
                .satisfies(node -> assertThat(node.inputs()).containsExactly("rows", "stride"));
    }

    @Test
    void weightsBeyondTheRangeStayFloat32() throws Exception {
        float[] huge = new float[16 * 3 * 3 * 3];
        huge[5] = 70000;
        Model model = new TinyGraph(0).floats("w", huge, 16, 3, 3, 3).add("Conv", List.of("images", "w"), "out").model("out", 0, 16, 6, 6);
        assertThat(largestDifference(model, HalfPrecision.of(model))).isZero();
    }

    @Test
    void refusesToHalveWhatIsQuantised() {
        Model model = new TinyGraph(0).add("DynamicQuantizeLinear", List.of("images"), "bytes,scale,zero")
                .add("DequantizeLinear", List.of("bytes", "scale", "zero"), "out").model("out", 0, 3, 8, 8);
        assertThatThrownBy(() -> HalfPrecision.of(model)).isInstanceOf(BadGraphException.class).hasMessageContaining("it is quantised");
    }

    @Test
    void liftsAnOldOpsetWithoutChangingANumber() throws Exception {
        Model model = new TinyGraph(0).conv("images", "features", 3, 4)
                .add("Slice", List.of("features"), "part", Attribute.of("axes", new long[] {2}), Attribute.of("starts", new long[] {1}), Attribute.of("ends", new long[] {7}))
                .add("Clip", List.of("part"), "clipped", Attribute.of("min", -0.2f), Attribute.of("max", 0.3f))
                .floats("factors", new float[] {1, 1, 2, 2}, 4)
                .add("Upsample", List.of("clipped", "factors"), "out", Attribute.of("mode", "nearest")).model("out", 0, 4, 12, 16).withOpset(9);
        Model lifted = Opset12.of(model);
        assertThat(lifted.opset()).isEqualTo(12);
        assertThat(largestDifference(model, lifted)).isZero();
    }

    @Test
    void namesWhatItCanNotLift() {
        Model model = new TinyGraph(0).add("TopK", List.of("images"), "out,places", Attribute.of("k", 3)).model("out", 0, 3, 8, 3).withOpset(9);
        assertThatThrownBy(() -> Opset12.of(model)).isInstanceOf(BadGraphException.class)
                .hasMessageContaining("its opset is 9, in which TopK 'out' has another form").hasMessageContaining("export it again");
        assertThatThrownBy(() -> Opset12.of(model.withOpset(7))).hasMessageContaining("the oldest that can be changed is 9");
    }

    private static TinyGraph detector() {
        return new TinyGraph(0).conv("images", "first", 3, 32).add("Relu", List.of("first"), "active").conv("active", "second", 32, 32)
                .conv("second", "last", 32, 8).longs("shape", 0, 8, 64).add("Reshape", List.of("last", "shape"), "rows")
                .floats("stride", new float[] {8}).add("Mul", List.of("rows", "stride"), "out");
    }

    private static double largestDifference(Model one, Model other) throws Exception {
        Map<String, Numbers> before = run(one);
        Map<String, Numbers> after = run(other);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        double largest = 0;
        for (String output : before.keySet()) {
            assertThat(after.get(output).shape()).isEqualTo(before.get(output).shape());
            double[] values = before.get(output).values();
            for (int i = 0; i < values.length; i++) {
                largest = Math.max(largest, Math.abs(values[i] - after.get(output).values()[i]));
            }
        }
        return largest;
    }

    private static double largestValue(Model model) throws Exception {
        return run(model).values().stream().flatMapToDouble(output -> java.util.Arrays.stream(output.values())).map(Math::abs).max().orElseThrow();
    }

    private static Map<String, Numbers> run(Model model) throws Exception {
        try (BareSession session = BareSession.open(ModelFile.bytes(model), "the tiny model", 1)) {
            return session.run(TinyGraph.inputs(model).random(List.of(3L, 4L)));
        }
    }
}
