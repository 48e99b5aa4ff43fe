package dev.framelot.frame;

import java.util.Objects;

/**
 * Where a frame's image is, if not in its record, as the producer says: nothing of it is believed before it was checked.
 *
 * @param sha256 of the compressed image, 64 hexadecimal digits
 */
public record ImageReference(String uri, int sizeBytes, String sha256) {
    public ImageReference {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(sha256, "sha256");
    }

    /** As one shows it: a presigned address carries its key in the query. */
    public String shown() {
        int query = uri.indexOf('?');
        String text = query < 0 ? uri : uri.substring(0, query) + "?…";
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }
}
