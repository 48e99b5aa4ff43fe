package dev.framelot.inference.onnx;

import java.nio.ByteBuffer;

/**
 * Locks a lane's buffers in RAM, so that the device copies from and to them by itself while the host goes on: from memory that
 * is not locked CUDA copies through a buffer of its own, and the thread waits. The runtime's Java API has no allocator for such
 * memory, but CUDA tells locked memory by its address, whoever asks for the copy.
 */
interface HostPinning {
    /** For a device that reads the host's memory as it is. */
    HostPinning NONE = memory -> () -> {};

    /** @param memory direct; must stay until it is released @return releases it; nothing where locking was refused */
    Pin pin(ByteBuffer memory);

    interface Pin extends AutoCloseable {
        @Override
        void close();
    }
}
