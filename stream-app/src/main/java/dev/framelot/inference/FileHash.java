package dev.framelot.inference;

import dev.framelot.inference.graph.BadGraphException;
import dev.framelot.inference.graph.ExternalFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The SHA-256 of a model, 64 lower-case hex digits: that of its file. Where weights lie in files beside it, that of the lines which {@code sha256sum}
 * writes of the model from its standard input, then of each of those files in the order of their names:
 * {@code (sha256sum < m.onnx; sha256sum w.bin) | sha256sum}.
 */
@FunctionalInterface
public interface FileHash {
    /** @throws BadGraphException weights of it lie where they are not read, or nowhere */
    Hashed of(Path model) throws IOException, BadGraphException;

    /** @param files all that were read, as they were before: the model, then those beside it */
    record Hashed(String sha256, List<FileStamp> files) {
        public Hashed {
            files = List.copyOf(files);
        }
    }

    /** Reads each file once, all of it, in little memory; of one whose weights are not all there, no more than where they should be. */
    static Hashed read(Path model) throws IOException, BadGraphException {
        List<FileStamp> files = new ArrayList<>();
        files.add(FileStamp.of(model));
        Path folder = model.toAbsolutePath().getParent();
        try (InputStream skimmed = Files.newInputStream(model)) {
            // A refusal is not remembered, so it should not cost a read of gigabytes each time.
            ExternalFiles.check(skimmed, folder);
        }
        Map<String, Path> beside;
        String sha256;
        try (HashedBytes bytes = new HashedBytes(Files.newInputStream(model), sha256())) {
            beside = ExternalFiles.read(bytes, folder);
            sha256 = bytes.hex();
        }
        if (beside.isEmpty()) {
            return new Hashed(sha256, files);
        }
        StringBuilder lines = new StringBuilder(sha256).append("  -\n");
        for (Map.Entry<String, Path> file : beside.entrySet()) {
            files.add(FileStamp.of(file.getValue()));
            try (HashedBytes bytes = new HashedBytes(Files.newInputStream(file.getValue()), sha256())) {
                bytes.transferTo(OutputStream.nullOutputStream());
                lines.append(bytes.hex()).append("  ").append(file.getKey()).append('\n');
            }
        }
        return new Hashed(hex(sha256().digest(lines.toString().getBytes(StandardCharsets.UTF_8))), files);
    }

    /** Of a text: for what is compared by its hash. */
    static String ofText(String text) {
        return hex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }
}
