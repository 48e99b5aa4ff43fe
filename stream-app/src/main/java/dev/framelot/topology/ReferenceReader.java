package dev.framelot.topology;

import dev.framelot.frame.FrameFault.Reason;
import dev.framelot.frame.ImageReference;
import dev.framelot.image.FrameRejectedException;
import java.util.regex.Pattern;

/** Reads what a record says of an image elsewhere, and refuses what needs no asking elsewhere. @param allowed whether any place is @param maxBytes of an image */
record ReferenceReader(boolean allowed, int maxBytes) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final int MOST_CHARACTERS = 8_192;

    ImageReference read(dev.framelot.schemas.ImageReference said) throws FrameRejectedException {
        if (!allowed) {
            throw new FrameRejectedException(Reason.REF_FORBIDDEN,
                    "the frame refers to an image elsewhere, and no place is allowed; set claim-check.roots to where images may lie, or send the image itself");
        }
        if (said.getUri().length() > MOST_CHARACTERS) {
            throw new FrameRejectedException(Reason.REF_FORBIDDEN,
                    "the reference has " + said.getUri().length() + " characters, the limit is " + MOST_CHARACTERS);
        }
        if (said.getSizeBytes() < 1 || said.getSizeBytes() > maxBytes) {
            throw new FrameRejectedException(Reason.REF_UNAVAILABLE, "the reference says that the image has " + said.getSizeBytes()
                    + " bytes; allowed are 1 to " + maxBytes + " (claim-check.max-bytes): it is not fetched");
        }
        if (!SHA256.matcher(said.getSha256()).matches()) {
            throw new FrameRejectedException(Reason.REF_MISMATCH, "the reference's sha256 has to be 64 hexadecimal digits, so that what is fetched can be checked");
        }
        return new ImageReference(said.getUri(), (int) said.getSizeBytes(), said.getSha256());
    }
}
