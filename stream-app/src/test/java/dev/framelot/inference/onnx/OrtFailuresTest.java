package dev.framelot.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.InferenceException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrtFailuresTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bfc_arena.cc:376 Failed to allocate memory for requested buffer of size 5898240000",
                "bfc_arena.cc:358 Available memory of 1000 is smaller than requested bytes of 5898240000",
                "CUDA failure 2: out of memory ; GPU=0",
                "CUDNN failure 4000: CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED",
                "CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED",
                "CUDNN failure 2: CUDNN_STATUS_ALLOC_FAILED ; GPU=0 ; hostname=h ; file=conv.cc ; line=1 ; expr=cudnnCreate(&handle);",
                "bfc_arena.cc: Failed to find a free memory block despite calling Extend. rounded_bytes=4096",
                "IExecutionContext: Error Code 1: Cuda Runtime (out of memory)",
                "Error Code 2: OutOfMemory (no further information)",
                "autotuning: User allocator error allocating 15485030400-byte buffer",
                "Could not find any implementation for node {ForeignNode} due to insufficient workspace.",
                "CUDA_ERROR_OUT_OF_MEMORY",
                "Exception during initialization: bad allocation",
                "std::bad_alloc"
            })
    void noRoomIsOutOfMemory(String text) {
        assertThat(atRun(text).kind()).isEqualTo(Kind.OUT_OF_MEMORY);
        assertThat(OrtFailures.atLoad("loading", new OrtException(text)).kind()).isEqualTo(Kind.OUT_OF_MEMORY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CUDA failure 700: an illegal memory access was encountered ; GPU=0",
                "CUDA failure 719: unspecified launch failure",
                "CUDA failure 700: out of memory was the last word before",
                "CUDNN failure 5000: CUDNN_STATUS_EXECUTION_FAILED ; GPU=0; CUDA failure 716: misaligned address",
                "IExecutionContext::enqueueV3: Error Code 1: Cuda Runtime (an illegal memory access was encountered)",
                "CUDA error(702): the launch timed out and was terminated",
                "CUDA failure 717: operation not supported on global/shared address space",
                "CUDA failure 220: uncorrectable NVLink error detected during the execution",
                "CUDA failure 100: no CUDA-capable device is detected",
                "CUDA failure 999: unknown error",
                "cudaErrorECCUncorrectable",
                "CUDA_ERROR_LAUNCH_FAILED",
                "CUDA failure 710: device-side assert triggered",
                "CUDA failure 214: uncorrectable ECC error encountered"
            })
    void aStickyCudaErrorIsALostDevice(String text) {
        assertThat(atRun(text).kind()).isEqualTo(Kind.DEVICE_LOST);
        assertThat(OrtFailures.atLoad("loading", new OrtException(text)).kind()).isEqualTo(Kind.DEVICE_LOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Load model from models/unknown/model.onnx failed:Fatal error: dev.framelot.nowhere:Conjure(-1) is not a registered function/op",
                "External data path validation failed for initializer: scale. Error: External data path escapes model directory."
            })
    void aFileThatLoadsNowhereIsTheModelsFaultWithoutACodeOfItsOwn(String text) {
        OrtException failure = new OrtException(OrtErrorCode.ORT_FAIL, text);

        assertThat(OrtFailures.isOfTheModel(failure)).isTrue();
        assertThat(OrtFailures.isNoRoom(failure)).isFalse();
        assertThat(OrtFailures.isOfTheDevice(failure)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Non-zero status code returned while running Conv node. CUDA failure 209: no kernel image is available for execution on the device ; GPU=0",
                "CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version",
                "CUDA failure 222: the provided PTX was compiled with an unsupported toolchain.",
                "CUDNN failure 3000: CUDNN_STATUS_ARCH_MISMATCH",
                "CUDA error(98): invalid device function"
            })
    void aDeviceWithoutCodeForItIsNotTheModelsFault(String text) {
        assertThat(OrtFailures.isOfTheDevice(new OrtException(text))).isTrue();
        assertThat(OrtFailures.isOfTheModel(new OrtException(text))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Failed to load library libonnxruntime_providers_cuda.so with error: libcublasLt.so.12: cannot open shared object file",
                "CUDA failure 100: no CUDA-capable device is detected",
                "CUDA failure 2: out of memory",
                "CUDA failure 999: unknown error"
            })
    void whatHappensToASoundModelIsNotTheModelsFault(String text) {
        assertThat(OrtFailures.isOfTheModel(new OrtException(OrtErrorCode.ORT_FAIL, text))).isFalse();
    }

    @Test
    void noRoomForASessionHasAnotherRemedyThanNoRoomForABatch() {
        OrtException failure = new OrtException("CUDA failure 2: out of memory");

        assertThat(OrtFailures.isNoRoom(failure)).isTrue();
        InferenceException told = OrtFailures.atOpen("loading the model m.onnx", failure);
        assertThat(told.kind()).isEqualTo(Kind.OUT_OF_MEMORY);
        assertThat(told).hasMessageContaining("inference.sessions-per-device").hasMessageContaining("inference.gpu-memory-limit").hasMessageNotContaining("batching.shapes");
    }

    @Test
    void theRestIsTheModelAtLoadAndPerhapsAFrameLater() {
        OrtException other = new OrtException(OrtErrorCode.ORT_INVALID_ARGUMENT, "Got invalid dimensions");

        assertThat(OrtFailures.atLoad("loading", other).kind()).isEqualTo(Kind.UNUSABLE_MODEL);
        assertThat(OrtFailures.atRun("a batch of 3 frames in shape 4", other).kind()).isEqualTo(Kind.BATCH_FAILED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CUDA failure 701: too many resources requested for launch",
                "CUDA failure 712: part or all of the requested memory range is already mapped",
                "CUDA failure 1: invalid argument",
                "CUDNN_FE failure 8: HEURISTIC_QUERY_FAILED",
                "TensorRT EP execution context enqueue failed."
            })
    void anErrorThatHarmsOnlyItsCallLeavesTheDevice(String text) {
        assertThat(atRun(text).kind()).isEqualTo(Kind.BATCH_FAILED);
    }

    @Test
    void aResetDeviceIsLostWhateverTheText() {
        assertThat(OrtFailures.atLoad("loading", new OrtException(OrtErrorCode.ORT_DEVICE_RESET, "x")).kind())
                .isEqualTo(Kind.DEVICE_LOST);
    }

    @Test
    void theSentenceSaysWhatWasTriedAndWhatHelps() {
        assertThat(atRun("CUDA failure 2: out of memory"))
                .hasMessageStartingWith("a batch of 3 frames in shape 4 failed: CUDA failure 2")
                .hasMessageEndingWith("lower batching.shapes or inference.lanes");
    }

    @Test
    void aMessageOfSeveralLinesBecomesOne() {
        assertThat(atRun("Failed to load library\n  with error: x\n")).hasMessageEndingWith(" failed: Failed to load library with error: x");
    }

    private static InferenceException atRun(String text) {
        return OrtFailures.atRun("a batch of 3 frames in shape 4", new OrtException(text));
    }
}
