package dev.framelot.app;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** How much memory outside the heap this JVM allows itself. */
final class DirectMemory {
    private DirectMemory() {}

    /** {@code -XX:MaxDirectMemorySize}; where it is not given, as much as the heap may have. */
    static long limitBytes() {
        HotSpotDiagnosticMXBean options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long given = options == null ? 0 : Long.parseLong(options.getVMOption("MaxDirectMemorySize").getValue());
        return given > 0 ? given : Runtime.getRuntime().maxMemory();
    }
}
