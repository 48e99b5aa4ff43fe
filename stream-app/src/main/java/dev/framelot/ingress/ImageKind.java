package dev.framelot.ingress;

/** What an image's first bytes say it is. */
public enum ImageKind {
    JPEG,
    PNG,
    OTHER;

    /** Bytes that must have come before {@link #of} can tell. */
    public static final int BYTES = 4;

    /** @param first at least {@link #BYTES}; fewer are {@link #OTHER} */
    public static ImageKind of(byte[] first) {
        if (first.length < BYTES) {
            return OTHER;
        }
        if ((first[0] & 0xff) == 0xff && (first[1] & 0xff) == 0xd8 && (first[2] & 0xff) == 0xff) {
            return JPEG;
        }
        return (first[0] & 0xff) == 0x89 && first[1] == 'P' && first[2] == 'N' && first[3] == 'G' ? PNG : OTHER;
    }
}
