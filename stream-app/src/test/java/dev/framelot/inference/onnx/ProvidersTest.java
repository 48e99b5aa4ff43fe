package dev.framelot.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProvidersTest {
    @Test
    void whoHasBuiltWithoutCudaIsToldHowToAndWhoHasIsNot() {
        OnnxOptions options = OnnxOptions.cuda(0, true);

        assertThat(Providers.remedy(options, false)).startsWith("build for CUDA (FRAMELOT_CUDA=1 before ./framelot, elsewhere the Maven profile -Pcuda) and check the driver");
        assertThat(Providers.remedy(options, true)).startsWith("check the driver, CUDA and cuDNN").doesNotContain("FRAMELOT_CUDA");
    }
}
