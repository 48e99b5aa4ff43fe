package dev.framelot.load.figure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** CPU time and allocation of the threads with certain names, since this object was made. Threads that ended in between count up to the last look. */
final class ThreadCost {
    record Sum(double cpuMillis, double allocatedBytes) {}

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Predicate<String> wanted;
    private final Map<Long, long[]> atStart = new HashMap<>();
    private final Map<Long, long[]> latest = new HashMap<>();

    ThreadCost(Predicate<String> wanted) {
        this.wanted = wanted;
        look(atStart);
    }

    private void look(Map<Long, long[]> into) {
        long[] ids = threads.getAllThreadIds();
        ThreadInfo[] infos = threads.getThreadInfo(ids);
        for (int i = 0; i < ids.length; i++) {
            if (infos[i] != null && wanted.test(infos[i].getThreadName())) {
                long cpu = threads.getThreadCpuTime(ids[i]);
                if (cpu >= 0) {
                    into.put(ids[i], new long[] {cpu, threads.getThreadAllocatedBytes(ids[i])});
                }
            }
        }
    }

    Sum now() {
        look(latest);
        long cpu = 0;
        long bytes = 0;
        for (Map.Entry<Long, long[]> entry : latest.entrySet()) {
            long[] before = atStart.getOrDefault(entry.getKey(), new long[2]);
            cpu += entry.getValue()[0] - before[0];
            bytes += entry.getValue()[1] - before[1];
        }
        return new Sum(cpu / 1e6, bytes);
    }

    /** Looks every few milliseconds until {@code thread} ends. */
    Sum until(Thread thread) throws InterruptedException {
        Sum sum = now();
        while (thread.isAlive()) {
            thread.join(5);
            sum = now();
        }
        return sum;
    }
}
