package dev.framelot.inference.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Shows on what the nodes of a graph really ran. The Java API does not tell, and a session whose nodes all landed on the CPU
 * looks as well as any: so the first run is profiled, and the profile names each node's provider.
 */
final class ProviderProof implements AutoCloseable {
    private static final Pattern PROVIDER = Pattern.compile("\"provider\"\\s*:\\s*\"(\\w+)\"");

    /** As the runtime names it in a profile. */
    private final String provider;
    private final Path folder;

    ProviderProof(String provider) {
        this.provider = provider;
        try {
            folder = Files.createTempDirectory("framelot-profile");
        } catch (IOException failure) {
            throw new UncheckedIOException("no temporary folder for the proof of what runs the model", failure);
        }
    }

    String filePrefix() {
        return folder.resolve("first-run").toString();
    }

    /** After the first run; ends the profiling. @throws DeviceUnavailable no node ran on the provider */
    Map<String, Integer> nodesByProvider(OrtSession session) throws DeviceUnavailable, OrtException {
        Map<String, Integer> nodes;
        try {
            nodes = count(Files.readString(Path.of(session.endProfiling())));
        } catch (IOException failure) {
            throw new DeviceUnavailable("the profile of the first run can't be read: " + failure);
        }
        if (!nodes.containsKey(provider)) {
            throw new DeviceUnavailable("the session loaded, but the nodes of its first run were on " + nodes);
        }
        return nodes;
    }

    static Map<String, Integer> count(String profile) {
        Map<String, Integer> nodes = new TreeMap<>();
        Matcher found = PROVIDER.matcher(profile);
        while (found.find()) {
            nodes.merge(found.group(1), 1, Integer::sum);
        }
        return nodes;
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException left) {
            // A file in the temporary folder may stay; nothing depends on it.
        }
    }
}
