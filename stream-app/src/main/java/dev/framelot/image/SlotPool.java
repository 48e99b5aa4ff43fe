package dev.framelot.image;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/** A fixed number of direct buffers for decoded frames, allocated once. Lock: this. */
public final class SlotPool {
    private final Deque<ByteBuffer> free;
    private final Set<ByteBuffer> taken = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @param slots how many @param slotBytes size of each */
    public SlotPool(int slots, int slotBytes) {
        free = new ArrayDeque<>(slots);
        for (int i = 0; i < slots; i++) {
            free.push(ByteBuffer.allocateDirect(slotBytes));
        }
    }

    /** Waits for a free slot; its content is whatever the last user left. */
    public synchronized ByteBuffer acquire() throws InterruptedException {
        while (free.isEmpty()) {
            wait();
        }
        ByteBuffer slot = free.pop();
        taken.add(slot);
        return slot;
    }

    /** A free slot if there is one now. */
    public synchronized Optional<ByteBuffer> tryAcquire() {
        ByteBuffer slot = free.poll();
        if (slot != null) {
            taken.add(slot);
        }
        return Optional.ofNullable(slot);
    }

    /** @throws IllegalStateException the slot is not out: it was given back already, or never was of this pool */
    public synchronized void release(ByteBuffer slot) {
        if (!taken.remove(slot)) {
            throw new IllegalStateException("A slot was given back that is not out: " + taken.size() + " are");
        }
        free.push(slot);
        notify();
    }

    /**
     * Another buffer of the same size takes the place of one that is out, and is free; the one that was out is the caller's now.
     *
     * @throws IllegalStateException the slot is not out
     */
    public synchronized void exchange(ByteBuffer slot, ByteBuffer instead) {
        if (instead.capacity() != slot.capacity()) {
            throw new IllegalArgumentException("A slot of " + slot.capacity() + " bytes can't be exchanged for one of " + instead.capacity());
        }
        if (!taken.remove(slot)) {
            throw new IllegalStateException("A slot was exchanged that is not out: " + taken.size() + " are");
        }
        free.push(instead);
        notify();
    }

    public synchronized int inUse() {
        return taken.size();
    }
}
