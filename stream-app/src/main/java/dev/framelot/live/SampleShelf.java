package dev.framelot.live;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Images of the last sampled frames, at most so many bytes together; the oldest go. Thread safe. */
public final class SampleShelf {
    private record Kept(long id, ByteBuffer image) {}

    private final long maxBytes;
    private final ArrayDeque<Kept> byAge = new ArrayDeque<>();
    private final Map<Long, ByteBuffer> byId = new HashMap<>();
    private long bytes;

    SampleShelf(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** A copy, as the record around the image may be much larger. False where the image alone is too large. */
    synchronized boolean put(long id, ByteBuffer image) {
        if (image.remaining() > maxBytes) {
            return false;
        }
        byte[] copy = new byte[image.remaining()];
        image.duplicate().get(copy);
        ByteBuffer kept = ByteBuffer.wrap(copy).asReadOnlyBuffer();
        byAge.addLast(new Kept(id, kept));
        byId.put(id, kept);
        bytes += copy.length;
        while (bytes > maxBytes) {
            Kept oldest = byAge.removeFirst();
            byId.remove(oldest.id);
            bytes -= oldest.image.remaining();
        }
        return true;
    }

    /** Position 0 to limit; each caller gets its own view. */
    public synchronized Optional<ByteBuffer> image(long id) {
        return Optional.ofNullable(byId.get(id)).map(ByteBuffer::duplicate);
    }

    synchronized void clear() {
        byAge.clear();
        byId.clear();
        bytes = 0;
    }

    synchronized long bytes() {
        return bytes;
    }
}
