package dev.framelot.load.simulate;

import dev.framelot.batching.BatchPolicy;
import dev.framelot.batching.policy.AdaptivePolicy;
import dev.framelot.batching.policy.FixedPolicy;
import dev.framelot.batching.policy.LatencyPolicy;
import dev.framelot.batching.policy.ThroughputPolicy;
import dev.framelot.load.simulate.rival.AdditiveIncrease;
import dev.framelot.load.simulate.rival.LeastCost;
import dev.framelot.load.simulate.rival.LinearFitWait;
import dev.framelot.load.simulate.rival.PreferredSize;
import dev.framelot.load.simulate.rival.TakeAll;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Policies by the names that the command takes. A policy has a state: each run needs a new one. */
final class Policies {
    static final long DEFAULT_MAX_WAIT_NANOS = 1_000_000_000L;
    private static final Pattern FIXED = Pattern.compile("fixed:([0-9]+):([0-9]*\\.?[0-9]+)(us|ms|s)");

    private Policies() {}

    /** @throws IllegalArgumentException no such policy */
    static Supplier<BatchPolicy> named(String name) {
        Matcher fixed = FIXED.matcher(name);
        if (fixed.matches()) {
            int count = Integer.parseInt(fixed.group(1));
            if (count < 1) {
                throw new IllegalArgumentException("Policy '" + name + "': a batch of " + count + " frames; at least 1");
            }
            double unit = Map.of("us", 1e3, "ms", 1e6, "s", 1e9).get(fixed.group(3));
            long waitNanos = Math.round(Double.parseDouble(fixed.group(2)) * unit);
            return () -> new FixedPolicy(count, Long.MAX_VALUE, waitNanos);
        }
        Supplier<BatchPolicy> policy = known().get(name);
        if (policy == null) {
            throw new IllegalArgumentException("Policy '" + name + "': known are " + String.join(", ", known().keySet())
                    + " and fixed:COUNT:WAIT like fixed:8:10ms");
        }
        return policy;
    }

    static Map<String, Supplier<BatchPolicy>> known() {
        Map<String, Supplier<BatchPolicy>> known = new LinkedHashMap<>(ours());
        known.put("batch-1", () -> new TakeAll(1));
        known.put("take-all", () -> new TakeAll(Integer.MAX_VALUE));
        known.put("preferred-size", PreferredSize::new);
        known.put("least-cost", LeastCost::new);
        known.put("linear-fit-wait", LinearFitWait::new);
        known.put("additive-increase", AdditiveIncrease::new);
        return known;
    }

    static Map<String, Supplier<BatchPolicy>> ours() {
        Map<String, Supplier<BatchPolicy>> ours = new LinkedHashMap<>();
        ours.put("adaptive", () -> new AdaptivePolicy(DEFAULT_MAX_WAIT_NANOS));
        ours.put("latency", LatencyPolicy::new);
        ours.put("throughput", () -> new ThroughputPolicy(DEFAULT_MAX_WAIT_NANOS));
        return ours;
    }

    static List<String> rivals() {
        return List.of("batch-1", "fixed:8:10ms", "fixed:32:33ms", "take-all", "preferred-size", "least-cost", "linear-fit-wait", "additive-increase");
    }
}
