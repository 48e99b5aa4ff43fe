package dev.framelot.inference.profile;

import dev.framelot.inference.ProfileKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Profiles of earlier starts, a file each, in one folder. A file is named after its model and its whole key, so that one model
 * can have a profile for each device and setting.
 */
public final class ProfileCache {
    /** No profile is nearly as large; a larger file is none. */
    private static final long MOST_BYTES = 1 << 20;

    private final Path folder;

    public ProfileCache(Path folder) {
        this.folder = folder;
    }

    /** @param profile that matches the key @param remarks about files that do not: one sentence each, for the log */
    public record Found(Optional<Profile> profile, List<String> remarks) {
        public Found {
            remarks = List.copyOf(remarks);
        }
    }

    /** The data folder if the launcher was given one, else the user's cache folder. */
    public static Path defaultFolder(Map<String, String> environment, Path home) {
        String data = environment.getOrDefault("FRAMELOT_DATA", "");
        if (!data.isBlank()) {
            return Path.of(data).resolve("profiles");
        }
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        // A relative one is to be ignored, says the XDG specification.
        Path caches = !cache.isBlank() && Path.of(cache).isAbsolute() ? Path.of(cache) : home.resolve(".cache");
        return caches.resolve("framelot").resolve("profiles");
    }

    public Path folder() {
        return folder;
    }

    public Path fileOf(ProfileKey key) {
        return folder.resolve(modelPrefix(key) + Integer.toHexString(key.hashCode()) + ".json");
    }

    /** Looks for a profile of exactly this key; of others of the same model it says why they do not hold. */
    public Found find(ProfileKey key) {
        List<String> remarks = new ArrayList<>();
        Path own = fileOf(key);
        Optional<Profile> matching = Files.exists(own) ? read(own, key, remarks) : Optional.empty();
        if (matching.isEmpty()) {
            othersOfTheModel(key, own).forEach(file -> read(file, key, remarks));
        }
        return new Found(matching, matching.isPresent() ? List.of() : remarks);
    }

    /** Written aside and moved, so that a reader sees the old file or the new one. */
    public Path write(Profile profile) throws IOException {
        Files.createDirectories(folder);
        Path target = fileOf(profile.key());
        Path aside = Files.createTempFile(folder, "profile", ".part");
        try {
            Files.writeString(aside, ProfileJson.write(profile));
            try {
                Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException plainFileSystem) {
                Files.move(aside, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(aside);
        }
        return target;
    }

    private static Optional<Profile> read(Path file, ProfileKey key, List<String> remarks) {
        try {
            long bytes = Files.size(file);
            if (bytes > MOST_BYTES) {
                throw new BadProfileException("it has " + bytes + " bytes, the limit is " + MOST_BYTES);
            }
            Profile profile = ProfileJson.read(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            List<String> differences = profile.key().differencesFrom(key);
            if (differences.isEmpty()) {
                return Optional.of(profile);
            }
            remarks.add("The profile " + file + " is not used: it is for " + String.join(", ", differences));
        } catch (BadProfileException damaged) {
            remarks.add("The profile " + file + " is refused: " + damaged.getMessage() + "; the model is measured again");
        } catch (IOException unreadable) {
            remarks.add("The profile " + file + " can't be read: " + unreadable);
        }
        return Optional.empty();
    }

    private List<Path> othersOfTheModel(ProfileKey key, Path own) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.equals(own))
                    .filter(file -> file.getFileName().toString().startsWith(modelPrefix(key)))
                    .filter(file -> file.getFileName().toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static String modelPrefix(ProfileKey key) {
        return key.modelSha256().substring(0, Math.min(16, key.modelSha256().length())) + "-";
    }
}
