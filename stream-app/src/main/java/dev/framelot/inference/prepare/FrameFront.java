package dev.framelot.inference.prepare;

import dev.framelot.inference.ModelCard;
import dev.framelot.inference.Normalisation;
import dev.framelot.inference.graph.Axis;
import dev.framelot.inference.graph.ElementType;
import dev.framelot.inference.graph.Graph;
import dev.framelot.inference.graph.Model;
import dev.framelot.inference.graph.Value;
import java.util.List;

/**
 * Puts uint8 [N, height, width, 3] in front of a graph: a quarter of the bytes to the device, and no float copy in Java. The
 * channels are turned first, while they are bytes. Their order stays the model's: the image decoder writes either at no cost.
 */
final class FrameFront {
    private FrameFront() {}

    /** The graph takes frames as they are decoded. */
    static boolean isThere(ModelCard.Input input) {
        return input.type() == dev.framelot.inference.family.ElementType.UINT8 && !input.channelsFirst();
    }

    /** @param input of the card; the model's own type and layout */
    static Model put(Model model, ModelCard.Input input) {
        Graph graph = model.graph();
        Value images = graph.trueInputs().stream().filter(value -> value.name().equals(input.name())).findFirst().orElseThrow();
        NodeWriter writer = new NodeWriter(model);
        String frames = graph.names().contains("frames") ? writer.unused("frames") : "frames";
        String value = input.channelsFirst() ? writer.transpose(frames, 0, 3, 1, 2) : frames;
        if (images.type() != ElementType.UINT8) {
            value = normalised(writer, writer.cast(value, ElementType.FLOAT32), input);
            if (images.type() == ElementType.FLOAT16) {
                value = writer.cast(value, ElementType.FLOAT16);
            }
        }
        writer.addTo(input.name(), "Identity", List.of(value));
        Axis batch = images.shape().orElseThrow().get(0);
        Value taken = Value.of(frames, ElementType.UINT8, batch, Axis.of(input.geometry().height()), Axis.of(input.geometry().width()), Axis.of(3));
        List<Value> inputs = graph.trueInputs().stream().map(each -> each.name().equals(input.name()) ? taken : each).toList();
        return model.with(writer.before(graph).withInputs(inputs).withoutValues());
    }

    /** (pixel - mean) / (1 / scale): a division by 255 rounds once, as the published code and the Java side do, a factor of 1/255 twice. */
    private static String normalised(NodeWriter writer, String pixels, ModelCard.Input input) {
        Normalisation normalisation = input.normalisation();
        String value = pixels;
        if (normalisation.mean().stream().anyMatch(mean -> mean != 0)) {
            value = writer.binary("Sub", value, channels(writer, normalisation.mean(), input.channelsFirst()));
        }
        if (normalisation.scale().stream().anyMatch(scale -> scale != 1)) {
            value = writer.binary("Div", value, channels(writer, normalisation.scale().stream().map(scale -> 1 / scale).toList(), input.channelsFirst()));
        }
        return value;
    }

    private static String channels(NodeWriter writer, List<Double> each, boolean channelsFirst) {
        if (each.stream().distinct().count() == 1) {
            return writer.scalar(each.get(0).floatValue());
        }
        float[] values = {each.get(0).floatValue(), each.get(1).floatValue(), each.get(2).floatValue()};
        return channelsFirst ? writer.floats(values, 1, 3, 1, 1) : writer.floats(values, 3);
    }
}
