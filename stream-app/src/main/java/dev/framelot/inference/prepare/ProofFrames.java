package dev.framelot.inference.prepare;

import dev.framelot.image.FrameDecoder;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.FrameRejectedException;
import dev.framelot.image.ImageLimits;
import dev.framelot.image.InputGeometry;
import dev.framelot.image.Letterbox;
import dev.framelot.inference.Lane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Frames to prove a model with, decoded as the application decodes them. */
final class ProofFrames {
    private static final int SHAPES = 40;
    private static final ImageLimits LIMITS = new ImageLimits(64 << 20, 100_000_000, 100, true, false);

    private ProofFrames() {}

    /** Bright and dark rectangles on noise: something that a detector sees, and nothing that it was trained on. */
    static List<Lane.Input> random(InputGeometry input, int count, long seed) {
        Random random = new Random(seed);
        List<Lane.Input> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ByteBuffer pixels = ByteBuffer.allocateDirect(input.slotBytes());
            for (int at = 0; at < input.slotBytes(); at++) {
                pixels.put(at, (byte) (96 + random.nextInt(64)));
            }
            for (int shape = 0; shape < SHAPES; shape++) {
                paint(pixels, input, random);
            }
            frames.add(new Lane.Input(pixels, new Letterbox(input.width(), input.height(), 1, 1, 0, 0)));
        }
        return frames;
    }

    private static void paint(ByteBuffer pixels, InputGeometry input, Random random) {
        int left = random.nextInt(input.width());
        int top = random.nextInt(input.height());
        int right = Math.min(input.width(), left + 2 + random.nextInt(1 + input.width() / 2));
        int bottom = Math.min(input.height(), top + 2 + random.nextInt(1 + input.height() / 2));
        byte[] colour = new byte[3];
        random.nextBytes(colour);
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                pixels.put((y * input.width() + x) * 3, colour, 0, 3);
            }
        }
    }

    /**
     * The first images of a folder, by name.
     *
     * @throws IOException the folder can't be read or holds no image that decodes
     */
    static List<Lane.Input> of(Path folder, InputGeometry input, int most) throws IOException {
        List<Path> files;
        try (Stream<Path> inside = Files.walk(folder)) {
            files = inside.filter(file -> file.toString().toLowerCase(java.util.Locale.ROOT).matches(".*\\.(jpe?g|png)")).sorted().limit(most).toList();
        }
        List<Lane.Input> frames = new ArrayList<>();
        try (FrameDecoder decoder = FrameDecoders.open(FrameDecoders.Library.AUTO, LIMITS, input).newDecoder()) {
            for (Path file : files) {
                ByteBuffer slot = ByteBuffer.allocateDirect(input.slotBytes());
                try {
                    frames.add(new Lane.Input(slot, decoder.decode(ByteBuffer.wrap(Files.readAllBytes(file)), slot).letterbox()));
                } catch (FrameRejectedException noImage) {
                    // Images of a folder that nobody checked: the others prove as well.
                    continue;
                }
            }
        }
        if (frames.isEmpty()) {
            throw new IOException("the folder " + folder + " holds no JPEG or PNG that can be decoded");
        }
        return frames;
    }
}
