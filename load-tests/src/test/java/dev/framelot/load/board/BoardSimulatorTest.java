package dev.framelot.load.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BoardSimulatorTest {

    private static final BoardOptions SCAN = BoardOptions.defaults();

    @Test
    void sameSeedGivesTheSameBytesAndBoxes() {
        for (BoardOptions options : new BoardOptions[] {SCAN, SCAN.asCameraPicture()}) {
            Board once = BoardSimulator.draw(42, options);
            Board again = BoardSimulator.draw(42, options);
            assertThat(again.grey()).isEqualTo(once.grey());
            assertThat(again.truth()).isEqualTo(once.truth());
        }
    }

    @Test
    void anotherSeedGivesAnotherBoard() {
        assertThat(BoardSimulator.draw(1, SCAN).grey()).isNotEqualTo(BoardSimulator.draw(2, SCAN).grey());
    }

    @Test
    void everyBoxLiesOnTheBoardAndHoldsTheDefectThatTheSoundBoardLacks() {
        LongStream.range(0, 30).forEach(seed -> {
            Board spoiled = BoardSimulator.draw(seed, SCAN);
            Board sound = BoardSimulator.draw(seed, SCAN.withDefects(0, 0));
            assertThat(sound.truth()).isEmpty();
            for (Box box : spoiled.truth()) {
                assertThat(box.x1()).isNotNegative();
                assertThat(box.y1()).isNotNegative();
                assertThat(box.x2()).isGreaterThan(box.x1() + 12).isLessThanOrEqualTo(spoiled.width());
                assertThat(box.y2()).isGreaterThan(box.y1() + 12).isLessThanOrEqualTo(spoiled.height());
                assertThat(changed(spoiled, sound, box)).as("seed %d, %s", seed, box).isGreaterThanOrEqualTo(10);
            }
            assertThat(changedOutside(spoiled, sound)).as("seed %d", seed).isZero();
        });
    }

    @Test
    void allSixClassesOccurAndOnlyTheirPolarityChanges() {
        Set<Defect> met = EnumSet.noneOf(Defect.class);
        LongStream.range(100, 130).forEach(seed -> {
            Board spoiled = BoardSimulator.draw(seed, SCAN);
            Board sound = BoardSimulator.draw(seed, SCAN.withDefects(0, 0));
            for (Box box : spoiled.truth()) {
                Defect defect = Defect.values()[box.classId()];
                met.add(defect);
                for (int y = (int) box.y1(); y < box.y2(); y++) {
                    for (int x = (int) box.x1(); x < box.x2(); x++) {
                        int i = y * spoiled.width() + x;
                        if (spoiled.grey()[i] != sound.grey()[i]) {
                            assertThat(spoiled.grey()[i])
                                    .isEqualTo(defect.addsCopper() ? Copper.COPPER : Copper.BARE);
                        }
                    }
                }
            }
        });
        assertThat(met).containsExactlyInAnyOrder(Defect.values());
    }

    @Test
    void lookAlikesAreArtworkAndNoDefects() {
        BoardOptions sound = SCAN.withDefects(0, 0);
        long changed = LongStream.range(200, 220)
                .filter(seed -> !Arrays.equals(
                        BoardSimulator.draw(seed, sound.withLookalikes(0)).grey(),
                        BoardSimulator.draw(seed, sound.withLookalikes(1)).grey()))
                .count();
        assertThat(changed).isGreaterThan(10);
        assertThat(BoardSimulator.draw(200, sound.withLookalikes(1)).truth()).isEmpty();
    }

    @Test
    void theDemoAlsoMakesSoundBoards() {
        long sound = LongStream.range(0, 40)
                .filter(seed -> BoardSimulator.draw(seed, BoardOptions.demo()).truth().isEmpty())
                .count();
        assertThat(sound).isBetween(1L, 39L);
    }

    @Test
    void drawsLargerBoards() {
        Board board = BoardSimulator.draw(7, SCAN.withSize(1600, 1200).withDefects(20, 20));
        assertThat(board.grey()).hasSize(1600 * 1200);
        assertThat(board.truth()).hasSizeGreaterThan(12);
    }

    @Test
    void aScanIsBlackAndWhiteAndAPictureIsGrey() {
        assertThat(levels(BoardSimulator.draw(5, SCAN))).isEqualTo(2);
        assertThat(levels(BoardSimulator.draw(5, SCAN.asCameraPicture()))).isGreaterThan(32);
    }

    @Test
    void refusesOptionsOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> SCAN.withSize(64, 640));
        assertThatIllegalArgumentException().isThrownBy(() -> SCAN.withDefects(4, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> SCAN.withJpegQuality(1.5));
        assertThatIllegalArgumentException().isThrownBy(() -> SCAN.withNoise(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> SCAN.withLookalikes(1.1));
    }

    private static int changed(Board a, Board b, Box box) {
        int count = 0;
        for (int y = (int) box.y1(); y < box.y2(); y++) {
            for (int x = (int) box.x1(); x < box.x2(); x++) {
                count += a.grey()[y * a.width() + x] != b.grey()[y * a.width() + x] ? 1 : 0;
            }
        }
        return count;
    }

    private static int changedOutside(Board a, Board b) {
        int count = 0;
        for (int i = 0; i < a.grey().length; i++) {
            int x = i % a.width();
            int y = i / a.width();
            boolean inside = a.truth().stream()
                    .anyMatch(box -> x >= box.x1() && x < box.x2() && y >= box.y1() && y < box.y2());
            count += !inside && a.grey()[i] != b.grey()[i] ? 1 : 0;
        }
        return count;
    }

    private static long levels(Board board) {
        boolean[] seen = new boolean[256];
        for (byte level : board.grey()) {
            seen[level & 0xff] = true;
        }
        long count = 0;
        for (boolean met : seen) {
            count += met ? 1 : 0;
        }
        return count;
    }
}
