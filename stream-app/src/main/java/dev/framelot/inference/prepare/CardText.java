package dev.framelot.inference.prepare;

import dev.framelot.image.InputGeometry;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.ModelIdentity;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** A model card with every key, as {@code ModelCards} reads it. */
final class CardText {
    private CardText() {}

    /**
     * @param before the card of the model that this one was made of
     * @param input name in the graph
     * @param output names and family of the new graph
     */
    static String of(ModelIdentity identity, String file, ModelCard before, String input, ModelCard.Output output, String precision) {
        InputGeometry geometry = before.input().geometry();
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("name", identity.name());
        card.put("version", identity.version());
        card.put("file", file);
        card.put("sha256", identity.sha256());
        Map<String, Object> in = new LinkedHashMap<>();
        in.put("name", input);
        in.put("layout", "NHWC");
        in.put("type", "uint8");
        in.put("width", geometry.width());
        in.put("height", geometry.height());
        in.put("channels", geometry.bgr() ? "BGR" : "RGB");
        in.put("fit", geometry.placement().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        in.put("letterbox-value", geometry.letterboxValue());
        in.put("resize", geometry.exact() ? "exact" : "fast");
        card.put("input", in);
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("names", output.names());
        out.put("family", output.family().name());
        output.suppressedAbove().ifPresent(iou -> out.put("suppressed-above", iou));
        card.put("output", out);
        card.put("labels", before.labels());
        Map<String, Object> thresholds = new LinkedHashMap<>();
        thresholds.put("confidence", before.thresholds().confidence());
        boolean suppresses = output.suppressedAbove().isPresent() && before.output().suppressedAbove().isEmpty();
        thresholds.put("iou", suppresses ? 1f : before.thresholds().iou());
        thresholds.put("max-detections", before.thresholds().maxDetections());
        card.put("thresholds", thresholds);
        card.put("precision", precision);
        card.put("licence", before.licence());
        DumperOptions style = new DumperOptions();
        style.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        style.setSplitLines(false);
        return new Yaml(style).dump(card);
    }
}
