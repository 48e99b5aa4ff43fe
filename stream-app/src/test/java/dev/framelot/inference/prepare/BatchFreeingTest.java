package dev.framelot.inference.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.inference.graph.Attribute;
import dev.framelot.inference.graph.Axis;
import dev.framelot.inference.graph.ElementType;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each graph is run before and after by {@link BatchFreeing} itself: what is freed here gives the same numbers. */
class BatchFreeingTest {
    @Test
    void leavesAFreeAxisAsItIs() throws Exception {
        Model model = new TinyGraph(0).conv("images", "out", 3, 4).model("out", 0, 4, 8, 8);
        assertThat(free(model)).isInstanceOf(BatchFreeing.WasFree.class);
    }

    @Test
    void freesByDeclarationWhereNothingKnowsTheBatch() throws Exception {
        Model model = new TinyGraph(1).conv("images", "out", 3, 4).model("out", 1, 4, 8, 8);
        BatchFreeing.Freed freed = freed(model);
        assertThat(freed.changes()).isEmpty();
        assertThat(freed.model().graph().trueInputs().get(0).describe()).isEqualTo("float32 [N, 3, 8, 8]");
        assertThat(freed.model().graph().outputs().get(0).describe()).isEqualTo("float32 [N, 4, 8, 8]");
    }

    @Test
    void rewritesAReshapeWithTheBatchInIt() throws Exception {
        Model model = new TinyGraph(1).conv("images", "features", 3, 4).longs("shape", 1, 4, -1)
                .add("Reshape", List.of("features", "shape"), "rows").add("Transpose", List.of("rows"), "out", Attribute.of("perm", new long[] {0, 2, 1}))
                .model("out", 1, 64, 4);
        assertThat(freed(model).changes()).containsExactly("Reshape 'rows' reshapes to [0, 4, -1] instead of [1, 4, -1]");
    }

    @Test
    void rewritesABatchOfTwo() throws Exception {
        Model model = new TinyGraph(2).conv("images", "features", 3, 4).longs("shape", 2, 4, 64)
                .add("Reshape", List.of("features", "shape"), "out").model("out", 2, 4, 64);
        BatchFreeing.Freed freed = freed(model);
        assertThat(freed.from()).isEqualTo(2);
        assertThat(freed.changes()).hasSize(1);
    }

    /** As ShuffleNet shuffles channels: for a moment the frames lie in an axis with others. */
    @Test
    void followsFramesThroughAMergedAxis() throws Exception {
        Model model = new TinyGraph(1).conv("images", "features", 3, 4).longs("merged", 2, 2, 64).longs("parted", 2, -1, 2, 8, 8)
                .add("Reshape", List.of("features", "merged"), "pairs")
                .add("Transpose", List.of("pairs"), "turned", Attribute.of("perm", new long[] {1, 0, 2}))
                .add("Reshape", List.of("turned", "parted"), "halves")
                .add("Constant", List.of(), "zero", Attribute.of("value", dev.framelot.inference.graph.Tensor.of("", new long[] {0})))
                .add("Constant", List.of(), "one", Attribute.of("value", dev.framelot.inference.graph.Tensor.of("", new long[] {1})))
                .add("Gather", List.of("halves", "zero"), "first", Attribute.of("axis", 0))
                .add("Gather", List.of("halves", "one"), "second", Attribute.of("axis", 0))
                .add("Concat", List.of("second", "first"), "out", Attribute.of("axis", 1)).model("out", 1, 4, 8, 8);
        assertThat(freed(model).changes()).containsExactly("Reshape 'pairs' reshapes to [-1, 2, 64] instead of [2, 2, 64]");
    }

    @Test
    void givesTheRuntimeOneUnknownAxisOnly() throws Exception {
        // Heads of attention: the frames are outermost in the first axis, and another one was left open.
        Model model = new TinyGraph(1).conv("images", "features", 3, 4).longs("heads", 2, -1, 64).longs("back", 1, 4, 8, 8)
                .add("Reshape", List.of("features", "heads"), "split").add("Relu", List.of("split"), "worked")
                .add("Reshape", List.of("worked", "back"), "out").model("out", 1, 4, 8, 8);
        assertThat(freed(model).changes()).containsExactly(
                "Reshape 'split' reshapes to [-1, 2, 64] instead of [2, -1, 64]", "Reshape 'out' reshapes to [-1, 4, 8, 8] instead of [1, 4, 8, 8]");
    }

    @Test
    void enlargesByFactorsInsteadOfSizes() throws Exception {
        Model model = new TinyGraph(1).conv("images", "features", 3, 4).longs("sizes", 1, 4, 16, 16)
                .add("Resize", List.of("features", "", "", "sizes"), "out", Attribute.of("mode", "nearest")).model("out", 1, 4, 16, 16);
        assertThat(freed(model).changes()).containsExactly("Resize 'out' enlarges by [1.0, 1.0, 2.0, 2.0] instead of to [1, 4, 16, 16]");
    }

    @Test
    void leavesReshapesOfWeightsAlone() throws Exception {
        Model model = new TinyGraph(1).conv("images", "features", 3, 4).random("bias", 7, 4).longs("shape", 1, 4, 1, 1)
                .add("Reshape", List.of("bias", "shape"), "shaped").add("Add", List.of("features", "shaped"), "out").model("out", 1, 4, 8, 8);
        assertThat(freed(model).changes()).isEmpty();
    }

    @Test
    void saysThatDynamicQuantisationMixesFrames() throws Exception {
        Model model = new TinyGraph(1).add("DynamicQuantizeLinear", List.of("images"), "bytes,scale,zero")
                .add("DequantizeLinear", List.of("bytes", "scale", "zero"), "out").model("out", 1, 3, 8, 8);
        assertThat(stays(model).why()).anySatisfy(why -> assertThat(why).contains("DynamicQuantizeLinear", "takes its scale from all frames"));
    }

    @Test
    void anAxisThatIsOnlyDeclaredFreeIsDeclaredOne() throws Exception {
        Model model = new TinyGraph(0).add("DynamicQuantizeLinear", List.of("images"), "bytes,scale,zero")
                .add("DequantizeLinear", List.of("bytes", "scale", "zero"), "out").model("out", 0, 3, 8, 8);
        BatchFreeing.Stays stays = declaredOne(model);
        assertThat(stays.why()).singleElement().asString().startsWith("it is declared free, but output 'out' gives a frame other numbers");
        assertThat(stays.model().graph().outputs()).extracting(Value::describe).containsExactly("float32 [1, 3, 8, 8]");
    }

    @Test
    void saysThatFramesAreReducedToOneNumber() throws Exception {
        Model model = new TinyGraph(1).add("ReduceMean", List.of("images"), "mean", Attribute.of("keepdims", 1))
                .add("Sub", List.of("images", "mean"), "out").model("out", 1, 3, 8, 8);
        assertThat(stays(model).why()).contains("ReduceMean 'mean' reduces all frames to one number");
    }

    @Test
    void saysThatFramesArePickedByNumber() throws Exception {
        Model model = new TinyGraph(1).longs("zero", 0).add("Gather", List.of("images", "zero"), "out", Attribute.of("axis", 0)).model("out", 1, 3, 8, 8);
        assertThat(stays(model).why()).contains("Gather 'out' picks frames of the batch by number");
    }

    @Test
    void saysThatAConstantIsThereOnce() throws Exception {
        Model model = new TinyGraph(1).random("token", 3, 1, 3, 1, 8).add("Concat", List.of("token", "images"), "out", Attribute.of("axis", 2))
                .model("out", 1, 3, 9, 8);
        assertThat(stays(model).why()).contains("Concat 'out' joins the constant 'token', which is there once, to every frame");
    }

    @Test
    void saysThatADeclaredAxisIsNotFreeWhenItRuns() throws Exception {
        Model model = new TinyGraph(0).longs("shape", 1, 3, 64).add("Reshape", List.of("images", "shape"), "out").model("out", 0, 3, 64);
        assertThat(declaredOne(model).why()).singleElement().asString().startsWith("it is declared free, but with 3 frames it does not run");
    }

    @Test
    void keepsAnInputThatGoesAlongWithTheFrames() throws Exception {
        TinyGraph graph = new TinyGraph(1).add("Cast", List.of("sizes"), "numbers", Attribute.of("to", 1)).longs("shape", 1, 1, 1, 2)
                .add("Reshape", List.of("numbers", "shape"), "shaped").longs("from", 0).longs("to", 2).longs("axis", 3)
                .add("Slice", List.of("images", "from", "to", "axis"), "left").add("Add", List.of("left", "shaped"), "out");
        Model model = graph.model(
                List.of(Value.of("images", ElementType.FLOAT32, Axis.of(1), Axis.of(3), Axis.of(8), Axis.of(8)),
                        Value.of("sizes", ElementType.INT64, Axis.of(1), Axis.of(2))),
                List.of(Value.of("out", ElementType.FLOAT32, Axis.of(1), Axis.of(3), Axis.of(8), Axis.of(2))));
        assertThat(freed(model).model().graph().inputs()).extracting(Value::describe).containsExactly("float32 [N, 3, 8, 8]", "int64 [N, 2]");
    }

    private static BatchFreeing free(Model model) throws Exception {
        return BatchFreeing.of(TinyGraph.inputs(model));
    }

    private static BatchFreeing.Freed freed(Model model) throws Exception {
        BatchFreeing freeing = free(model);
        assertThat(freeing).as(String.join(" ", freeing.sentences())).isInstanceOf(BatchFreeing.Freed.class);
        return (BatchFreeing.Freed) freeing;
    }

    private static BatchFreeing.Stays stays(Model model) throws Exception {
        BatchFreeing freeing = free(model);
        assertThat(freeing).as(String.join(" ", freeing.sentences())).isInstanceOf(BatchFreeing.Stays.class);
        assertThat(((BatchFreeing.Stays) freeing).model()).isSameAs(model);
        return (BatchFreeing.Stays) freeing;
    }

    /** Nothing but the declaration is another. */
    private static BatchFreeing.Stays declaredOne(Model model) throws Exception {
        BatchFreeing freeing = free(model);
        assertThat(freeing).as(String.join(" ", freeing.sentences())).isInstanceOf(BatchFreeing.Stays.class);
        BatchFreeing.Stays stays = (BatchFreeing.Stays) freeing;
        assertThat(stays.batch()).isEqualTo(1);
        assertThat(stays.model().graph().nodes()).isEqualTo(model.graph().nodes());
        assertThat(stays.model().graph().weights()).isEqualTo(model.graph().weights());
        assertThat(stays.model().graph().trueInputs()).extracting(Value::describe).containsExactly("float32 [1, 3, 8, 8]");
        return stays;
    }
}
