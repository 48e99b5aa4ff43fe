package dev.framelot.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Weights that lie in files beside the model, taken in. They must lie in the model's folder. */
final class ExternalData {
    private ExternalData() {}

    static Graph embedded(Graph graph, Path folder, long maxBytes) throws BadGraphException, IOException {
        List<Tensor> weights = new ArrayList<>(graph.weights().size());
        long bytesLeft = maxBytes;
        for (Tensor weight : graph.weights()) {
            if (weight.external().isEmpty()) {
                weights.add(weight);
                continue;
            }
            ByteString read = read(weight, folder, bytesLeft);
            bytesLeft -= read.size();
            weights.add(weight.embedded(read));
        }
        return graph.withWeights(weights);
    }

    private static ByteString read(Tensor weight, Path folder, long bytesLeft) throws BadGraphException, IOException {
        Path file = inside(folder, weight.name(), weight.external().getOrDefault("location", ""));
        long offset = entry(weight, "offset", 0);
        long length = entry(weight, "length", Files.size(file) - offset);
        if (offset < 0 || length < 0 || length > Files.size(file) - offset) {
            throw new BadGraphException("weight '" + weight.name() + "' is said to be " + length + " bytes at " + offset + " of " + file.getFileName()
                    + ", which has " + Files.size(file));
        }
        if (length != weight.elements() * weight.type().bits() / 8) {
            throw new BadGraphException("weight '" + weight.name() + "' has " + length + " bytes in " + file.getFileName() + ", its shape needs "
                    + weight.elements() * weight.type().bits() / 8);
        }
        if (length > bytesLeft) {
            throw new BadGraphException("its weights in other files are larger than the " + bytesLeft + " bytes that are left for them");
        }
        byte[] bytes = new byte[(int) length];
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(offset);
            in.readFully(bytes);
        }
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    /** @throws BadGraphException it leaves the folder, by name or by a link, or is not there */
    static Path inside(Path folder, String weight, String location) throws BadGraphException, IOException {
        Path real = folder.toRealPath();
        Path file;
        try {
            file = real.resolve(location).normalize();
        } catch (InvalidPathException unreadable) {
            throw new BadGraphException("weight '" + weight + "' names the file '" + location + "', which is no file name");
        }
        if (location.isEmpty() || Path.of(location).isAbsolute() || !file.startsWith(real)) {
            throw new BadGraphException("weight '" + weight + "' lies in '" + location + "', outside the model's folder: it is not read");
        }
        if (!Files.isRegularFile(file)) {
            throw new BadGraphException("weight '" + weight + "' lies in '" + location + "', which is not in the model's folder: fetch it too");
        }
        if (!file.toRealPath().startsWith(real)) {
            throw new BadGraphException("weight '" + weight + "' lies in '" + location + "', a link out of the model's folder: it is not read");
        }
        return file;
    }

    private static long entry(Tensor weight, String key, long otherwise) throws BadGraphException {
        String text = weight.external().get(key);
        try {
            return text == null ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException unreadable) {
            throw new BadGraphException("weight '" + weight.name() + "' has the " + key + " '" + text + "', which is no number");
        }
    }
}
