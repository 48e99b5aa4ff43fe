package dev.framelot.inference.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorSearchTest {
    private static final Path FAMILIES = Path.of("src/test/models/families");

    @TempDir
    Path temp;

    @Test
    void findsOperatorsAndNothingElse() throws Exception {
        assertThat(OperatorSearch.finds(FAMILIES.resolve("yolov8-quantised.onnx"), "DynamicQuantizeLinear")).isTrue();
        assertThat(OperatorSearch.finds(FAMILIES.resolve("yolov8.onnx"), "DynamicQuantizeLinear")).isFalse();
        assertThat(OperatorSearch.finds(FAMILIES.resolve("yolov8.onnx"), "Conv")).isTrue();
        // "Con" begins Conv and Concat, "framelot-test" is the graph's name.
        assertThat(OperatorSearch.finds(FAMILIES.resolve("yolov8.onnx"), "Con")).isFalse();
        assertThat(OperatorSearch.finds(FAMILIES.resolve("yolov8.onnx"), "framelot-test")).isFalse();
    }

    /** Pieces are of 1 MiB. */
    @ParameterizedTest
    @ValueSource(ints = {0, (1 << 20) - 30, (1 << 20) - 10, (1 << 20) - 1, 1 << 20, (1 << 21) - 25, (1 << 21) - 3})
    void findsOneThatLiesAcrossPieces(int before) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[before]);
        bytes.write(Node.of("DynamicQuantizeLinear", java.util.List.of("x"), java.util.List.of("y")).fields().bytes().toByteArray());

        assertThat(OperatorSearch.finds(Files.write(temp.resolve("model"), bytes.toByteArray()), "DynamicQuantizeLinear")).isTrue();
    }
}
