package dev.framelot.load.plan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.apache.kafka.common.utils.Utils;

/** How cameras fall on partitions, and partitions on instances: by Kafka's own hash of the key, so never evenly. */
public final class KeySpread {
    /** Of each camera's key; the partition is what is left of it by their number. */
    private final int[] hashes;

    /** @param name of each camera, its key */
    public KeySpread(int cameras, IntFunction<String> name) {
        hashes = new int[cameras];
        Arrays.setAll(hashes, camera -> Utils.toPositive(Utils.murmur2(name.apply(camera).getBytes(StandardCharsets.UTF_8))));
    }

    /** Cameras that are called {@code camera-00000} and so on. */
    static KeySpread of(int cameras) {
        return new KeySpread(cameras, camera -> {
            String number = String.valueOf(camera);
            return "camera-" + "0".repeat(Math.max(0, 5 - number.length())) + number;
        });
    }

    public int cameras() {
        return hashes.length;
    }

    /** Cameras of the instance that has the most. Each instance has every {@code instances}-th partition. */
    public int mostCameras(int partitions, int instances) {
        int[] count = new int[instances];
        for (int hash : hashes) {
            count[hash % partitions % instances]++;
        }
        return Arrays.stream(count).max().orElseThrow();
    }
}
