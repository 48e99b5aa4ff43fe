package dev.framelot.inference.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The classes' names, where no card says them. */
public final class Labels {
    /** Made-up names where nobody tells how many classes there are. */
    private static final int UNKNOWN_CLASSES = 1000;
    /** Of "{0: 'person', 1: "driver's seat"}", as Ultralytics writes it. */
    private static final Pattern NAME = Pattern.compile("(\\d{1,6})\\s*:\\s*(?:'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\")");
    private static final List<String> COCO = List.of(
            "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat", "traffic light", "fire hydrant",
            "stop sign", "parking meter", "bench", "bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra",
            "giraffe", "backpack", "umbrella", "handbag", "tie", "suitcase", "frisbee", "skis", "snowboard", "sports ball", "kite",
            "baseball bat", "baseball glove", "skateboard", "surfboard", "tennis racket", "bottle", "wine glass", "cup", "fork",
            "knife", "spoon", "bowl", "banana", "apple", "sandwich", "orange", "broccoli", "carrot", "hot dog", "pizza", "donut",
            "cake", "chair", "couch", "potted plant", "bed", "dining table", "toilet", "tv", "laptop", "mouse", "remote", "keyboard",
            "cell phone", "microwave", "oven", "toaster", "sink", "refrigerator", "book", "clock", "vase", "scissors", "teddy bear",
            "hair drier", "toothbrush");

    private Labels() {}

    /** The metadata's names; empty where it has none, or not 0, 1, 2, … */
    public static Optional<List<String>> ofMetadata(GraphFacts graph) {
        Map<Integer, String> byId = new TreeMap<>();
        Matcher names = NAME.matcher(graph.meta("names").orElse(""));
        while (names.find()) {
            String name = names.group(2) != null ? names.group(2) : names.group(3);
            byId.put(Integer.parseInt(names.group(1)), name.replaceAll("\\\\(.)", "$1"));
        }
        boolean whole = !byId.isEmpty() && IntStream.range(0, byId.size()).allMatch(byId::containsKey);
        return whole ? Optional.of(new ArrayList<>(byId.values())) : Optional.empty();
    }

    /** These as {@link #ofMetadata} reads them; empty where they are made up and not even their number is known. */
    public static Optional<String> metadata(List<String> labels) {
        if (labels.equals(numbered(UNKNOWN_CLASSES))) {
            return Optional.empty();
        }
        return Optional.of(IntStream.range(0, labels.size())
                .mapToObj(id -> id + ": '" + labels.get(id).replace("\\", "\\\\").replace("'", "\\'") + "'").collect(Collectors.joining(", ", "{", "}")));
    }

    /** What a model without names most likely means: 80 classes are COCO's, others have numbers. */
    public static List<String> madeUp(String family, OptionalInt classes) {
        if (classes.isPresent() && classes.getAsInt() == COCO.size() && !family.equals("classifier")) {
            return COCO;
        }
        if (family.equals("ultraface")) {
            return List.of("face");
        }
        return numbered(classes.orElse(UNKNOWN_CLASSES));
    }

    private static List<String> numbered(int classes) {
        return IntStream.range(0, classes).mapToObj(id -> "class " + id).toList();
    }
}
