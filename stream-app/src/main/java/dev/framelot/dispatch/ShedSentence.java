package dev.framelot.dispatch;

import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.ShedFrame;
import java.util.Locale;

/** Why a frame was left out, in words. */
final class ShedSentence {
    private ShedSentence() {}

    static String of(ShedFrame shed) {
        String waited = String.format(Locale.ROOT, "waited %.1f ms", shed.ageNanos() / 1e6);
        return switch (shed.reason()) {
            case LATE -> waited + left(shed) + String.format(Locale.ROOT, "; even alone and at once its run takes %.1f ms", shed.predictedFinishNanos() / 1e6);
            case OVERLOAD -> waited + left(shed)
                    + String.format(Locale.ROOT, "; the batch of %.1f ms that went instead has more frames on time", shed.predictedFinishNanos() / 1e6);
            case SUPERSEDED -> waited + "; a newer frame of camera " + shed.frame().cameraId() + " came (drop policy keep-latest)";
        };
    }

    private static String left(ShedFrame shed) {
        return shed.slackNanos() == QueuedFrame.NO_DEADLINE
                ? ""
                : String.format(Locale.ROOT, shed.slackNanos() < 0 ? ", %.1f ms late" : ", %.1f ms left", Math.abs(shed.slackNanos()) / 1e6);
    }
}
