package dev.framelot.load.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class BoardPanelTest {
    /** Wide enough that a strip is lower than a board: restart markers lie within boards. */
    @Test
    void isOneImageOfAllItsBoards() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Box> truth = BoardPanel.write(out, 4_000, 1_500, 5, BoardOptions.demo());
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
        assertThat(image.getWidth()).isEqualTo(4_000);
        assertThat(image.getHeight()).isEqualTo(1_500);
        assertThat(truth).hasSizeGreaterThan(10).allSatisfy(box -> assertThat(box.x2() <= 4_000 && box.y2() <= 1_500).isTrue());
        // A missing hole or piece of copper is another colour than what surrounds it: over all defects both are seen.
        assertThat(truth).filteredOn(box -> (image.getRGB((int) (box.x1() + box.x2()) / 2, (int) (box.y1() + box.y2()) / 2) & 0xFF) < 100).isNotEmpty();
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        assertThat(BoardPanel.write(again, 4_000, 1_500, 5, BoardOptions.demo())).isEqualTo(truth);
        assertThat(again.toByteArray()).isEqualTo(out.toByteArray());
    }
}
