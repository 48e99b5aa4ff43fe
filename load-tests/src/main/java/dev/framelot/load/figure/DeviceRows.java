package dev.framelot.load.figure;

import java.util.ArrayList;
import java.util.List;

/** The rows of what was measured by batch size, and the goals, which are a GPU's. */
final class DeviceRows {
    static final double GOAL_SHARE = 0.95;
    static final double GOAL_RATE = 5_000;

    private DeviceRows() {}

    /** @param bottleneck at the best batch size */
    static List<FigureRow> of(DeviceCurve curve, DeviceBottleneck bottleneck, boolean onGpu) {
        List<FigureRow> rows = new ArrayList<>();
        for (DeviceCurve.Point p : curve.points()) {
            String name = "batch " + p.shape() + ": ";
            rows.add(FigureRow.told(name + "session alone", p.bare(), "frames/s"));
            rows.add(FigureRow.told(name + "time of a run, median", p.session().runMillis().median(), "ms"));
            rows.add(FigureRow.told(name + "time of a run, p95", p.session().runMillis().percentile(95), "ms"));
            rows.add(FigureRow.told(name + "memory used", p.usedMib(), "MiB"));
            rows.add(FigureRow.told(name + "pipeline from JPEG, without Kafka", p.pipeline(), "frames/s"));
            rows.add(FigureRow.told(name + "application, topic to topic", p.topics(), "frames/s"));
        }
        DeviceCurve.Point best = curve.best();
        String at = "at batch " + best.shape() + ", ";
        String share = at + "topic to topic / bare session";
        if (onGpu) {
            rows.add(FigureRow.of(share, best.topics() / best.bare(), "", Goal.atLeast(GOAL_SHARE)));
            rows.add(FigureRow.told(at + "pipeline without Kafka / bare session", best.pipeline() / best.bare(), ""));
            rows.add(FigureRow.of("application, topic to topic, from JPEG at batch " + best.shape(), best.topics(), "frames/s", Goal.atLeast(GOAL_RATE)));
        } else {
            rows.add(FigureRow.told(share + " (no goal on a CPU)", best.topics() / best.bare(), ""));
            rows.add(FigureRow.told(at + "pipeline / what these cores allow", best.pipeline() / bottleneck.ceiling(), ""));
            rows.add(FigureRow.told(at + "topic to topic / what these cores allow", best.topics() / bottleneck.ceiling(), ""));
        }
        return rows;
    }
}
