package dev.framelot.config;

import java.util.List;
import java.util.OptionalInt;

/** Every setting of one instance, typed and checked. {@code SettingsCatalogue} names keys, defaults and units. */
public record FramelotConfig(
        KafkaSettings kafka,
        TopicSettings topics,
        FrameSettings frame,
        RegistrySettings schemaRegistry,
        DecodeSettings decode,
        BatchingSettings batching,
        InferenceSettings inference,
        DeliverySettings delivery,
        DeadLetterSettings deadLetter,
        HttpSettings http,
        TracingSettings tracing,
        SlicingSettings slicing,
        ClaimCheckSettings claimCheck,
        RoutingSettings routing) {

    /** One model, for every frame. */
    public FramelotConfig(
            KafkaSettings kafka, TopicSettings topics, FrameSettings frame, RegistrySettings schemaRegistry, DecodeSettings decode, BatchingSettings batching,
            InferenceSettings inference, DeliverySettings delivery, DeadLetterSettings deadLetter, HttpSettings http, TracingSettings tracing, SlicingSettings slicing, ClaimCheckSettings claimCheck) {
        this(kafka, topics, frame, schemaRegistry, decode, batching, inference, delivery, deadLetter, http, tracing, slicing, claimCheck, RoutingSettings.ONE_MODEL);
    }

    /** Without a control plane and traces; nothing is cut into tiles, nothing fetched from elsewhere. */
    public FramelotConfig(
            KafkaSettings kafka, TopicSettings topics, FrameSettings frame, RegistrySettings schemaRegistry, DecodeSettings decode, BatchingSettings batching,
            InferenceSettings inference, DeliverySettings delivery, DeadLetterSettings deadLetter) {
        this(kafka, topics, frame, schemaRegistry, decode, batching, inference, delivery, deadLetter, HttpSettings.OFF, TracingSettings.OFF, SlicingSettings.OFF, ClaimCheckSettings.OFF);
    }

    public FramelotConfig withHttp(HttpSettings other) {
        return new FramelotConfig(kafka, topics, frame, schemaRegistry, decode, batching, inference, delivery, deadLetter, other, tracing, slicing, claimCheck, routing);
    }

    public FramelotConfig withTracing(TracingSettings other) {
        return new FramelotConfig(kafka, topics, frame, schemaRegistry, decode, batching, inference, delivery, deadLetter, http, other, slicing, claimCheck, routing);
    }

    public FramelotConfig withLargeFrames(SlicingSettings otherSlicing, ClaimCheckSettings otherClaimCheck) {
        return new FramelotConfig(kafka, topics, frame, schemaRegistry, decode, batching, inference, delivery, deadLetter, http, tracing, otherSlicing, otherClaimCheck, routing);
    }

    public FramelotConfig withRouting(RoutingSettings other) {
        return new FramelotConfig(kafka, topics, frame, schemaRegistry, decode, batching, inference, delivery, deadLetter, http, tracing, slicing, claimCheck, other);
    }

    /** As one further model runs: its file and lanes, and the slots and frames in flight that follow from them; all else is the instance's. */
    public FramelotConfig running(NamedModel model) {
        BatchSizes sizes = batching.isToBeMeasured()
                ? new BatchSizes(0, 0, List.of())
                : BatchSizes.of(batching.maxFrames(), model.lanes(), decode.workers(), 0, 0, batching.shapes());
        return with(sizes, batching, inference.running(model.path()).withLanes(model.lanes()));
    }

    /** The largest batch that slots and frames in flight allow where a setting gave them outright. */
    public OptionalInt largestBatchAllowed() {
        int bySlots = decode.slots() == 0 ? Integer.MAX_VALUE : BatchSizes.largestBatch(decode.slots(), inference.lanes(), decode.workers());
        int byIntake = delivery.inFlightFrames() == 0 ? Integer.MAX_VALUE : delivery.inFlightFrames();
        int least = Math.min(bySlots, byIntake);
        return least == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(least);
    }

    /** With the largest batch known, everything that follows from it; what a setting gave outright stays. */
    public FramelotConfig withMeasured(List<Integer> shapes) {
        BatchSizes sizes = BatchSizes.of(
                shapes.get(shapes.size() - 1), inference.lanes(), decode.workers(), decode.slots(), delivery.inFlightFrames(), shapes);
        return with(sizes, batching.withMeasured(shapes), inference);
    }

    private FramelotConfig with(BatchSizes sizes, BatchingSettings otherBatching, InferenceSettings otherInference) {
        return new FramelotConfig(
                kafka, topics, frame, schemaRegistry, decode.withSlots(sizes.slots()), otherBatching, otherInference, delivery.withInFlightFrames(sizes.inFlightFrames()),
                deadLetter, http, tracing, slicing, claimCheck, routing);
    }
}
