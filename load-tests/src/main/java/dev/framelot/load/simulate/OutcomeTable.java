package dev.framelot.load.simulate;

import dev.framelot.batching.DispatchReason;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.StringJoiner;

/** Policies on one trace, a line each. */
record OutcomeTable(Trace trace, Map<String, Outcome> outcomes, OptionalInt oracle) {
    void print(PrintWriter out) {
        out.printf(Locale.ROOT, "%,d frames, %s; oracle: %s%n", trace.frames(), trace.name(), oracle.isPresent()
                ? String.format(Locale.ROOT, "%,d could be on time (%.2f %%)", oracle.getAsInt(), 100.0 * oracle.getAsInt() / trace.frames())
                : "none (needs one lane, live frames, deadlines that rise with arrivals, a rising curve)");
        out.printf("  %-20s %8s %8s %7s %9s %9s %9s %7s %7s %9s%n",
                "POLICY", "ON TIME", "/ORACLE", "SHED", "MEAN ms", "P50 ms", "P99 ms", "BATCH", "BUSY", "ms/FRAME");
        outcomes.forEach((name, o) -> {
            out.printf(Locale.ROOT, "  %-20s %7.2f%% %8s %7d %9.2f %9.2f %9.2f %7.2f %6.1f%% %9.3f%n",
                    name, 100 * o.onTimeShare(),
                    oracle.isPresent() && oracle.getAsInt() > 0 ? String.format(Locale.ROOT, "%.4f", (double) o.onTime() / oracle.getAsInt()) : "-",
                    o.shed(), o.meanLatencyMillis(), o.latencyMillis(50), o.latencyMillis(99), o.meanBatch(), 100 * o.deviceBusy(), o.deviceMillisPerFrame());
        });
        outcomes.forEach((name, o) -> {
            StringJoiner reasons = new StringJoiner(", ");
            for (DispatchReason reason : DispatchReason.values()) {
                if (o.reasons().containsKey(reason)) {
                    reasons.add(reason.wireName() + " " + o.reasons().get(reason));
                }
            }
            out.printf("  %-20s batches by reason: %s%n", name, reasons);
        });
        out.flush();
    }
}
