package dev.framelot.config;

import java.time.Duration;
import java.util.List;

/** Batches, and the decoded frames and frames in flight that must be there for a full one to form. */
final class BatchingSection {
    private static final int MOST_AUTOMATIC_WORKERS = 16;

    private final GivenSettings given;
    private final int maxFrames;
    private final int lanes;
    private final int workers;
    private final BatchSizes sizes;

    BatchingSection(GivenSettings given) {
        this.given = given;
        this.maxFrames = given.get(SettingsCatalogue.BATCHING_MAX_FRAMES);
        this.lanes = given.get(SettingsCatalogue.INFERENCE_LANES);
        int asked = given.get(SettingsCatalogue.DECODE_WORKERS);
        this.workers = asked == 0 ? Math.max(1, Math.min(MOST_AUTOMATIC_WORKERS, Runtime.getRuntime().availableProcessors() - 1)) : asked;
        BatchSizes asGiven = new BatchSizes(
                given.get(SettingsCatalogue.DECODE_SLOTS), given.get(SettingsCatalogue.IN_FLIGHT_FRAMES), given.get(SettingsCatalogue.BATCHING_SHAPES));
        this.sizes = maxFrames == BatchingSettings.MEASURED ? toBeMeasured(asGiven) : completed(asGiven);
    }

    DecodeSettings decode() {
        return new DecodeSettings(workers, sizes.slots(), given.get(SettingsCatalogue.DECODE_LIBRARY), given.get(SettingsCatalogue.DECODE_STRICT));
    }

    int inFlightFrames() {
        return sizes.inFlightFrames();
    }

    BatchingSettings batching() {
        int sameCamera = given.get(SettingsCatalogue.BATCHING_MAX_SAME_CAMERA);
        if (maxFrames != BatchingSettings.MEASURED && sameCamera > maxFrames) {
            given.wrong(SettingsCatalogue.BATCHING_MAX_SAME_CAMERA, "must be at most batching.max-frames = " + maxFrames, "Lower it, or set 0 for an equal share");
        }
        Duration slo = given.get(SettingsCatalogue.BATCHING_SLO);
        Duration reserve = given.get(SettingsCatalogue.BATCHING_RESERVE);
        if (!slo.isZero() && slo.compareTo(reserve) <= 0) {
            given.wrong(SettingsCatalogue.BATCHING_SLO, "must be longer than batching.reserve = " + DurationText.write(reserve) + ", or no frame is ever on time",
                    "Lengthen it, or set 0 for no deadline");
        }
        BatchingSettings.Drop drop = given.get(SettingsCatalogue.BATCHING_DROP);
        BatchingSettings.Mode mode = given.get(SettingsCatalogue.BATCHING_MODE);
        if (drop != BatchingSettings.Drop.KEEP_ALL && mode == BatchingSettings.Mode.FIXED) {
            given.wrong(SettingsCatalogue.BATCHING_DROP, "leaves frames out, which batching.mode = fixed never does", "Set it to keep-all, or choose another mode");
        }
        return new BatchingSettings(
                mode,
                maxFrames,
                given.find(SettingsCatalogue.BATCHING_MAX_WAIT),
                given.get(SettingsCatalogue.BATCHING_MAX_BATCH_BYTES),
                sizes.shapes(),
                sameCamera,
                slo,
                drop,
                given.get(SettingsCatalogue.BATCHING_DEFAULT_CLASS),
                given.get(SettingsCatalogue.BATCHING_BACKFILL_DELAY),
                reserve);
    }

    /** What follows from the largest batch is worked out when that is known: {@link FramelotConfig#withMeasured}. */
    private BatchSizes toBeMeasured(BatchSizes asGiven) {
        if (!asGiven.shapes().isEmpty()) {
            given.wrong(SettingsCatalogue.BATCHING_SHAPES, "must be auto while batching.max-frames = -1 has the largest batch measured",
                    "Remove it, or give batching.max-frames a number");
        }
        int fewestSlots = BatchSizes.fewestSlots(1, lanes, workers);
        if (asGiven.slots() != 0 && asGiven.slots() < fewestSlots) {
            given.wrong(SettingsCatalogue.DECODE_SLOTS, "must be at least inference.lanes + decode.workers = " + fewestSlots
                    + ", or not even batches of one form", "Raise it, or set 0 for automatic");
        }
        return asGiven;
    }

    private BatchSizes completed(BatchSizes asGiven) {
        int fewestSlots = BatchSizes.fewestSlots(maxFrames, lanes, workers);
        List<Integer> shapes = asGiven.shapes();
        if (asGiven.slots() != 0 && asGiven.slots() < fewestSlots) {
            given.wrong(SettingsCatalogue.DECODE_SLOTS, "must be at least batching.max-frames x inference.lanes + decode.workers = " + fewestSlots
                    + ", or a full batch never forms", "Raise it, or set 0 for automatic");
        }
        if (asGiven.inFlightFrames() != 0 && asGiven.inFlightFrames() < maxFrames) {
            given.wrong(SettingsCatalogue.IN_FLIGHT_FRAMES, "must be at least batching.max-frames = " + maxFrames + ", or a full batch never forms",
                    "Raise it, or set 0 for automatic");
        }
        if (!shapes.isEmpty() && shapes.get(shapes.size() - 1) != maxFrames) {
            given.wrong(SettingsCatalogue.BATCHING_SHAPES, "must end with batching.max-frames = " + maxFrames, "Make both equal, or set shapes to auto");
        }
        return BatchSizes.of(maxFrames, lanes, workers, asGiven.slots(), asGiven.inFlightFrames(), shapes);
    }
}
