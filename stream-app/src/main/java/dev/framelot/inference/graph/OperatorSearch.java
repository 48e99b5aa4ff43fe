package dev.framelot.inference.graph;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Whether a file uses an operator, read past in pieces: of a model that may be larger than the heap. */
public final class OperatorSearch {
    private static final int PIECE_BYTES = 1 << 20;
    /** Of a node: field 4, a text. */
    private static final byte OPERATOR_TAG = 4 << 3 | 2;

    private OperatorSearch() {}

    /** @param operator shorter than 128 letters, as all of ONNX's are */
    public static boolean finds(Path model, String operator) throws IOException {
        byte[] name = operator.getBytes(StandardCharsets.US_ASCII);
        byte[] wanted = new byte[name.length + 2];
        wanted[0] = OPERATOR_TAG;
        wanted[1] = (byte) name.length;
        System.arraycopy(name, 0, wanted, 2, name.length);
        byte[] piece = new byte[PIECE_BYTES];
        int kept = 0;
        try (InputStream in = Files.newInputStream(model)) {
            int read = in.readNBytes(piece, kept, piece.length - kept);
            while (read > 0) {
                int end = kept + read;
                if (contains(piece, end, wanted)) {
                    return true;
                }
                // What may be the beginning of one that goes on in the next piece.
                kept = Math.min(wanted.length - 1, end);
                System.arraycopy(piece, end - kept, piece, 0, kept);
                read = in.readNBytes(piece, kept, piece.length - kept);
            }
        }
        return false;
    }

    private static boolean contains(byte[] piece, int end, byte[] wanted) {
        for (int at = 0; at + wanted.length <= end; at++) {
            if (piece[at] == wanted[0] && Arrays.equals(piece, at, at + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }
}
