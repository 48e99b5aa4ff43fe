package dev.framelot.claim;

import dev.framelot.frame.ImageReference;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** Fetches what a reference names, as often as allowed, and believes it only if size and hash are right. Thread safe. */
public final class ClaimFetcher {
    private static final long FIRST_PAUSE_MILLIS = 100;

    /** Between attempts; a test does not wait. */
    @FunctionalInterface
    interface Pause {
        void of(long millis) throws InterruptedException;
    }

    private final ClaimRoots roots;
    private final HttpClaim http;
    private final int attempts;
    private final Pause pause;

    /** @param loopback whether names may stand for this machine @param timeout of one attempt by HTTP @param attempts at most, at least 1 */
    public ClaimFetcher(List<URI> roots, boolean loopback, Duration timeout, int attempts) {
        this(roots, loopback, timeout, attempts, Network.REAL, Thread::sleep);
    }

    ClaimFetcher(List<URI> roots, boolean loopback, Duration timeout, int attempts, Network network, Pause pause) {
        this.roots = new ClaimRoots(roots);
        this.http = new HttpClaim(network, loopback, timeout, System::nanoTime);
        this.attempts = attempts;
        this.pause = pause;
    }

    /**
     * The bytes, of the size and hash that the reference names.
     *
     * @throws ClaimException for good: forbidden, not to be had, or something else
     */
    public byte[] fetch(ImageReference reference) throws ClaimException, InterruptedException {
        ClaimRoots.Allowed allowed = roots.check(reference.uri());
        for (int attempt = 1; ; attempt++) {
            try {
                return matching(allowed.isFile() ? FileClaim.read(allowed, reference.sizeBytes()) : http.read(allowed.uri(), reference.sizeBytes()), reference);
            } catch (ClaimException failed) {
                if (!failed.mayPass()) {
                    throw failed;
                }
                if (attempt == attempts) {
                    throw failed.after(attempts);
                }
                pause.of(FIRST_PAUSE_MILLIS << Math.min(attempt - 1, 6));
            }
        }
    }

    private static byte[] matching(byte[] bytes, ImageReference reference) throws ClaimException {
        String hash;
        try {
            hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
        if (!hash.equalsIgnoreCase(reference.sha256())) {
            throw ClaimException.mismatch("the object's SHA-256 is " + hash + ", the reference says " + reference.sha256() + ": it is another one, or was changed");
        }
        return bytes;
    }
}
