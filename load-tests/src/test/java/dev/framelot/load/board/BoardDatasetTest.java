package dev.framelot.load.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardDatasetTest {

    @Test
    void streamsRecordsThatReadBackAsTheBoards() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BoardDataset.stream(new DataOutputStream(bytes), 2, 50, 256, false);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        for (int i = 0; i < 2; i++) {
            Board board = BoardSimulator.draw(50 + i, BoardOptions.defaults().withSize(256, 256));
            assertThat(in.readInt()).isEqualTo(BoardDataset.MAGIC);
            assertThat(in.readInt()).isEqualTo(256);
            assertThat(in.readInt()).isEqualTo(256);
            assertThat(in.readInt()).isEqualTo(board.truth().size());
            assertThat(in.readNBytes(256 * 256)).isEqualTo(board.grey());
            for (Box box : board.truth()) {
                Box read = new Box(in.readInt(), in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat());
                assertThat(read).isEqualTo(box);
            }
        }
        assertThat(in.read()).isEqualTo(-1);
    }

    @Test
    void writesPicturesAndLabelsNumberedFromOne(@TempDir Path out) throws IOException {
        BoardDataset.files(out, 2, 8, 256, false, true);
        Board board = BoardSimulator.draw(8, VariedOptions.of(8, 256, 256));
        assertThat(ImageIO.read(out.resolve("images/000000.png").toFile()).getWidth()).isEqualTo(256);
        Box first = board.truth().get(0);
        assertThat(Files.readAllLines(out.resolve("labels/000000.txt")))
                .hasSameSizeAs(board.truth())
                .first()
                .isEqualTo((int) first.x1() + " " + (int) first.y1() + " " + (int) first.x2() + " " + (int) first.y2()
                        + " " + (first.classId() + 1));
    }
}
