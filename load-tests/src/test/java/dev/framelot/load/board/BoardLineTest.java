package dev.framelot.load.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class BoardLineTest {

    private static final BoardOptions SMALL = BoardOptions.demo().withSize(256, 192);

    @Test
    void loopsOverDistinctBoardsInOrder() {
        BoardLine line = BoardLine.of(5, 11, SMALL);
        List<JpegBoard> passed = Stream.generate(line::next).limit(12).toList();
        assertThat(passed).extracting(JpegBoard::index).containsExactly(0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1);
        assertThat(passed.subList(0, 5)).extracting(JpegBoard::seed).containsExactly(11L, 12L, 13L, 14L, 15L);
        assertThat(passed.get(7)).isSameAs(line.at(2)).isSameAs(line.ofFrame(7));
        assertThat(line.size()).isEqualTo(5);
        assertThat(line.passed()).isEqualTo(12);
    }

    @Test
    void theJpegShowsTheBoardOfItsSeed() throws IOException {
        JpegBoard sent = BoardLine.of(2, 3, SMALL.withJpegQuality(1)).at(1);
        Board drawn = BoardSimulator.draw(4, SMALL.withJpegQuality(1));
        assertThat(sent.truth()).isEqualTo(drawn.truth());
        BufferedImage shown = ImageIO.read(new ByteArrayInputStream(sent.jpeg()));
        assertThat(shown.getWidth()).isEqualTo(256);
        assertThat(shown.getHeight()).isEqualTo(192);
        for (int i = 0; i < drawn.grey().length; i += 97) {
            int level = shown.getRaster().getSample(i % 256, i / 256, 0);
            assertThat(level).isCloseTo(drawn.grey()[i] & 0xff, org.assertj.core.data.Offset.offset(16));
        }
    }

    @Test
    void sameSeedGivesTheSameJpegs() {
        assertThat(BoardLine.of(3, 9, SMALL).at(2).jpeg()).isEqualTo(BoardLine.of(3, 9, SMALL).at(2).jpeg());
    }

    @Test
    void refusesAnEmptyPool() {
        assertThatIllegalArgumentException().isThrownBy(() -> BoardLine.of(0, 1, SMALL));
    }
}
