package dev.framelot.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes ONNX files. A hostile, cut or foreign file is refused in one sentence that names it. */
public final class ModelFile {
    /** Protobuf itself ends at 2 GiB; no detector comes near this. */
    private static final long MAX_BYTES = 1L << 30;

    private ModelFile() {}

    /**
     * The model with all its weights inside, those in other files of its folder too.
     *
     * @throws BadGraphException no ONNX model, larger than 1 GiB, or one that reaches outside its folder
     */
    public static Model read(Path file) throws BadGraphException {
        return read(file, true);
    }

    /** Without taking in weights of other files: for looking at. */
    public static Model readWithoutExternalData(Path file) throws BadGraphException {
        return read(file, false);
    }

    private static Model read(Path file, boolean embed) throws BadGraphException {
        try {
            if (!Files.isRegularFile(file)) {
                throw new BadGraphException("there is no such file");
            }
            long bytes = Files.size(file);
            if (bytes > MAX_BYTES) {
                throw new BadGraphException("it has " + bytes + " bytes, the limit is " + MAX_BYTES);
            }
            Model model = Model.read(UnsafeByteOperations.unsafeWrap(Files.readAllBytes(file)), new ReadLimits());
            return embed ? model.with(ExternalData.embedded(model.graph(), file.toAbsolutePath().getParent(), MAX_BYTES)) : model;
        } catch (BadGraphException bad) {
            throw new BadGraphException(file + " can't be used: " + bad.getMessage());
        } catch (IOException unreadable) {
            throw new BadGraphException(file + " can't be read: " + unreadable);
        } catch (OutOfMemoryError noRoom) {
            throw new BadGraphException(file + " does not fit into this Java's memory of " + Runtime.getRuntime().maxMemory() / (1 << 20)
                    + " MB; give it more, for instance with FRAMELOT_JAVA_OPTS=-Xmx3g");
        }
    }

    public static void write(Model model, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            write(model, out);
        }
    }

    /** As a file would hold it: for a runtime that takes bytes. */
    public static byte[] bytes(Model model) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(model, out);
        } catch (IOException impossible) {
            throw new IllegalStateException("writing to memory failed", impossible);
        }
        return out.toByteArray();
    }

    private static void write(Model model, OutputStream out) throws IOException {
        CodedOutputStream coded = CodedOutputStream.newInstance(out);
        model.frame().writeTo(coded);
        ByteString graph = model.graph().fields().bytes();
        coded.writeBytes(Model.GRAPH, graph);
        coded.flush();
    }
}
