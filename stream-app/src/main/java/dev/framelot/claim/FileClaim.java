package dev.framelot.claim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** An image in a folder of this machine. Links are followed only while they stay below the root. Stateless. */
final class FileClaim {
    /** Of one read: the JDK keeps native memory of that size for each thread that ever read so much at once. */
    private static final int MOST_AT_ONCE = 1 << 20;

    private FileClaim() {}

    static byte[] read(ClaimRoots.Allowed claim, int sizeBytes) throws ClaimException {
        Path named = ClaimRoots.path(claim.uri());
        try {
            Path root = ClaimRoots.path(claim.root()).toRealPath();
            Path real = named.toRealPath();
            if (!real.startsWith(root)) {
                throw ClaimException.forbidden("the file is a link that leads out of " + claim.root() + " (claim-check.roots)");
            }
            BasicFileAttributes facts = Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!facts.isRegularFile()) {
                throw ClaimException.forbidden("it is a folder, device or pipe, and no file");
            }
            if (facts.size() != sizeBytes) {
                throw ClaimException.mismatch("the file has " + facts.size() + " bytes, the reference says " + sizeBytes);
            }
            byte[] bytes = new byte[sizeBytes];
            try (InputStream in = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
                int read = fill(bytes, in);
                if (read < sizeBytes || in.read() >= 0) {
                    throw ClaimException.unavailable("the file changed while it was read: " + read + " bytes of " + sizeBytes);
                }
            }
            return bytes;
        } catch (NoSuchFileException missing) {
            throw ClaimException.unavailable("the file is not there, or not yet");
        } catch (IOException unreadable) {
            throw ClaimException.unavailable("the file can't be read: " + unreadable);
        }
    }

    /** @return bytes that there were, at most as many as there is room for */
    private static int fill(byte[] bytes, InputStream in) throws IOException {
        int at = 0;
        while (at < bytes.length) {
            int read = in.read(bytes, at, Math.min(MOST_AT_ONCE, bytes.length - at));
            if (read < 0) {
                break;
            }
            at += read;
        }
        return at;
    }
}
