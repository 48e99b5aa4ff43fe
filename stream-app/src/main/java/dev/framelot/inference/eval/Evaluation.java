package dev.framelot.inference.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How good a detector is. Classes of which no picture has an object count nowhere but among the false ones of precision.
 *
 * @param iou what counts as found, but for {@code mapCoco}
 * @param map mean average precision of the classes, 0..1
 * @param mapCoco the same, mean over the limits 0.50, 0.55, … 0.95
 * @param f1 the best of any threshold of confidence, all classes together
 * @param precision at that threshold
 * @param recall at that threshold
 * @param confidence that threshold
 */
public record Evaluation(
        int images,
        int objects,
        double iou,
        double map,
        double mapCoco,
        double f1,
        double precision,
        double recall,
        double confidence,
        List<OfClass> perClass) {

    /** @param ap at the limit @param apCoco mean over COCO's limits */
    public record OfClass(int classId, String label, int objects, double ap, double apCoco) {}

    /** @param labels by class id; an object of another class is a mistake of the caller */
    public static Evaluation of(List<Picture> pictures, List<String> labels, double iou) {
        List<OfClass> classes = new ArrayList<>();
        List<Verdict> all = new ArrayList<>();
        int objects = 0;
        for (int id = 0; id < labels.size(); id++) {
            int classId = id;
            int truths = (int) pictures.stream().flatMap(picture -> picture.truths().stream()).filter(truth -> truth.classId() == classId).count();
            List<Verdict> verdicts = Matching.of(pictures, classId, iou);
            all.addAll(verdicts);
            objects += truths;
            if (truths > 0) {
                double coco = IntStream.range(0, 10)
                        .mapToDouble(step -> AveragePrecision.of(Matching.of(pictures, classId, 0.5 + 0.05 * step), truths))
                        .average()
                        .orElseThrow();
                classes.add(new OfClass(classId, labels.get(classId), truths, AveragePrecision.of(verdicts, truths), coco));
            }
        }
        BestF best = BestF.of(all, objects);
        return new Evaluation(
                pictures.size(), objects, iou,
                classes.stream().mapToDouble(OfClass::ap).average().orElse(0),
                classes.stream().mapToDouble(OfClass::apCoco).average().orElse(0),
                best.f1(), best.precision(), best.recall(), best.confidence(), List.copyOf(classes));
    }
}
