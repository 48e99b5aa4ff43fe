package dev.framelot.inference.graph;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One operation.
 *
 * @param inputs names of values; an empty name is an input left out
 * @param domain empty for ONNX's own operators
 */
public record Node(String name, String operator, String domain, List<String> inputs, List<String> outputs, List<Attribute> attributes, Rest rest) {
    private static final int INPUT = 1;
    private static final int OUTPUT = 2;
    private static final int NAME = 3;
    private static final int OPERATOR = 4;
    private static final int ATTRIBUTE = 5;
    private static final int DOMAIN = 7;

    public Node {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = List.copyOf(attributes);
    }

    /** Named after its first output. */
    public static Node of(String operator, List<String> inputs, List<String> outputs, Attribute... attributes) {
        return new Node(outputs.get(0), operator, "", inputs, outputs, List.of(attributes), Rest.NONE);
    }

    /** Names are unique in a graph, or empty. */
    public Node named(String other) {
        return new Node(other, operator, domain, inputs, outputs, attributes, rest);
    }

    static Node read(Fields fields, ReadLimits limits, int depth) throws BadGraphException {
        List<Attribute> attributes = new ArrayList<>();
        for (ByteString block : fields.blocks(ATTRIBUTE)) {
            attributes.add(Attribute.read(Fields.read(block, limits), limits, depth));
        }
        return new Node(
                fields.text(NAME), fields.text(OPERATOR), fields.text(DOMAIN), fields.texts(INPUT), fields.texts(OUTPUT), attributes,
                new Rest(fields.without(INPUT, OUTPUT, NAME, OPERATOR, ATTRIBUTE, DOMAIN)));
    }

    Fields fields() {
        return rest.fields().withTexts(INPUT, inputs).withTexts(OUTPUT, outputs).withSome(NAME, name).with(OPERATOR, operator)
                .with(ATTRIBUTE, attributes.stream().map(attribute -> attribute.fields().bytes()).toList()).withSome(DOMAIN, domain);
    }

    public boolean is(String onnxOperator) {
        return operator.equals(onnxOperator) && (domain.isEmpty() || domain.equals("ai.onnx"));
    }

    /** The input's name; empty where it is left out. */
    public String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    public String output() {
        return outputs.isEmpty() ? "" : outputs.get(0);
    }

    public Optional<Attribute> attribute(String wanted) {
        return attributes.stream().filter(attribute -> attribute.name().equals(wanted)).findFirst();
    }

    public long integer(String attribute, long otherwise) {
        return attribute(attribute).map(Attribute::integer).orElse(otherwise);
    }

    public Node withInputs(List<String> changed) {
        return new Node(name, operator, domain, changed, outputs, attributes, rest);
    }

    public Node withInput(int index, String changed) {
        List<String> changedInputs = new ArrayList<>(inputs);
        changedInputs.set(index, changed);
        return withInputs(changedInputs);
    }

    public Node withOutputs(List<String> changed) {
        return new Node(name, operator, domain, inputs, changed, attributes, rest);
    }

    public Node with(Attribute changed) {
        List<Attribute> others = new ArrayList<>(attributes);
        others.removeIf(attribute -> attribute.name().equals(changed.name()));
        others.add(changed);
        return new Node(name, operator, domain, inputs, outputs, others, rest);
    }

    /** As a person finds it: {@code Reshape '/model.23/Reshape'}. */
    public String describe() {
        return operator + " '" + (name.isEmpty() ? output() : name) + "'";
    }
}
