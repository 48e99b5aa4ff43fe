package dev.framelot.inference.graph;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole ONNX file.
 *
 * @param opsets version by domain; the domain of ONNX's own operators is empty
 * @param metadata free texts of the exporter, in their order
 */
public record Model(long irVersion, String producer, String producerVersion, Map<String, Long> opsets, Map<String, String> metadata, Graph graph, Rest rest) {
    private static final int IR_VERSION = 1;
    private static final int PRODUCER = 2;
    private static final int PRODUCER_VERSION = 3;
    static final int GRAPH = 7;
    private static final int OPSET = 8;
    private static final int METADATA = 14;

    public Model {
        opsets = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(opsets));
        metadata = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    static Model read(ByteString bytes, ReadLimits limits) throws BadGraphException {
        Fields fields = Fields.read(bytes, limits);
        if (!fields.has(GRAPH) || !fields.has(IR_VERSION)) {
            throw new BadGraphException("it holds no graph: it is not an ONNX model");
        }
        Map<String, Long> opsets = new LinkedHashMap<>();
        for (ByteString block : fields.blocks(OPSET)) {
            Fields opset = Fields.read(block, limits);
            String domain = opset.text(1);
            opsets.put(domain.equals("ai.onnx") ? "" : domain, opset.numberOr(2, 0));
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        for (ByteString block : fields.blocks(METADATA)) {
            Fields entry = Fields.read(block, limits);
            metadata.put(entry.text(1), entry.text(2));
        }
        return new Model(
                fields.numberOr(IR_VERSION, 0), fields.text(PRODUCER), fields.text(PRODUCER_VERSION), opsets, metadata,
                Graph.read(fields.message(GRAPH, limits), limits, 0),
                new Rest(fields.without(IR_VERSION, PRODUCER, PRODUCER_VERSION, OPSET, METADATA, GRAPH)));
    }

    /** All but the graph, which may be too large for one more copy. */
    Fields frame() {
        List<ByteString> sets = new ArrayList<>();
        opsets.forEach((domain, version) -> {
            sets.add(Fields.NONE.withSome(1, domain).with(2, version).bytes());
        });
        List<ByteString> entries = new ArrayList<>();
        metadata.forEach((key, value) -> entries.add(Fields.NONE.with(1, key).with(2, value).bytes()));
        return rest.fields().with(IR_VERSION, irVersion).withSome(PRODUCER, producer).withSome(PRODUCER_VERSION, producerVersion).with(OPSET, sets)
                .with(METADATA, entries);
    }

    /** Of ONNX's own operators; 0 where none is named. */
    public long opset() {
        return opsets.getOrDefault("", 0L);
    }

    public Model withOpset(long version) {
        Map<String, Long> changed = new LinkedHashMap<>(opsets);
        changed.put("", version);
        return new Model(irVersion, producer, producerVersion, changed, metadata, graph, rest);
    }

    /** At least so: files of version 3 must list their weights among the inputs. */
    public Model withIrVersion(long least) {
        return new Model(Math.max(irVersion, least), producer, producerVersion, opsets, metadata, graph, rest);
    }

    public Model withMetadata(Map<String, String> changed) {
        return new Model(irVersion, producer, producerVersion, opsets, changed, graph, rest);
    }

    public Model with(Graph changed) {
        return new Model(irVersion, producer, producerVersion, opsets, metadata, changed, rest);
    }
}
