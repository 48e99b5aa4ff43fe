package dev.framelot.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as it is, in a checkout of empty modules, with a Maven that only says what it was asked and a Java that only says its class path. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a bash script")
class LauncherTest {
    private static final String MAVEN = """
            #!/usr/bin/env bash
            echo "$*" >>"${BASH_SOURCE[0]}.calls"
            gpu=; [[ " $* " == *" -Pcuda "* ]] && gpu=_gpu
            mkdir -p load-tests/target
            echo "/repository/onnxruntime$gpu/1/onnxruntime$gpu-1.jar" >load-tests/target/launcher.classpath
            """;
    private static final String JAVA = """
            #!/usr/bin/env bash
            if [[ $1 == -XshowSettings:properties ]]; then echo '    java.specification.version = 17'; else echo "$*"; fi
            """;

    @TempDir
    Path temp;

    private Script launcher;
    private Path maven;

    @BeforeEach
    void checkout() throws IOException {
        Files.copy(Path.of("..", "framelot"), temp.resolve("framelot"));
        Files.writeString(temp.resolve("pom.xml"), "");
        for (String module : List.of("schemas", "stream-app", "load-tests")) {
            Files.createDirectories(temp.resolve(module).resolve("src/main"));
            Files.writeString(temp.resolve(module).resolve("pom.xml"), "");
        }
        maven = Script.write(temp.resolve("bin/mvn"), MAVEN);
        Script.write(temp.resolve("jdk/bin/java"), JAVA);
        Script.write(temp.resolve("jdk/bin/javac"), JAVA);
        launcher = new Script(temp.resolve("framelot"), temp.resolve("bin"), Map.of("JAVA_HOME", temp.resolve("jdk").toString()));
    }

    private List<String> builds() throws IOException {
        Path calls = Path.of(maven + ".calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    @Test
    void buildsOnceWithoutCuda() throws Exception {
        assertThat(launcher.run("version").said()).contains("/onnxruntime-1.jar dev.framelot.load.Main version");
        assertThat(launcher.run("version").status()).isZero();

        assertThat(builds()).singleElement().asString().doesNotContain("-Pcuda");
    }

    @Test
    void theVariableBuildsWithCudaOnceAndTheOtherValueBack() throws Exception {
        Script cuda = launcher.with("FRAMELOT_CUDA", "1");
        launcher.run("version");
        assertThat(cuda.run("run").said()).contains("/onnxruntime_gpu-1.jar dev.framelot.load.Main run");
        assertThat(cuda.run("run").said()).contains("/onnxruntime_gpu-1.jar");
        assertThat(builds()).hasSize(2).last().asString().contains("-Pcuda");

        assertThat(launcher.with("FRAMELOT_CUDA", "0").run("run").said()).contains("/onnxruntime-1.jar");
        assertThat(builds()).hasSize(3).last().asString().doesNotContain("-Pcuda");
    }

    @Test
    void withoutTheVariableItStaysAsItWasBuilt() throws Exception {
        launcher.with("FRAMELOT_CUDA", "1").run("version");
        assertThat(launcher.run("version").said()).contains("/onnxruntime_gpu-1.jar");
        assertThat(builds()).hasSize(1);

        Files.setLastModifiedTime(temp.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(launcher.run("version").said()).contains("/onnxruntime_gpu-1.jar");
        assertThat(builds()).hasSize(2).last().asString().contains("-Pcuda");
    }

    @Test
    void soItDoesAfterMavenWasCalledByHand() throws Exception {
        new Script(maven, temp.resolve("bin"), Map.of()).run("-Pcuda", "package");

        assertThat(launcher.run("version").said()).contains("/onnxruntime_gpu-1.jar");
    }

    @Test
    void anotherValueIsRefusedBeforeAnythingIsBuilt() throws Exception {
        Script.Ended refused = launcher.with("FRAMELOT_CUDA", "yes").run("version");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.said()).contains("FRAMELOT_CUDA is 'yes'");
        assertThat(builds()).isEmpty();
    }
}
