package dev.framelot.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.framelot.inference.eval.Evaluation;

/** The result of an evaluation for a program; shares 0..1. */
final class EvalJson {
    private EvalJson() {}

    static String of(Evaluation result) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("images", result.images());
        json.put("objects", result.objects());
        json.put("iou", result.iou());
        json.put("map", result.map());
        json.put("mapCoco", result.mapCoco());
        json.put("f1", result.f1());
        json.put("precision", result.precision());
        json.put("recall", result.recall());
        json.put("confidence", result.confidence());
        ObjectNode classes = json.putObject("perClass");
        for (Evaluation.OfClass each : result.perClass()) {
            ObjectNode one = classes.putObject(each.label());
            one.put("objects", each.objects());
            one.put("ap", each.ap());
            one.put("apCoco", each.apCoco());
        }
        return json.toPrettyString();
    }
}
