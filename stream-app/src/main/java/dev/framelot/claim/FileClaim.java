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
                int read = in.readNBytes(bytes, 0, sizeBytes);
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
}
