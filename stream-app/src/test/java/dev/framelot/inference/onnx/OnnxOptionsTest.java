package dev.framelot.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.inference.onnx.OnnxOptions.Gpu;
import dev.framelot.inference.onnx.OnnxOptions.Provider;
import dev.framelot.inference.onnx.OnnxOptions.TensorRt;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OnnxOptionsTest {
    @Test
    void onlyCudaWithoutRequireGpuMayEndOnTheCpu() {
        assertThat(OnnxOptions.cpu(1).attempts()).containsExactly(Provider.CPU);
        assertThat(OnnxOptions.cuda(0, false).attempts()).containsExactly(Provider.CUDA, Provider.CPU);
        assertThat(OnnxOptions.cuda(0, true).attempts()).containsExactly(Provider.CUDA);
    }

    @Test
    void tensorRtEndsOnCudaOnlyWhereThatIsAllowed() {
        assertThat(tensorRt(false).attempts()).containsExactly(Provider.TENSORRT);
        assertThat(tensorRt(true).attempts()).containsExactly(Provider.TENSORRT, Provider.CUDA);
    }

    @Test
    void oneLaneTakesOneSessionOnTheFirstDeviceAndAllElseStays() {
        TensorRt tensorRt = new TensorRt(true, Optional.empty(), false, 8);
        OnnxOptions all = new OnnxOptions(Provider.TENSORRT, true, 3, 2, new Gpu(List.of(2, 0, 1), 5, tensorRt));

        assertThat(all.forOneLane()).isEqualTo(new OnnxOptions(Provider.TENSORRT, true, 3, 1, new Gpu(List.of(2), 5, tensorRt)));
    }

    @Test
    void devicesAreSomeAndDifferent() {
        for (List<Integer> devices : List.of(List.<Integer>of(), List.of(0, 0), List.of(-1))) {
            assertThatThrownBy(() -> new Gpu(devices, 0, Gpu.FIRST.tensorRt())).hasMessageContaining(devices.toString());
        }
    }

    private static OnnxOptions tensorRt(boolean cudaFallback) {
        return new OnnxOptions(Provider.TENSORRT, false, 0, 1, new Gpu(List.of(0), 0, new TensorRt(false, Optional.empty(), cudaFallback, 8)));
    }
}
