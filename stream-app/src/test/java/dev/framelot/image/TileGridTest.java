package dev.framelot.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileGridTest {
    @Test
    void anImageNoLargerThanATileIsOneTile() {
        TileGrid grid = TileGrid.of(640, 300, 640, 640, 0.2, 16, 16);
        assertThat(grid.count()).isEqualTo(1);
        assertThat(grid.tile(0)).isEqualTo(new Tile(0, 0, 640, 300));
    }

    @Test
    void onePixelMoreIsAnotherTileThatEndsAtTheEdge() {
        TileGrid grid = TileGrid.of(641, 640, 640, 640, 0.2, 16, 16);
        assertThat(grid.columns()).isEqualTo(2);
        assertThat(grid.rows()).isEqualTo(1);
        assertThat(grid.tile(1)).isEqualTo(new Tile(16, 0, 625, 640));
    }

    @Test
    void exactlyOneStepMoreNeedsNoThirdTile() {
        assertThat(TileGrid.of(640 + 512, 640, 640, 640, 0.2, 16, 16).columns()).isEqualTo(2);
        assertThat(TileGrid.of(640 + 513, 640, 640, 640, 0.2, 16, 16).columns()).isEqualTo(3);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void tilesCoverTheImageOverlapAsAskedAndStartOnTheGrid(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            int unit = 8 << random.nextInt(3);
            int tile = unit + random.nextInt(400);
            int length = 1 + random.nextInt(4_000);
            double overlap = random.nextInt(6) / 10.0;
            TileGrid grid = TileGrid.of(length, 100, tile, 100, overlap, unit, 8);
            String what = length + " pixels, tile " + tile + ", overlap " + overlap + ", unit " + unit;
            BitSet covered = new BitSet();
            for (int column = 0; column < grid.columns(); column++) {
                Tile here = grid.tile(column);
                covered.set(here.x(), here.right());
                assertThat(here.x() % unit).as(what).isZero();
                assertThat(here.width()).as(what).isPositive().isLessThanOrEqualTo(tile).isGreaterThan(Math.min(length, tile) - unit);
                if (column > 0) {
                    // Starts lie on the grid, so the overlap may be rounded up to it, and never down; a block is the least step there is.
                    int step = here.x() - grid.tile(column - 1).x();
                    assertThat(step).as(what).isPositive().isLessThanOrEqualTo(Math.max(unit, (int) (tile * (1 - overlap))));
                }
            }
            assertThat(covered.cardinality()).as(what).isEqualTo(length);
            assertThat(grid.tile(grid.columns() - 1).right()).as(what).isEqualTo(length);
        }
    }
}
