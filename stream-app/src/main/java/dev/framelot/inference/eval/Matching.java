package dev.framelot.inference.eval;

import dev.framelot.frame.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which detections are right, as COCO's evaluation decides: in each picture the most confident chooses first, and takes, of the
 * objects of its class that nobody took, the one that it overlaps most, if by at least the limit. Of equal overlaps the later
 * object. At most {@link #MOST} detections of a class count in a picture.
 */
final class Matching {
    static final int MOST = 100;

    private Matching() {}

    /** Of all pictures' detections of one class, the most confident first; of equal ones in the order of the pictures. */
    static List<Verdict> of(List<Picture> pictures, int classId, double limit) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Picture picture : pictures) {
            List<Truth> truths = picture.truths().stream().filter(truth -> truth.classId() == classId).toList();
            boolean[] taken = new boolean[truths.size()];
            picture.found().stream()
                    .filter(found -> found.classId() == classId)
                    .sorted(Comparator.comparing(Detection::confidence, Comparator.reverseOrder()))
                    .limit(MOST)
                    .forEach(found -> verdicts.add(new Verdict(found.confidence(), take(found, truths, taken, limit))));
        }
        verdicts.sort(Comparator.comparing(Verdict::confidence, Comparator.reverseOrder()));
        return verdicts;
    }

    private static boolean take(Detection found, List<Truth> truths, boolean[] taken, double limit) {
        double most = Math.min(limit, 1 - 1e-10);
        int best = -1;
        for (int i = 0; i < truths.size(); i++) {
            double overlap = taken[i] ? -1 : overlap(found, truths.get(i));
            if (overlap >= most) {
                most = overlap;
                best = i;
            }
        }
        if (best >= 0) {
            taken[best] = true;
        }
        return best >= 0;
    }

    /** Intersection over union. */
    static double overlap(Detection found, Truth truth) {
        double width = Math.min(found.x2(), truth.x2()) - Math.max(found.x1(), truth.x1());
        double height = Math.min(found.y2(), truth.y2()) - Math.max(found.y1(), truth.y1());
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double both = width * height;
        double ours = ((double) found.x2() - found.x1()) * ((double) found.y2() - found.y1());
        double theirs = (truth.x2() - truth.x1()) * (truth.y2() - truth.y1());
        return both / (ours + theirs - both);
    }
}
