package dev.framelot.load.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Hands the turn from camera to camera and counts each one's frames. Belongs to one thread. */
final class CameraTurns {
    private final List<String> cameras;
    private final long[] sequences;
    private int turn;

    CameraTurns(List<String> cameras) {
        if (cameras.isEmpty()) {
            throw new IllegalArgumentException("A frame source needs at least one camera; got none.");
        }
        this.cameras = List.copyOf(cameras);
        this.sequences = new long[cameras.size()];
    }

    /** {@code camera-01}, {@code camera-02}, …: with as many digits as the last one needs, at least two. */
    static List<String> numbered(String prefix, int count) {
        int digits = Math.max(2, String.valueOf(count).length());
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            names.add(String.format(Locale.ROOT, "%s-%0" + digits + "d", prefix, i));
        }
        return names;
    }

    int index() {
        return turn;
    }

    String camera() {
        return cameras.get(turn);
    }

    long sequence() {
        return sequences[turn];
    }

    void pass() {
        sequences[turn]++;
        turn = (turn + 1) % cameras.size();
    }
}
