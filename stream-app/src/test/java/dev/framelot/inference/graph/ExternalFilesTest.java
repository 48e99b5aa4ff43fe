package dev.framelot.inference.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalFilesTest {
    @TempDir
    Path folder;

    @Test
    void findsThemWhereverAGraphHasWeights() throws Exception {
        for (String file : List.of("a", "b", "c", "d", "e", "unused", "with/in")) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.createFile(folder.resolve(file));
        }
        Fields body = graph(List.of(), weight("c", true));
        ByteString nodes = Fields.NONE.with(5, List.of(attribute(5, weight("b", true)), attribute(6, body), attribute(22, Fields.NONE.with(1, List.of(weight("d", true).bytes()))))).bytes();
        Fields graph = graph(List.of(nodes), weight("./with/../with/in", true), weight("a", true), weight("a", true), weight("unused", false));
        Fields function = Fields.NONE.with(7, List.of(Fields.NONE.with(5, List.of(attribute(10, weight("e", true)))).bytes()));

        assertThat(read(Fields.NONE.with(7, List.of(graph.bytes())).with(25, List.of(function.bytes())).bytes()))
                .containsExactly("a", "b", "c", "d", "e", "with/in");
    }

    @Test
    void whatIsBeyondTheLimitsIsRefused() {
        ByteString graph = ByteString.EMPTY;
        for (int depth = 0; depth < 2000; depth++) {
            graph = graph(List.of(Fields.NONE.with(5, List.of(Fields.NONE.with(6, List.of(graph)).bytes())).bytes())).bytes();
        }
        ByteString deep = Fields.NONE.with(7, List.of(graph)).bytes();
        assertThatThrownBy(() -> read(deep)).isInstanceOf(BadGraphException.class).hasMessageContaining("nested deeper than 16");
        ByteString longName = Fields.NONE.with(7, List.of(graph(List.of(), weight("n".repeat(5_000), true)).bytes())).bytes();
        assertThatThrownBy(() -> read(longName)).isInstanceOf(BadGraphException.class).hasMessageContaining("more than 4096 bytes");
    }

    @Test
    void whatIsNotThereIsFoundWithoutReadingTheWeightsThatAre() {
        int weightBytes = 10_000_000;
        ByteString inside = Fields.NONE.with(9, List.of(ByteString.copyFrom(new byte[weightBytes]))).bytes();
        ByteString model = Fields.NONE.with(7, List.of(Fields.NONE.with(5, List.of(inside, weight("gone", true).bytes(), inside)).bytes())).bytes();
        AtomicLong readBytes = new AtomicLong();
        InputStream counted = new FilterInputStream(model.newInput()) {
            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                int count = super.read(into, from, most);
                readBytes.addAndGet(Math.max(0, count));
                return count;
            }
        };
        assertThatThrownBy(() -> ExternalFiles.check(counted, folder)).isInstanceOf(BadGraphException.class).hasMessageContaining("gone");
        assertThat(readBytes.get()).isBetween(1L, (long) weightBytes / 10);
    }

    /** Damage ends in names, in none, or in one sentence, and all is read. */
    @Test
    void damageIsNoSurprise() throws Exception {
        long seed = 20261128;
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(Path.of("src/test/models/external-escape.onnx"));
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = whole.clone();
            for (int damage = random.nextInt(4); damage >= 0; damage--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            ByteArrayInputStream in = new ByteArrayInputStream(bytes);
            try {
                ExternalFiles.read(in, folder);
                assertThat(in.available()).as("seed %d, %d", seed, i).isZero();
            } catch (BadGraphException outside) {
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isBetween(500, 2_999);
    }

    private List<String> read(ByteString model) throws BadGraphException, IOException {
        return new ArrayList<>(ExternalFiles.read(model.newInput(), folder).keySet());
    }

    private static Fields graph(List<ByteString> nodes, Fields... weights) {
        return Fields.NONE.with(1, nodes).with(5, List.of(weights).stream().map(Fields::bytes).toList());
    }

    private static ByteString attribute(int field, Fields value) {
        return Fields.NONE.with(1, "value").with(field, List.of(value.bytes())).bytes();
    }

    private static Fields weight(String location, boolean external) {
        Fields entry = Fields.NONE.with(1, "location").with(2, location);
        return Fields.NONE.with(1, new long[] {1}).with(2, 1).with(8, "w").with(13, List.of(entry.bytes())).with(14, external ? 1 : 0);
    }
}
