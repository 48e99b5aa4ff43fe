package dev.framelot.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.frame.Detection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two tiles side by side: 0 covers x 0..100, 1 covers x 80..180, unless a test says otherwise. */
class SeamMergeTest {
    private static final String WHOLE = "";

    /** @param cut any of l, t, r, b */
    private static SeamMerge.Piece piece(int tile, float x1, float y1, float x2, float y2, double confidence, String cut) {
        return piece(tile, x1, y1, x2, y2, confidence, cut, 0);
    }

    private static SeamMerge.Piece piece(int tile, float x1, float y1, float x2, float y2, double confidence, String cut, int classId) {
        return new SeamMerge.Piece(new Detection(x1, y1, x2, y2, classId, "c" + classId, (float) confidence), tile, cut.contains("l"), cut.contains("t"),
                cut.contains("r"), cut.contains("b"));
    }

    private static List<Detection> merge(SeamMerge.Piece... pieces) {
        return SeamMerge.merge(List.of(pieces), 100, 300).detections();
    }

    @Test
    void anObjectThatTwoTilesSeeWholeComesOutOnceTheMoreConfident() {
        assertThat(merge(piece(0, 82, 10, 95, 30, 0.8, WHOLE), piece(1, 83, 11, 95, 30, 0.9, WHOLE)))
                .singleElement().satisfies(box -> assertThat(box.confidence()).isEqualTo(0.9f));
    }

    @Test
    void aWholeBoxWinsOverItsCutPartHoweverConfidentThatIs() {
        assertThat(merge(piece(0, 90, 10, 100, 30, 0.99, "r"), piece(1, 90, 10, 112, 30, 0.7, WHOLE)))
                .singleElement().satisfies(box -> assertThat(box.x2()).isEqualTo(112));
    }

    @Test
    void partsOfAnObjectLargerThanTheOverlapBecomeOneBox() {
        assertThat(merge(piece(0, 40, 10, 100, 50, 0.7, "r"), piece(1, 80, 12, 150, 52, 0.9, "l")))
                .containsExactly(new Detection(40, 10, 150, 52, 0, "c0", 0.9f));
    }

    @Test
    void partsThatOnlyTouchAreJoinedToo() {
        assertThat(merge(piece(0, 40, 10, 100, 50, 0.7, "r"), piece(1, 100, 10, 150, 50, 0.6, "l")))
                .containsExactly(new Detection(40, 10, 150, 50, 0, "c0", 0.7f));
    }

    @Test
    void anObjectOverThreeTilesAndOneOverACornerBecomeOneBoxEach() {
        assertThat(merge(piece(0, 40, 10, 100, 50, 0.7, "r"), piece(1, 80, 10, 180, 50, 0.6, "lr"), piece(2, 160, 10, 200, 50, 0.5, "l")))
                .containsExactly(new Detection(40, 10, 200, 50, 0, "c0", 0.7f));
        assertThat(merge(
                        piece(0, 50, 60, 100, 100, 0.7, "rb"), piece(1, 80, 60, 140, 100, 0.6, "lb"),
                        piece(2, 50, 80, 100, 150, 0.5, "rt"), piece(3, 80, 80, 140, 150, 0.4, "lt")))
                .containsExactly(new Detection(50, 60, 140, 150, 0, "c0", 0.7f));
    }

    @Test
    void otherClassesNeighboursAndDistantBoxesStay() {
        assertThat(merge(piece(0, 82, 10, 95, 30, 0.8, WHOLE, 1), piece(1, 82, 10, 95, 30, 0.9, WHOLE, 2))).hasSize(2);
        assertThat(merge(piece(0, 10, 10, 40, 40, 0.8, WHOLE), piece(0, 15, 10, 45, 40, 0.9, WHOLE))).as("the tile's own suppression kept both").hasSize(2);
        assertThat(merge(piece(0, 60, 10, 100, 30, 0.8, "r"), piece(1, 80, 60, 120, 90, 0.9, "l"))).as("beside each other on the seam").hasSize(2);
        assertThat(merge(piece(0, 60, 10, 100, 30, 0.8, "r"), piece(1, 90, 12, 99, 28, 0.9, WHOLE, 3))).hasSize(2);
    }

    @Test
    void aCutBoxThatNobodyCompletesStays() {
        assertThat(merge(piece(0, 90, 10, 100, 30, 0.8, "r"))).hasSize(1);
    }

    @Test
    void theMostConfidentStayWhereThereAreTooMany() {
        List<SeamMerge.Piece> pieces = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            pieces.add(piece(0, i * 8, 0, i * 8 + 5, 5, i / 10.0, WHOLE));
        }
        SeamMerge.Merged merged = SeamMerge.merge(pieces, 100, 3);
        assertThat(merged.truncated()).isTrue();
        assertThat(merged.detections()).extracting(Detection::confidence).containsExactly(0.9f, 0.8f, 0.7f);
        assertThat(SeamMerge.merge(pieces, 100, 10).truncated()).isFalse();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void theOrderInWhichTilesEndChangesNothing(long seed) {
        Random random = new Random(seed);
        List<SeamMerge.Piece> pieces = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            float x = random.nextInt(900);
            float y = random.nextInt(900);
            String cut = List.of("", "", "r", "l", "b", "lt").get(random.nextInt(6));
            pieces.add(piece(i % 7, x, y, x + 5 + random.nextInt(80), y + 5 + random.nextInt(80), random.nextInt(1 << 20) / (double) (1 << 20), cut, random.nextInt(2)));
        }
        List<Detection> first = SeamMerge.merge(pieces, 100, 300).detections();
        assertThat(first).hasSizeGreaterThan(20);
        Collections.shuffle(pieces, random);
        assertThat(SeamMerge.merge(pieces, 100, 300).detections()).isEqualTo(first);
    }
}
