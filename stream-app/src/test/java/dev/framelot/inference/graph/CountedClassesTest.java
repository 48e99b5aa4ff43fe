package dev.framelot.inference.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CountedClassesTest {
    private static final Tensor EIGHTY = Tensor.of("classes", new long[] {80});
    private static final Tensor SEVEN = Tensor.of("other", new long[] {7});

    @Test
    void aLabelThatIsWhatRemainsOfAPlaceTellsHowManyThereAre() throws Exception {
        Graph authors = ModelFile.read(Path.of("src/test/models/families/dfine-flat.onnx")).graph();
        assertThat(CountedClasses.of(authors, "labels")).hasValue(80);

        assertThat(of(Node.of("Mod", List.of("place", "classes"), List.of("labels")))).hasValue(80);
        assertThat(of(
                        Node.of("Div", List.of("place", "classes"), List.of("exact")),
                        Node.of("Floor", List.of("exact"), List.of("query")),
                        Node.of("Mul", List.of("classes", "query"), List.of("before")),
                        Node.of("Sub", List.of("place", "before"), List.of("label")),
                        Node.of("Cast", List.of("label"), List.of("labels"))))
                .hasValue(80);
    }

    @Test
    void otherArithmeticTellsNothing() throws Exception {
        Graph best = ModelFile.read(Path.of("src/test/models/families/dfine.onnx")).graph();
        assertThat(CountedClasses.of(best, "labels")).isEmpty();

        assertThat(of(Node.of("Sub", List.of("place", "classes"), List.of("labels")))).isEmpty();
        assertThat(of(Node.of("Mod", List.of("place", "place"), List.of("labels")))).isEmpty();
        assertThat(of(
                        Node.of("Div", List.of("place", "other"), List.of("query")),
                        Node.of("Mul", List.of("query", "classes"), List.of("before")),
                        Node.of("Sub", List.of("place", "before"), List.of("labels"))))
                .isEmpty();
    }

    private static OptionalInt of(Node... nodes) {
        return CountedClasses.of(new Graph(List.of(nodes), List.of(EIGHTY, SEVEN), List.of(), List.of(), List.of(), Rest.NONE), "labels");
    }
}
