package dev.framelot.load.plan;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** How cameras fall on partitions, and partitions on instances: by Kafka's own hash of the key, so never evenly. */
public final class KeySpread {
    private KeySpread() {}

    /** Cameras of the instance that has the most, where they are called {@code camera-00000} and so on. */
    static int mostCameras(int cameras, int partitions, int instances) {
        return mostCameras(cameras, partitions, instances, camera -> String.format(Locale.ROOT, "camera-%05d", camera));
    }

    /** Cameras of the instance that has the most. Each instance has every {@code instances}-th partition. @param name of each */
    public static int mostCameras(int cameras, int partitions, int instances, IntFunction<String> name) {
        int[] count = new int[instances];
        for (int camera = 0; camera < cameras; camera++) {
            byte[] key = name.apply(camera).getBytes(StandardCharsets.UTF_8);
            count[BuiltInPartitioner.partitionForKey(key, partitions) % instances]++;
        }
        return java.util.Arrays.stream(count).max().orElseThrow();
    }
}
