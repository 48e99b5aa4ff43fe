package dev.framelot.inference.family;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a graph takes its images.
 *
 * @param name of the input
 * @param channelsFirst [N, 3, height, width]; else [N, height, width, 3]
 * @param width pixels; the graph's, else the metadata's, else {@link #USUAL_SIDE}
 * @param height pixels
 * @param sizeFrom where the size is from, in words
 */
public record InputGuess(String name, boolean channelsFirst, ElementType type, int width, int height, String sizeFrom) {
    /** For graphs that take any size and say nothing of the one they were trained for. */
    public static final int USUAL_SIDE = 640;

    private static final int CHANNELS = 3;
    private static final int MOST_PIXELS = 8192;
    private static final Pattern SIZE = Pattern.compile("\\D*(\\d{1,5})(?:\\D+(\\d{1,5}))?\\D*");

    /** Empty where no input is a batch of images of three channels; {@link #problem} says why. */
    public static Optional<InputGuess> of(GraphFacts graph) {
        return image(graph).map(input -> {
            boolean channelsFirst = input.axis(3) != CHANNELS;
            long height = input.axis(channelsFirst ? 2 : 1);
            long width = input.axis(channelsFirst ? 3 : 2);
            String from = "the graph";
            if (height < 1 || width < 1) {
                long[] said = graph.meta("imgsz").map(InputGuess::size).orElse(null);
                from = said == null ? "no one: " + USUAL_SIDE + " is the usual one" : "the metadata's imgsz";
                height = height >= 1 ? height : said == null ? USUAL_SIDE : said[0];
                width = width >= 1 ? width : said == null ? USUAL_SIDE : said[1];
            }
            return new InputGuess(input.name(), channelsFirst, input.type(), (int) width, (int) height, from);
        });
    }

    /** Why no input could be taken for images. */
    public static String problem(GraphFacts graph) {
        return "none of the inputs " + graph.inputs() + " is a batch of images: [N, 3, height, width] or [N, height, width, 3],"
                + " float, fp16 or uint8, with sides of at most " + MOST_PIXELS + " pixels";
    }

    private static Optional<TensorFacts> image(GraphFacts graph) {
        List<TensorFacts> images = graph.inputs().stream().filter(InputGuess::isImage).toList();
        return images.size() == 1 ? Optional.of(images.get(0)) : Optional.empty();
    }

    private static boolean isImage(TensorFacts input) {
        boolean typed = input.type().isFloat() || input.type() == ElementType.UINT8;
        // With every axis free the channels are taken to be where PyTorch has them.
        boolean placed = input.axis(1) == CHANNELS || input.axis(3) == CHANNELS
                || input.axis(1) == TensorFacts.FREE && input.axis(3) == TensorFacts.FREE && input.type().isFloat();
        return input.rank() == 4 && typed && placed && input.shape().stream().allMatch(length -> length <= MOST_PIXELS && length != 0);
    }

    /** {height, width} of "[480, 640]" or "640"; null where there is none. */
    private static long[] size(String text) {
        Matcher found = SIZE.matcher(text);
        if (!found.matches()) {
            return null;
        }
        long height = Long.parseLong(found.group(1));
        long width = found.group(2) == null ? height : Long.parseLong(found.group(2));
        return height < 1 || width < 1 || height > MOST_PIXELS || width > MOST_PIXELS ? null : new long[] {height, width};
    }
}
