package dev.framelot.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.framelot.inference.family.FamilyGuess;
import dev.framelot.inference.graph.Axis;
import dev.framelot.inference.graph.Value;
import dev.framelot.inference.prepare.ModelReport;
import java.util.List;

/** A model report for a program. A free axis is its name, or null. */
final class ModelReportJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ModelReportJson() {}

    static String of(List<ModelReport> reports) {
        ArrayNode all = JSON.createArrayNode();
        reports.forEach(report -> all.add(node(report)));
        try {
            return JSON.writeValueAsString(all) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of texts and numbers can be written", impossible);
        }
    }

    private static ObjectNode node(ModelReport report) {
        ObjectNode node = JSON.createObjectNode();
        node.put("file", report.file().toString());
        node.put("sha256", report.sha256().orElse(null));
        node.put("irVersion", report.model().irVersion());
        ObjectNode opsets = node.putObject("opsets");
        report.model().opsets().forEach((domain, version) -> opsets.put(domain.isEmpty() ? "ai.onnx" : domain, version));
        node.put("producer", report.model().producer());
        node.put("producerVersion", report.model().producerVersion());
        values(node.putArray("inputs"), report.model().graph().trueInputs());
        values(node.putArray("outputs"), report.model().graph().outputs());
        ObjectNode weights = node.putObject("weights");
        report.weights().forEach((type, held) -> weights.putObject(type.text()).put("count", held.count()).put("bytes", held.bytes()));
        ObjectNode operators = node.putObject("operators");
        report.operators().forEach(operators::put);
        node.put("family", report.family() instanceof FamilyGuess.Found found ? found.family() : null);
        node.put("familyBecause", report.family().because());
        node.put("licence", report.licence().orElse(null));
        ObjectNode metadata = node.putObject("metadata");
        report.model().metadata().forEach(metadata::put);
        report.notes().forEach(node.putArray("notes")::add);
        report.stops().forEach(node.putArray("stops")::add);
        node.put("runsAs", report.runsAs().orElse(null));
        return node;
    }

    private static void values(ArrayNode into, List<Value> values) {
        for (Value value : values) {
            ObjectNode node = into.addObject().put("name", value.name()).put("type", value.type().text());
            ArrayNode shape = node.putArray("shape");
            for (Axis axis : value.shape().orElse(List.of())) {
                if (axis.size().isPresent()) {
                    shape.add(axis.size().getAsLong());
                } else {
                    shape.add(axis.name().isEmpty() ? null : axis.name());
                }
            }
        }
    }
}
