package dev.framelot.app;

import dev.framelot.inference.eval.Evaluation;
import java.util.Locale;

/** The result of an evaluation for a person; percent. */
final class EvalTable {
    private static final String ROW = "%-20s %8s %10s %12s%n";

    private EvalTable() {}

    static String of(Evaluation result) {
        StringBuilder text = new StringBuilder();
        String limit = "AP@" + number(result.iou());
        text.append(String.format(Locale.ROOT, ROW, "class", "objects", limit, "AP@.50:.95"));
        for (Evaluation.OfClass each : result.perClass()) {
            text.append(String.format(Locale.ROOT, ROW, each.label(), each.objects(), percent(each.ap()), percent(each.apCoco())));
        }
        text.append(String.format(Locale.ROOT, ROW, "mean", result.objects(), percent(result.map()), percent(result.mapCoco())));
        text.append(String.format(Locale.ROOT, "Best F at IoU %s: %s (precision %s, recall %s) at confidence %.2f; %d pictures%n",
                number(result.iou()), percent(result.f1()), percent(result.precision()), percent(result.recall()), result.confidence(), result.images()));
        return text.toString();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    private static String number(double value) {
        return String.valueOf(value).replaceFirst("^0\\.", ".");
    }
}
