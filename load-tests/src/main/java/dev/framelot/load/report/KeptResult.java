package dev.framelot.load.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A result that was kept as JSON; what is in it, its reader checks. */
public final class KeptResult {
    private KeptResult() {}

    /** @throws IllegalArgumentException there is no such file, or it is no JSON, in words */
    public static JsonNode read(Path file) throws IOException {
        try {
            return new ObjectMapper().readTree(Files.readString(file));
        } catch (NoSuchFileException absent) {
            throw new IllegalArgumentException(file + ": there is no such file");
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(file + " is no JSON: " + broken.getOriginalMessage());
        }
    }
}
