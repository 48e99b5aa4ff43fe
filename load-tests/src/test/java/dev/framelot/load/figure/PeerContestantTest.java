package dev.framelot.load.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerContestantTest {
    private static List<Contestant> all() {
        List<Contestant> all = new ArrayList<>(List.of(PeerContestant.values()));
        all.add(new FramelotContestant());
        return all;
    }

    @Test
    void everyGridHasNoPointTwiceAndTheQuickOneIsPartOfIt() {
        for (Contestant contestant : all()) {
            assertThat(contestant.variants(false)).as(contestant.label()).isNotEmpty().doesNotHaveDuplicates().containsAll(contestant.variants(true));
        }
    }

    @Test
    void labelsTellContestantsApart() {
        assertThat(all().stream().map(Contestant::label)).doesNotHaveDuplicates();
    }

    @Test
    void framelotsLinesAreItsSettings() throws Exception {
        Contestant framelot = new FramelotContestant();
        Contestant.Variant variant = framelot.variants(true).get(0);
        assertThat(variant.settings()).containsKey("batching.mode");
        assertThat(framelot.userLines(variant)).isEqualTo(framelot.userLines(Contestant.Variant.of()) + variant.settings().size());
    }
}
