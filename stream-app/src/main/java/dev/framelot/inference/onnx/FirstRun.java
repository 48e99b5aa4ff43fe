package dev.framelot.inference.onnx;

import ai.onnxruntime.OrtException;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.WrittenCard;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first run of a session on a device: what the model takes and gives, and the proof that the device is what ran it. */
final class FirstRun {
    private static final Logger LOG = LoggerFactory.getLogger(FirstRun.class);

    private FirstRun() {}

    /**
     * @param session profiled since it was made, for {@code proof}
     * @param largestBatch that the session was made for
     * @param device its name, for sentences
     * @throws DeviceUnavailable the device can't run what this build has, or ran none of it
     * @throws InferenceException as {@link ModelSignature#of}
     */
    static ModelSignature of(DeviceSession session, WrittenCard written, int largestBatch, ProviderProof proof, Supplier<String> device)
            throws DeviceUnavailable, InferenceException {
        ModelSignature signature;
        try {
            signature = ModelSignature.of(session.session(), written, largestBatch);
        } catch (InferenceException refused) {
            throw unlessOfTheDevice(refused, device);
        }
        try {
            Map<String, Integer> nodes = proof.nodesByProvider(session.session());
            LOG.info("{} runs {}: nodes of the first run {}", device.get(), signature.card().identity().name(), nodes);
            return signature;
        } catch (OrtException failure) {
            throw new DeviceUnavailable("the first run could not be profiled: " + failure.getMessage());
        }
    }

    /** The model is not to blame where the device has no code for any. */
    static InferenceException unlessOfTheDevice(InferenceException refused, Supplier<String> device) throws DeviceUnavailable {
        if (refused.getCause() instanceof OrtException cause && OrtFailures.isOfTheDevice(cause)) {
            throw new DeviceUnavailable(device.get() + " can't run what this build of ONNX Runtime has for it: " + OrtFailures.oneLine(cause));
        }
        return refused;
    }
}
