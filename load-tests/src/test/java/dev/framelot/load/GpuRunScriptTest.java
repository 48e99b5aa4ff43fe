package dev.framelot.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** On what {@code ops/gpu/run.sh} would run; that it ends before it runs, for want of what pack.sh makes, is the same in all. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a bash script")
class GpuRunScriptTest {
    @TempDir
    Path temp;

    private Script script;

    @BeforeEach
    void alone() throws IOException {
        Files.copy(Path.of("..", "ops", "gpu", "run.sh"), temp.resolve("run.sh"));
        machine("exit 1", "echo '1 libs found in cache'");
        script = new Script(temp.resolve("run.sh"), temp.resolve("commands"), Map.of("UNPACK_HOME", temp.resolve("unpacked").toString()));
    }

    private void machine(String nvidiaSmi, String ldconfig) throws IOException {
        Script.write(temp.resolve("commands/nvidia-smi"), "#!/usr/bin/env bash\n" + nvidiaSmi + "\n");
        Script.write(temp.resolve("commands/ldconfig"), "#!/usr/bin/env bash\n" + ldconfig + "\n");
    }

    private static void assumeNoDevice() {
        Assumptions.assumeFalse(Files.exists(Path.of("/dev/nvidia0")), "this machine has a GPU");
    }

    private String said(String... arguments) throws Exception {
        Script.Ended ended = script.run(arguments);
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said()).contains("parts of Framelot are missing");
        return ended.said();
    }

    @Test
    void aDeviceThatNvidiaSmiFindsIsTaken() throws Exception {
        machine("echo 'GPU 0: NVIDIA L4 (UUID: GPU-1)'", "exit 1");
        assertThat(said("results")).contains("provider cuda, for nvidia-smi finds a device");
    }

    @Test
    void soIsOneOfAContainerWithoutNvidiaSmi() throws Exception {
        assumeNoDevice();
        machine("exit 127", "printf '\\tlibcuda.so.1 (libc6,x86-64) => /usr/lib/libcuda.so.1\\n'");
        assertThat(said("results")).contains("provider cuda, for there is libcuda.so.1");
    }

    @Test
    void elseItIsTheCpuAndWhatWasLookedForIsSaid() throws Exception {
        assumeNoDevice();
        assertThat(said("results")).contains("provider cpu, for there is no nvidia-smi", "/dev/nvidia0", "libcuda.so.1", "--provider");
    }

    @Test
    void whatIsNamedIsNotLookedFor() throws Exception {
        assertThat(said("results", "--provider", "cpu")).doesNotContain("run.sh: provider");
    }
}
