package dev.framelot.load.plan;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** How cameras fall on partitions, and partitions on instances: by Kafka's own hash of the key, so never evenly. */
final class KeySpread {
    private KeySpread() {}

    /** Cameras of the instance that has the most. Each instance has every {@code instances}-th partition. */
    static int mostCameras(int cameras, int partitions, int instances) {
        int[] count = new int[instances];
        for (int camera = 0; camera < cameras; camera++) {
            byte[] key = String.format(Locale.ROOT, "camera-%05d", camera).getBytes(StandardCharsets.UTF_8);
            count[BuiltInPartitioner.partitionForKey(key, partitions) % instances]++;
        }
        return java.util.Arrays.stream(count).max().orElseThrow();
    }
}
