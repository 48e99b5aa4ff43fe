package dev.framelot.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import dev.framelot.inference.CardFolder;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.WrittenCard;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session on a device goes through, on the one device that every machine has. */
class FirstRunTest {
    private static final String CPU = "CPUExecutionProvider";
    private static final String DEVICE = "device 0 (NVIDIA Nothing)";

    @TempDir
    Path temp;

    private static DeviceSession profiled(WrittenCard written, ProviderProof proof) throws Exception {
        return DeviceSession.open(written.file(), options -> options.enableProfiling(proof.filePrefix()));
    }

    private static ModelSignature firstRun(WrittenCard written, String provider, int largestBatch) throws Exception {
        try (ProviderProof proof = new ProviderProof(provider); DeviceSession session = profiled(written, proof)) {
            return FirstRun.of(session, written, largestBatch, proof, () -> DEVICE);
        }
    }

    @Test
    void aSessionWhoseNodesRanOnTheProviderPasses() throws Exception {
        ModelSignature signature = firstRun(card("painted-boxes"), CPU, Integer.MAX_VALUE);

        assertThat(signature.card().identity().name()).isEqualTo("painted");
        assertThat(signature.fixedBatch()).isEmpty();
    }

    @Test
    void theProfileOfARealSessionIsReadAndItsFolderGoes() throws Exception {
        WrittenCard written = card("painted-boxes");
        Path folder;
        try (ProviderProof proof = new ProviderProof(CPU); DeviceSession session = profiled(written, proof)) {
            folder = Path.of(proof.filePrefix()).getParent();
            ModelSignature.of(session.session(), written, 1);
            assertThat(proof.nodesByProvider(session.session())).containsOnlyKeys(CPU).allSatisfy((provider, nodes) -> assertThat(nodes).isPositive());
            assertThat(folder).isDirectoryContaining("glob:**first-run*");
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void oneWithoutANodeOnTheProviderDoesNotStart() throws Exception {
        WrittenCard written = card("painted-boxes");

        assertThatThrownBy(() -> firstRun(written, "CUDAExecutionProvider", Integer.MAX_VALUE))
                .isInstanceOf(DeviceUnavailable.class)
                .hasMessageContaining("the nodes of its first run were on {" + CPU);
    }

    @Test
    void aModelThatIsUnusableStaysTheModelsFault() throws Exception {
        WrittenCard written = card("wrong-rank");

        assertThatThrownBy(() -> firstRun(written, CPU, Integer.MAX_VALUE)).isInstanceOf(InferenceException.class).hasMessageContaining("float [N, 24]");
    }

    @Test
    void aDeviceThatHasNoCodeForItIsNamed() {
        InferenceException refused = OrtFailures.atLoad("the first run of the model m.onnx with shape 1",
                new OrtException("CUDA failure 209: no kernel image is available for execution on the device"));

        assertThatThrownBy(() -> FirstRun.unlessOfTheDevice(refused, () -> DEVICE))
                .isInstanceOf(DeviceUnavailable.class)
                .hasMessageStartingWith(DEVICE)
                .hasMessageContaining("no kernel image");
    }

    @Test
    void noRoomIsNeitherTheDevicesNorAnotherOnesBusiness() throws Exception {
        InferenceException refused = OrtFailures.atLoad("the first run", new OrtException("CUDA failure 2: out of memory"));

        assertThat(FirstRun.unlessOfTheDevice(refused, () -> DEVICE)).isSameAs(refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown-operator", "external-escape", "truncated"})
    void aHostileFileIsTheModelsFaultOnADeviceToo(String model) throws Exception {
        Path file = new CardFolder(temp, model).model();

        assertThatThrownBy(() -> DeviceSession.open(file, options -> {}).close())
                .isInstanceOfSatisfying(InferenceException.class, told -> assertThat(told.kind()).isEqualTo(InferenceException.Kind.UNUSABLE_MODEL))
                .hasMessageContaining("loading the model");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CUDA failure 2: out of memory", "Failed to allocate memory for requested buffer of size 5"})
    void noRoomForASessionIsNoReasonToTakeAnotherDevice(String text) throws Exception {
        Path file = new CardFolder(temp, "painted-boxes").model();

        assertThatThrownBy(() -> DeviceSession.open(file, options -> {
            throw new OrtException(text);
        })).isInstanceOfSatisfying(InferenceException.class, told -> assertThat(told.kind()).isEqualTo(InferenceException.Kind.OUT_OF_MEMORY));
    }

    @Test
    void aMissingDeviceIsAReason() throws Exception {
        Path file = new CardFolder(temp, "painted-boxes").model();

        assertThatThrownBy(() -> DeviceSession.open(file, options -> {
            throw new OrtException("CUDA failure 100: no CUDA-capable device is detected");
        })).isInstanceOf(DeviceUnavailable.class);
    }

    @Test
    void aSessionForSingleFramesIsNotAskedForTwo() throws Exception {
        WrittenCard written = card("painted-boxes");

        assertThat(firstRun(written, CPU, 1).fixedBatch()).hasValue(1);
        assertThat(firstRun(written, CPU, 2).fixedBatch()).isEmpty();
    }

    private WrittenCard card(String model) throws Exception {
        return new CardFolder(temp, model).load();
    }
}
