package dev.framelot.inference.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LabelsTest {
    @Test
    void writesNamesAsItReadsThem() {
        List<String> labels = List.of("cat", "driver's \"seat\"", "back\\slash", "7: 'x'", "größer");

        String names = Labels.metadata(labels).orElseThrow();

        assertThat(names).startsWith("{0: 'cat', 1: 'driver\\'s \"seat\"', 2: 'back\\\\slash'");
        assertThat(Labels.ofMetadata(new GraphFacts(List.of(), List.of(), Map.of("names", names)))).contains(labels);
    }

    @Test
    void namesThatNobodyGaveAreWrittenWhereAtLeastTheirNumberIsKnown() {
        assertThat(Labels.metadata(Labels.madeUp("topk", OptionalInt.empty()))).isEmpty();
        assertThat(Labels.metadata(Labels.madeUp("topk", OptionalInt.of(2)))).contains("{0: 'class 0', 1: 'class 1'}");
    }
}
