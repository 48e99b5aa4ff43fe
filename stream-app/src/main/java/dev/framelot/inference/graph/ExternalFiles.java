package dev.framelot.inference.graph;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which files beside a model hold weights of it, found while its bytes go by once: it may be larger than the heap. Those of bodies, of constants
 * and of functions count too. Mutable; owner: one call of {@link #read}.
 */
public final class ExternalFiles {
    /** An export may write a file for each weight. */
    private static final int MOST_FILES = 10_000;
    private static final int MOST_NAME_BYTES = 4_096;
    private static final int LOCATION_EXTERNAL = 1;

    /** The messages that weights are in. */
    private enum Message {
        MODEL, GRAPH, FUNCTION, NODE, ATTRIBUTE, SPARSE, TENSOR, OTHER;

        Message of(int field) {
            return switch (this) {
                case MODEL -> field == 7 ? GRAPH : field == 25 ? FUNCTION : OTHER;
                case GRAPH -> field == 1 ? NODE : field == 5 ? TENSOR : field == 15 ? SPARSE : OTHER;
                case FUNCTION -> field == 7 ? NODE : field == 11 ? ATTRIBUTE : OTHER;
                case NODE -> field == 5 ? ATTRIBUTE : OTHER;
                case ATTRIBUTE -> field == 5 || field == 10 ? TENSOR : field == 6 || field == 11 ? GRAPH : field == 22 || field == 23 ? SPARSE : OTHER;
                case SPARSE -> field == 1 || field == 2 ? TENSOR : OTHER;
                case TENSOR, OTHER -> OTHER;
            };
        }
    }

    /** The weight that named a file first, by the name as the model has it. */
    private final Map<String, String> weightByLocation = new LinkedHashMap<>();
    private final CodedInputStream in;

    private ExternalFiles(CodedInputStream in) {
        this.in = in;
    }

    /**
     * @param model read to its end, whatever it is: what is no model names none
     * @param folder that it lies in
     * @return by name within the folder, with {@code /} between its parts
     * @throws BadGraphException one leaves the folder or is not there, or they are beyond every limit
     */
    public static SortedMap<String, Path> read(InputStream model, Path folder) throws BadGraphException, IOException {
        ExternalFiles found = walked(model);
        model.transferTo(OutputStream.nullOutputStream());
        return found.within(folder);
    }

    /** As {@link #read}, without the weights that are in the model itself: they are skipped, which costs nothing on a file. */
    public static void check(InputStream model, Path folder) throws BadGraphException, IOException {
        walked(model).within(folder);
    }

    private static ExternalFiles walked(InputStream model) throws BadGraphException, IOException {
        ExternalFiles found = new ExternalFiles(CodedInputStream.newInstance(model));
        try {
            found.walk(Message.MODEL, 0);
        } catch (InvalidProtocolBufferException noModel) {
            // The runtime says it better.
            found.weightByLocation.clear();
        }
        return found;
    }

    private SortedMap<String, Path> within(Path folder) throws BadGraphException, IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        Path real = folder.toRealPath();
        for (Map.Entry<String, String> one : weightByLocation.entrySet()) {
            Path file = ExternalData.inside(real, one.getValue(), one.getKey());
            files.put(real.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/"), file);
        }
        return files;
    }

    private void walk(Message message, int depth) throws IOException, BadGraphException {
        // Between two graphs lie a node and its attribute.
        if (depth > 3 * ReadLimits.DEEPEST) {
            throw new BadGraphException("its subgraphs are nested deeper than " + ReadLimits.DEEPEST);
        }
        if (message == Message.TENSOR) {
            tensor();
            return;
        }
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            Message inner = isBlock(tag) ? message.of(WireFormat.getTagFieldNumber(tag)) : Message.OTHER;
            if (inner == Message.OTHER) {
                in.skipField(tag);
            } else {
                int outer = in.pushLimit(in.readRawVarint32());
                walk(inner, depth + 1);
                in.popLimit(outer);
            }
        }
    }

    private void tensor() throws IOException, BadGraphException {
        String name = "";
        String location = "";
        boolean external = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            if (field == 8 && isBlock(tag)) {
                name = text();
            } else if (field == 13 && isBlock(tag)) {
                int outer = in.pushLimit(in.readRawVarint32());
                String said = location();
                in.popLimit(outer);
                location = said.isEmpty() ? location : said;
            } else if (field == 14 && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
                external = in.readInt32() == LOCATION_EXTERNAL;
            } else {
                in.skipField(tag);
            }
        }
        if (external && weightByLocation.putIfAbsent(location, name) == null && weightByLocation.size() > MOST_FILES) {
            throw new BadGraphException("its weights lie in more than " + MOST_FILES + " files");
        }
    }

    /** Of an entry of a weight's external data; empty where it says something else. */
    private String location() throws IOException, BadGraphException {
        String key = "";
        String value = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == 1 && isBlock(tag)) {
                key = text();
            } else if (WireFormat.getTagFieldNumber(tag) == 2 && isBlock(tag)) {
                value = text();
            } else {
                in.skipField(tag);
            }
        }
        return key.equals("location") ? value : "";
    }

    private String text() throws IOException, BadGraphException {
        int bytes = in.readRawVarint32();
        if (bytes < 0 || bytes > MOST_NAME_BYTES) {
            throw new BadGraphException("a weight of it, or where that lies, has a name of more than " + MOST_NAME_BYTES + " bytes");
        }
        return new String(in.readRawBytes(bytes), StandardCharsets.UTF_8);
    }

    private static boolean isBlock(int tag) {
        return WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }
}
