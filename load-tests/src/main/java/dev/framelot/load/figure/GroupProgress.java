package dev.framelot.load.figure;

import dev.framelot.config.FramelotConfig;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** How far the application's group has committed, asked of the broker. */
final class GroupProgress implements AutoCloseable {
    private final Admin admin;
    private final String group;

    GroupProgress(FramelotConfig config) {
        admin = Admin.create(Map.<String, Object>of("bootstrap.servers", config.kafka().bootstrapServers()));
        group = config.kafka().applicationId();
    }

    /** Frames of all partitions that are done and committed; for a topic that was never cut. */
    long committedFrames() throws InterruptedException {
        try {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
                    .filter(java.util.Objects::nonNull)
                    .mapToLong(offset -> offset.offset())
                    .sum();
        } catch (ExecutionException refused) {
            throw new IllegalStateException("The broker does not tell the offsets of group " + group + ": " + refused.getCause(), refused);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
