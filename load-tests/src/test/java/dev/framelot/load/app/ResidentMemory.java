package dev.framelot.load.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process holds in RAM, Java heap and native memory alike, as Linux counts it. */
final class ResidentMemory {
    private final Path process;

    ResidentMemory(long pid) {
        this.process = Path.of("/proc", Long.toString(pid));
    }

    /** From here on {@link #peakBytes} counts anew. */
    void forgetPeak() throws IOException {
        Files.writeString(process.resolve("clear_refs"), "5");
    }

    long nowBytes() throws IOException {
        return bytes("VmRSS:");
    }

    long peakBytes() throws IOException {
        return bytes("VmHWM:");
    }

    private long bytes(String key) throws IOException {
        String line = Files.readAllLines(process.resolve("status")).stream().filter(l -> l.startsWith(key)).findFirst()
                .orElseThrow(() -> new IOException("This kernel does not tell " + key + " of a process"));
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
    }
}
