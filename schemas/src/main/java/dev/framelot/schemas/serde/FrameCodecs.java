package dev.framelot.schemas.serde;

import dev.framelot.schemas.CameraFrame;
import dev.framelot.schemas.ControlCommand;
import dev.framelot.schemas.FrameDeadLetter;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.FrameShed;
import java.util.Optional;

/** Makes the codecs of all topics, with the bundled schemas alone or with a registry. Thread safe. */
public final class FrameCodecs {
    private final Optional<RegistryClient> registry;

    private FrameCodecs(Optional<RegistryClient> registry) {
        this.registry = registry;
    }

    /** Writes single-object encoding; needs no registry. */
    public static FrameCodecs bundled() {
        return new FrameCodecs(Optional.empty());
    }

    /** Writes the registry's framing; still reads single-object encoding. */
    public static FrameCodecs withRegistry(RegistryClient registry) {
        return new FrameCodecs(Optional.of(registry));
    }

    public AvroCodec<CameraFrame> cameraFrame(String topic) {
        return new AvroCodec<>(CameraFrame.getClassSchema(), registry, topic);
    }

    public AvroCodec<FrameDetections> frameDetections(String topic) {
        return new AvroCodec<>(FrameDetections.getClassSchema(), registry, topic);
    }

    public AvroCodec<FrameShed> frameShed(String topic) {
        return new AvroCodec<>(FrameShed.getClassSchema(), registry, topic);
    }

    public AvroCodec<FrameDeadLetter> frameDeadLetter(String topic) {
        return new AvroCodec<>(FrameDeadLetter.getClassSchema(), registry, topic);
    }

    public AvroCodec<ControlCommand> controlCommand(String topic) {
        return new AvroCodec<>(ControlCommand.getClassSchema(), registry, topic);
    }
}
