package dev.framelot.load.figure;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The application as it is shipped, but at least once like the others. */
final class FramelotContestant implements Contestant {
    @Override
    public String label() {
        return "framelot";
    }

    @Override
    public List<Variant> variants(boolean quick) {
        return List.of(Variant.of("batching.mode", "latency"), Variant.of("batching.mode", "adaptive"));
    }

    @Override
    public List<String> command(ContestTerms terms, ContestPlace place, Variant variant) {
        List<String> command = JavaCommand.of(List.of(), System.getProperty("java.class.path"), "dev.framelot.load.Main", "run");
        settings(terms, place, variant).forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        return command;
    }

    private static Map<String, String> settings(ContestTerms terms, ContestPlace place, Variant variant) {
        Map<String, String> settings = new TreeMap<>(user(terms));
        settings.putAll(variant.settings());
        settings.put("kafka.bootstrap-servers", place.config().kafka().bootstrapServers());
        settings.put("kafka.application-id", place.config().kafka().applicationId());
        settings.put("topics.frames", place.config().topics().frames());
        settings.put("topics.detections", place.config().topics().detections());
        settings.put("inference.declared-cost.fixed", terms.fixedMicros() + "us");
        settings.put("inference.declared-cost.per-frame", terms.frameMicros() + "us");
        settings.put("delivery.commit-interval", terms.commitMillis() + "ms");
        settings.put("kafka.properties.consumer.session.timeout.ms", String.valueOf(terms.sessionMillis()));
        settings.put("kafka.properties.consumer.heartbeat.interval.ms", String.valueOf(terms.sessionMillis() / 5));
        return settings;
    }

    /** What is the user's to choose; all else says where the broker is and what the measurement wants of everyone. */
    private static Map<String, String> user(ContestTerms terms) {
        return Map.of(
                "inference.engine", "declared-cost",
                "inference.lanes", String.valueOf(terms.lanes()),
                "batching.max-frames", String.valueOf(terms.maxFrames()),
                // No padding, like the others: the declared device takes every size.
                "batching.shapes", IntStream.rangeClosed(1, terms.maxFrames()).mapToObj(String::valueOf).collect(Collectors.joining(",")),
                "batching.slo", terms.sloMillis() + "ms",
                "delivery.guarantee", "at-least-once");
    }

    /** Settings, since there is no code to write. */
    @Override
    public long userLines(Variant variant) {
        return user(new ContestTerms(1, 1, 1, 1, 1, 1, 1, 1, 1, 1)).size() + variant.settings().size();
    }

    @Override
    public String guarantee() {
        return "at least once (exactly once is its default), order of each camera, a dead letter for what can't be decoded";
    }

    @Override
    public boolean keepsOrder(Variant variant) {
        return true;
    }
}
