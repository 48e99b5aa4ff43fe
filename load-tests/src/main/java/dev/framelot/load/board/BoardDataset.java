package dev.framelot.load.board;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes drawn boards for training and measuring.
 *
 * <pre>
 * BoardDataset OUT COUNT SEED SIZE [png|jpg] [--varied]   files images/000000.png, labels/000000.txt
 * BoardDataset --raw COUNT SEED SIZE [--varied]           records on standard output; COUNT 0 never ends
 * </pre>
 *
 * A label line is {@code x1 y1 x2 y2 type} with type 1..6, as DeepPCB has it. A record is big-endian:
 * the ints {@code 0x46424431}, width, height, boxes; width*height grey bytes; for each box the int class
 * and the floats x1, y1, x2, y2. With {@code --varied} each board's finish differs.
 */
public final class BoardDataset {

    /** The first four bytes of a raw record, "FBD1". */
    static final int MAGIC = 0x46424431;

    private BoardDataset() {}

    /** Runs with the arguments shown above; leaves with status 2 on wrong ones. */
    public static void main(String[] args) throws IOException {
        List<String> words = List.of(args);
        if (words.size() < 4) {
            System.err.println("usage: BoardDataset OUT COUNT SEED SIZE [png|jpg] [--varied]");
            System.err.println("       BoardDataset --raw COUNT SEED SIZE [--varied]");
            System.exit(2);
        }
        long count = Long.parseLong(words.get(1));
        long seed = Long.parseLong(words.get(2));
        int size = Integer.parseInt(words.get(3));
        boolean varied = words.contains("--varied");
        if (words.get(0).equals("--raw")) {
            try (DataOutputStream out = new DataOutputStream(
                    new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 20))) {
                stream(out, count, seed, size, varied);
            }
        } else {
            files(Path.of(words.get(0)), (int) count, seed, size, words.contains("jpg"), varied);
        }
    }

    private static BoardOptions options(long seed, int size, boolean varied) {
        return varied ? VariedOptions.of(seed, size, size) : BoardOptions.defaults().withSize(size, size);
    }

    /** Writes {@code count} raw records, or without end where it is 0. */
    static void stream(DataOutputStream out, long count, long seed, int size, boolean varied) throws IOException {
        for (long i = 0; count == 0 || i < count; i++) {
            Board board = BoardSimulator.draw(seed + i, options(seed + i, size, varied));
            out.writeInt(MAGIC);
            out.writeInt(board.width());
            out.writeInt(board.height());
            out.writeInt(board.truth().size());
            out.write(board.grey());
            for (Box box : board.truth()) {
                out.writeInt(box.classId());
                out.writeFloat(box.x1());
                out.writeFloat(box.y1());
                out.writeFloat(box.x2());
                out.writeFloat(box.y2());
            }
        }
    }

    /** Writes {@code count} picture files and their labels below {@code out}. */
    static void files(Path out, int count, long seed, int size, boolean jpeg, boolean varied) throws IOException {
        Path images = Files.createDirectories(out.resolve("images"));
        Path labels = Files.createDirectories(out.resolve("labels"));
        IntStream.range(0, count).parallel().forEach(i -> {
            BoardOptions options = options(seed + i, size, varied);
            Board board = BoardSimulator.draw(seed + i, options);
            String name = String.format("%06d", i);
            try {
                byte[] picture = jpeg ? Encoder.jpeg(board, options.jpegQuality()) : Encoder.png(board);
                Files.write(images.resolve(name + (jpeg ? ".jpg" : ".png")), picture);
                Files.write(labels.resolve(name + ".txt"), board.truth().stream().map(BoardDataset::label).toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String label(Box box) {
        return (int) box.x1() + " " + (int) box.y1() + " " + (int) box.x2() + " " + (int) box.y2() + " "
                + (box.classId() + 1);
    }
}
