package dev.framelot.load.app;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/**
 * Images of 16,384 x 16,384 pixels, written without ever being in memory: one strip is compressed, and is then repeated, as both formats allow: a JPEG's
 * strip is an interval between restart markers, a PNG's ends in a full flush. All is random within the strip, so no decoder has it easy.
 */
final class HugeImages {
    static final int SIDE = 16_384;
    private static final int STRIP_ROWS = 256;
    private static final int STRIPS = SIDE / STRIP_ROWS;
    /** Of the JPEG, whose colours are halved both ways. */
    private static final int UNIT = 16;

    private HugeImages() {}

    /** In colour, one sequential scan. */
    static void jpeg(Path file) throws IOException {
        BufferedImage picture = new BufferedImage(SIDE, STRIP_ROWS, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(5);
        for (int y = 0; y < STRIP_ROWS; y += 8) {
            for (int x = 0; x < SIDE; x += 8) {
                int colour = random.nextInt();
                for (int i = 0; i < 64; i++) {
                    picture.setRGB(x + i % 8, y + i / 8, colour);
                }
            }
        }
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpeg", encoded);
        byte[] strip = encoded.toByteArray();
        int frame = marker(strip, 0xC0);
        ByteBuffer.wrap(strip).putShort(frame + 5, (short) SIDE);
        int scan = marker(strip, 0xDA);
        int data = scan + 2 + (strip[scan + 2] << 8 | strip[scan + 3] & 0xFF);
        int interval = SIDE / UNIT * (STRIP_ROWS / UNIT);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(strip, 0, scan);
            out.write(new byte[] {(byte) 0xFF, (byte) 0xDD, 0, 4, (byte) (interval >> 8), (byte) interval});
            out.write(strip, scan, data - scan);
            for (int i = 0; i < STRIPS; i++) {
                out.write(strip, data, strip.length - 2 - data);
                out.write(0xFF);
                out.write(i == STRIPS - 1 ? 0xD9 : 0xD0 + i % 8);
            }
        }
    }

    /** @param colours 1 or 3 */
    static void png(Path file, int colours) throws IOException {
        byte[] rows = new byte[STRIP_ROWS * (1 + SIDE * colours)];
        Random random = new Random(6);
        for (int at = 0; at < rows.length; at++) {
            // A row begins with its filter: none.
            boolean filter = at % (1 + SIDE * colours) == 0;
            rows[at] = (byte) (filter ? 0 : at % 64 == 1 ? random.nextInt() : at == 0 ? 0 : rows[at - 1]);
        }
        byte[] strip = flushed(rows);
        Adler32 sum = new Adler32();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
            chunk(out, "IHDR", ByteBuffer.allocate(13).putInt(SIDE).putInt(SIDE).put((byte) 8).put((byte) (colours == 1 ? 0 : 2)).array());
            chunk(out, "IDAT", new byte[] {0x78, 0x01});
            for (int i = 0; i < STRIPS; i++) {
                sum.update(rows);
                chunk(out, "IDAT", strip);
            }
            // An empty last block, then the sum of all rows.
            chunk(out, "IDAT", ByteBuffer.allocate(6).put((byte) 3).put((byte) 0).putInt((int) sum.getValue()).array());
            chunk(out, "IEND", new byte[0]);
        }
    }

    private static byte[] flushed(byte[] rows) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(rows);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] some = new byte[1 << 16];
            int got;
            do {
                got = deflater.deflate(some, 0, some.length, Deflater.FULL_FLUSH);
                out.write(some, 0, got);
            } while (got == some.length);
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static void chunk(OutputStream out, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(data);
        out.write(ByteBuffer.allocate(4).putInt(data.length).array());
        out.write(name);
        out.write(data);
        out.write(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }

    private static int marker(byte[] jpeg, int wanted) {
        int at = 2;
        while ((jpeg[at + 1] & 0xFF) != wanted) {
            at += 2 + ((jpeg[at + 2] & 0xFF) << 8 | jpeg[at + 3] & 0xFF);
        }
        return at;
    }
}
