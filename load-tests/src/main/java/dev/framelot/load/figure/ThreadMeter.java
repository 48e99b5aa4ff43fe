package dev.framelot.load.figure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What each Java thread of this process has used so far, but the reading one and those that belong to the measurement (by their
 * names). Collector and compiler are no Java threads.
 */
final class ThreadMeter {
    /** @param cpuNanos and {@code allocatedBytes} of all threads counted */
    record Use(long cpuNanos, long allocatedBytes) {}

    private record Thread(String name, long cpuNanos, long allocatedBytes) {}

    private final Map<Long, Thread> threads = new HashMap<>();

    private ThreadMeter() {}

    static ThreadMeter read() {
        ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ThreadMeter meter = new ThreadMeter();
        long self = java.lang.Thread.currentThread().getId();
        for (ThreadInfo info : bean.getThreadInfo(bean.getAllThreadIds())) {
            if (info != null && info.getThreadId() != self && !ofTheMeasurement(info.getThreadName())) {
                long id = info.getThreadId();
                meter.threads.put(id, new Thread(info.getThreadName(), Math.max(0, bean.getThreadCpuTime(id)), Math.max(0, bean.getThreadAllocatedBytes(id))));
            }
        }
        return meter;
    }

    /** What was used between this reading and a later one. A thread that ended in between is not counted. */
    Use until(ThreadMeter later) {
        return until(later, name -> true);
    }

    Use until(ThreadMeter later, Predicate<String> names) {
        long cpu = 0;
        long bytes = 0;
        for (Map.Entry<Long, Thread> entry : later.threads.entrySet()) {
            Thread end = entry.getValue();
            if (names.test(end.name())) {
                Thread begin = threads.getOrDefault(entry.getKey(), new Thread(end.name(), 0, 0));
                cpu += end.cpuNanos() - begin.cpuNanos();
                bytes += end.allocatedBytes() - begin.allocatedBytes();
            }
        }
        return new Use(cpu, bytes);
    }

    /** Cameras and readers name their threads and their Kafka clients so. */
    static boolean ofTheMeasurement(String threadName) {
        return threadName.startsWith("figure-") || threadName.contains("| figure-cameras") || threadName.contains("| figure-reader");
    }
}
