package dev.framelot.app;

import dev.framelot.inference.family.FamilyGuess;
import dev.framelot.inference.graph.Value;
import dev.framelot.inference.prepare.ModelReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A model report for a person. */
final class ModelReportText {
    private static final int MOST_OPERATORS = 12;
    private static final int MOST_CHARACTERS = 100;

    private ModelReportText() {}

    static String of(ModelReport report) {
        StringBuilder text = new StringBuilder();
        text.append(report.file()).append(System.lineSeparator());
        line(text, "format", "ONNX IR " + report.model().irVersion() + ", opset " + opsets(report));
        line(text, "producer", (report.model().producer() + " " + report.model().producerVersion()).strip());
        values(text, "input", report.model().graph().trueInputs());
        values(text, "output", report.model().graph().outputs());
        report.weights().forEach((type, weights) -> line(text, "weights", String.format(Locale.ROOT, "%s: %,d numbers, %.2f MB", type.text(), weights.count(), weights.bytes() / 1e6)));
        line(text, "operators", operators(report.operators()));
        line(text, "family", family(report.family()));
        report.sha256().ifPresent(sha256 -> line(text, "sha256", sha256));
        line(text, "licence", report.licence().orElse("not said in the file; ask who made it"));
        report.model().metadata().forEach((key, value) -> line(text, key, value.length() > MOST_CHARACTERS ? value.substring(0, MOST_CHARACTERS) + "…" : value));
        report.notes().forEach(note -> line(text, "note", note));
        report.stops().forEach(stop -> line(text, "stops", stop));
        report.runsAs().ifPresent(how -> line(text, "runs", "nothing stops it; " + how));
        return text.toString();
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(String.format("  %-12s %s%n", key, value));
    }

    private static void values(StringBuilder text, String key, List<Value> values) {
        for (Value value : values) {
            String free = value.shape().orElse(List.of()).stream().anyMatch(axis -> axis.isFree()) ? "" : "  (every axis fixed)";
            line(text, key, value.name() + "  " + value.describe() + free);
        }
    }

    private static String opsets(ModelReport report) {
        return report.model().opsets().entrySet().stream()
                .map(entry -> entry.getKey().isEmpty() ? String.valueOf(entry.getValue()) : entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String operators(Map<String, Integer> counts) {
        String most = counts.entrySet().stream().limit(MOST_OPERATORS).map(entry -> entry.getValue() + " " + entry.getKey()).collect(Collectors.joining(", "));
        return counts.size() > MOST_OPERATORS ? most + " and " + (counts.size() - MOST_OPERATORS) + " more kinds" : most;
    }

    private static String family(FamilyGuess guess) {
        return guess instanceof FamilyGuess.Found found ? found.family() + ": " + found.because() : "none: " + guess.because();
    }
}
