package dev.framelot.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.app.Framelot;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

/** {@code framelot explain} against a real server. */
class ExplainByUrlTest {
    @RegisterExtension
    final Served served = new Served();

    @Test
    void explainAsksARunningInstanceAndSaysWhenNobodyAnswers() {
        served.serve();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Framelot.commandLine()
                .setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        assertThat(command.execute("explain", "--url", served.server().url(), "--last", "3")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("No batch has run yet");
        int port = served.port();
        served.end();
        assertThat(command.execute("explain", "--url", "http://127.0.0.1:" + port)).isEqualTo(1);
        assertThat(err.toString()).contains("No answer from", "--http-port");
        assertThat(command.execute("explain", "--last", "0")).isEqualTo(2);
        assertThat(command.execute("explain", "--token", "secret-\n1")).isEqualTo(1);
        assertThat(err.toString()).contains("FRAMELOT_HTTP_TOKEN_READ").doesNotContain("secret");
    }
}
