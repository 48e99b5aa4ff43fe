package dev.framelot.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Frames whose records refer to their image.
 *
 * @param roots below which images may lie, absolute; empty: nowhere
 * @param maxBytes of an image
 * @param timeout of an attempt by HTTP
 * @param fetchers threads
 * @param loopback whether names may stand for this machine
 */
public record ClaimCheckSettings(List<URI> roots, int maxBytes, Duration timeout, int attempts, int fetchers, boolean loopback) {
    public static final ClaimCheckSettings OFF = new ClaimCheckSettings(List.of(), 256 << 20, Duration.ofSeconds(10), 3, 4, false);

    public ClaimCheckSettings {
        roots = List.copyOf(roots);
    }

    public boolean on() {
        return !roots.isEmpty();
    }
}
