package dev.framelot.inference.prepare;

import dev.framelot.inference.InferenceException;
import dev.framelot.inference.family.InputGuess;
import dev.framelot.inference.graph.Axis;
import dev.framelot.inference.graph.ElementType;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.Value;
import dev.framelot.inference.onnx.Feed;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What a graph must be fed, with random frames.
 *
 * @param images how it takes its images
 */
record GraphInputs(Model model, InputGuess images) {
    private static final long MAX_BYTES = 1L << 30;

    /** Frames of the file's own batch; 1 where it is free. */
    int batch() {
        return Math.toIntExact(Math.max(1, imageAxes().get(0).sizeOrFree()));
    }

    boolean isBatchFree() {
        return imageAxes().get(0).isFree();
    }

    /**
     * @param seeds one a frame: a frame is the same in every batch
     * @throws InferenceException another input than images is asked for that can't be guessed
     */
    Map<String, Feed> random(List<Long> seeds) throws InferenceException {
        Map<String, Feed> feeds = new LinkedHashMap<>();
        for (Value input : model.graph().trueInputs()) {
            if (input.name().equals(images.name())) {
                feeds.put(input.name(), images(input, seeds));
            } else if (isSizes(input)) {
                feeds.put(input.name(), sizes(seeds.size()));
            } else {
                throw new InferenceException(InferenceException.Kind.UNUSABLE_MODEL,
                        "the model wants a second input '" + input.name() + "', " + input.describe() + ", and nobody knows what to give it");
            }
        }
        return feeds;
    }

    private List<Axis> imageAxes() {
        return model.graph().trueInputs().stream().filter(input -> input.name().equals(images.name())).findFirst().orElseThrow().shape().orElseThrow();
    }

    /** Width and height of each frame's source, as DETRs for whole images want them. */
    private static boolean isSizes(Value input) {
        return input.type() == ElementType.INT64 && input.shape().isPresent() && input.shape().get().size() == 2 && input.shape().get().get(1).sizeOrFree() == 2;
    }

    private Feed sizes(int frames) {
        ByteBuffer bytes = direct(frames * 2L * Long.BYTES);
        for (int i = 0; i < frames; i++) {
            bytes.putLong(i * 16, images.width()).putLong(i * 16 + 8, images.height());
        }
        return new Feed(ElementType.INT64, new long[] {frames, 2}, bytes);
    }

    private Feed images(Value input, List<Long> seeds) throws InferenceException {
        long[] shape = images.channelsFirst()
                ? new long[] {seeds.size(), 3, images.height(), images.width()}
                : new long[] {seeds.size(), images.height(), images.width(), 3};
        int perFrame = images.width() * images.height() * 3;
        int size = switch (input.type()) {
            case FLOAT32 -> Float.BYTES;
            case UINT8 -> 1;
            case FLOAT16 -> Short.BYTES;
            default -> throw new InferenceException(InferenceException.Kind.UNUSABLE_MODEL, "its images are " + input.type().text() + ", which can't be made here");
        };
        if ((long) perFrame * size * seeds.size() > MAX_BYTES) {
            throw new InferenceException(InferenceException.Kind.UNUSABLE_MODEL, seeds.size() + " frames of " + images.width() + "x" + images.height() + " are too large to try");
        }
        ByteBuffer bytes = direct((long) perFrame * size * seeds.size());
        for (int frame = 0; frame < seeds.size(); frame++) {
            Random random = new Random(seeds.get(frame));
            int at = frame * perFrame * size;
            for (int i = 0; i < perFrame; i++) {
                if (size == 1) {
                    bytes.put(at + i, (byte) random.nextInt(256));
                } else if (size == Float.BYTES) {
                    bytes.putFloat(at + i * size, random.nextFloat());
                } else {
                    bytes.putShort(at + i * size, Half.of(random.nextFloat()));
                }
            }
        }
        return new Feed(input.type(), shape, bytes);
    }

    private static ByteBuffer direct(long bytes) {
        return ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
    }
}
