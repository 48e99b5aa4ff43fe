package dev.framelot.app;

import dev.framelot.config.FramelotConfig;
import dev.framelot.config.SettingsCatalogue;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.profile.SearchLimits;
import java.util.Optional;
import java.util.OptionalInt;

/** The largest batch that the settings and this JVM's memory outside the heap have room for, whatever the device would take. */
public final class BatchRoom {
    /** Of the direct memory, what slots and tensors may take; decoders and Kafka's buffers live there too. */
    private static final double DIRECT_SHARE = 0.8;
    /** For each place of a lane's batch. */
    private static final int SLOTS_PER_PLACE = 3;

    private BatchRoom() {}

    /** For a configuration whose largest batch is to be measured. */
    static SearchLimits of(FramelotConfig config, InferenceEngine engine) {
        SearchLimits memory = inMemory(config, engine, 0);
        OptionalInt bySettings = config.largestBatchAllowed();
        return bySettings.isPresent() && bySettings.getAsInt() <= memory.maxBatch()
                ? new SearchLimits(bySettings.getAsInt(), "decode.slots and delivery.in-flight-frames", Optional.empty(), engine.fixedBatch())
                : memory;
    }

    /** By memory alone, whatever batch the configuration is for. @param heldBytes of direct memory that slots and tensors can't have */
    public static SearchLimits inMemory(FramelotConfig config, InferenceEngine engine, long heldBytes) {
        return inMemory(config, engine, heldBytes, DirectMemory.limitBytes());
    }

    static SearchLimits inMemory(FramelotConfig config, InferenceEngine engine, long heldBytes, long directBytes) {
        int lanes = config.inference().lanes();
        long slotBytes = engine.input().slotBytes();
        int models = 1 + config.routing().further().size();
        long bytes = (long) (DIRECT_SHARE * directBytes / models) - heldBytes - config.decode().workers() * slotBytes;
        long bytesPerPlace = (SLOTS_PER_PLACE * slotBytes + engine.laneBytesPerFrame()) * lanes;
        int most = (int) Math.max(1, Math.min(SettingsCatalogue.MOST_FRAMES, bytes / bytesPerPlace));
        String because = most == SettingsCatalogue.MOST_FRAMES
                ? "batching.max-frames"
                : "this JVM's direct memory of " + (directBytes >> 20) + " MiB" + (models > 1 ? " for " + models + " models" : "") + " with " + lanes
                        + " lanes (-XX:MaxDirectMemorySize, inference.lanes)";
        return new SearchLimits(most, because, Optional.empty(), engine.fixedBatch());
    }
}
