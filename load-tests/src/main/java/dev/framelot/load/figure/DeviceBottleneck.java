package dev.framelot.load.figure;

import java.util.Locale;

/**
 * What kept a chain from going faster. Rates in frames/s, each part measured alone.
 *
 * @param session the bare session loop
 * @param decode all decode workers
 * @param shared decoding and session run on the same cores, so their costs add up
 * @param pipeline from JPEG to boxes without Kafka
 */
record DeviceBottleneck(double session, double decode, boolean shared, double pipeline) {
    /** What reaches so much of a limit is held by it. */
    private static final double AT_THE_LIMIT = 0.9;

    /** No chain of these two parts is faster. */
    double ceiling() {
        return shared ? 1 / (1 / session + 1 / decode) : Math.min(session, decode);
    }

    /** @param topics the application from topic to topic; not a number where it was not measured */
    String sentence(double topics) {
        if (Double.isFinite(topics) && topics < AT_THE_LIMIT * pipeline) {
            return String.format(Locale.ROOT, "Kafka and the records: from topic to topic %.0f frames/s, the same pipeline without Kafka %.0f", topics, pipeline);
        }
        if (pipeline < AT_THE_LIMIT * ceiling()) {
            return String.format(Locale.ROOT, "batching, copies and boxes: the pipeline gives %.0f frames/s where session and decoding would allow %.0f", pipeline, ceiling());
        }
        if (shared) {
            return String.format(Locale.ROOT, "the cores, which session (%.0f frames/s alone) and decoding (%.0f alone) share: %.0f together at best", session, decode, ceiling());
        }
        return session <= decode
                ? String.format(Locale.ROOT, "the device: its session gives %.0f frames/s, the decoders %.0f", session, decode)
                : String.format(Locale.ROOT, "JPEG decoding: %.0f frames/s, the session would take %.0f", decode, session);
    }
}
