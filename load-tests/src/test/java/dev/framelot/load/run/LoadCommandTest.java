package dev.framelot.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LoadCommandTest {
    @TempDir
    Path folder;

    private String refused(String... arguments) {
        StringWriter said = new StringWriter();
        int status = new CommandLine(new LoadCommand()).setOut(new PrintWriter(said)).setErr(new PrintWriter(said)).execute(arguments);
        assertThat(status).as("%s", said).isEqualTo(CommandLine.ExitCode.USAGE);
        return said.toString();
    }

    private String file(String content) throws Exception {
        return Files.writeString(folder.resolve("w.yaml"), content).toString();
    }

    @Test
    void aBadWorkloadIsRefusedWithAllItsProblemsBeforeAnythingStarts() throws Exception {
        assertThat(refused(file("rate: 0\nfull: {duration: 60s}\n"))).contains("can't be used, 3 problem(s)", "description: is absent", "rate: is '0'", "quick.duration: is absent");
        assertThat(refused(folder.resolve("absent.yaml").toString())).contains("there is no such file");
    }

    @Test
    void anotherEngineMustExistAndHaveARate() throws Exception {
        String sound = file("description: d\nload: 0.5\nfull: {duration: 60s}\nquick: {duration: 5s}\n");
        assertThat(refused(sound, "--engine", "warp")).contains("--engine is 'warp'", "declared-cost, model, cuda");
        assertThat(refused(sound, "--engine", "cuda")).contains("load: is a share of what the declared device can do");
    }
}
