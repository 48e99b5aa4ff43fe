package dev.framelot.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateRoutesTest {
    @RegisterExtension
    final Served served = new Served();

    @Test
    void theModeIsChangedAndTheAnswerIsTheNewState() throws Exception {
        Ask ask = served.serve();
        Ask.Answer changed = ask.put("/v1/mode", "{\"mode\":\"throughput\",\"slo\":\"50ms\",\"by\":\"night-shift\",\"version\":0}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().get("mode").asText()).isEqualTo("throughput");
        assertThat(changed.json().get("version").asLong()).isEqualTo(1);
        assertThat(changed.json().get("issuedBy").asText()).isEqualTo("night-shift");
        assertThat(changed.json().get("modes")).hasSize(4);
        Ask.Answer stale = ask.put("/v1/mode", "{\"mode\":\"latency\",\"version\":0}");
        assertThat(stale.status()).as("optimistic version").isEqualTo(409);
        assertThat(stale.json().get("detail").asText()).contains("version 1 is in force");
        assertThat(ask.get("/v1/mode").json().get("mode").asText()).isEqualTo("throughput");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"mode\":\"turbo\"}|throughput",
                "{\"mod\":\"latency\"}|maxFrames",
                "{\"maxFrames\":0}|",
                "{\"maxFrames\":\"many\"}|",
                "{\"slo\":\"soon\"}|",
                "{\"slo\":\"99999999999h\"}|",
                "{\"maxWait\":\"2h\"}|",
                "{}|",
                "[1]|",
                "no json|"
            })
    void whatTheContractDoesNotAllowIsAProblemThatNamesWhatIs(String body, String allowed) throws Exception {
        Ask.Answer answer = served.serve().put("/v1/mode", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("detail").asText()).isNotBlank();
        if (allowed != null) {
            assertThat(Ask.texts(answer.json().get("allowed"))).contains(allowed);
        }
        assertThat(served.instance.state.version()).as("nothing changed").isZero();
    }

    @Test
    void intakeIsPausedAndResumedAndADrainIsAsked() throws Exception {
        Ask ask = served.serve();
        assertThat(ask.put("/v1/intake", "{\"paused\":true}").json().get("pausedByHand").asBoolean()).isTrue();
        assertThat(ask.post("/v1/cameras/c/frames", "image/jpeg", new byte[] {-1, -40, -1, -32}).status()).as("backpressure").isEqualTo(429);
        assertThat(ask.put("/v1/intake", "{\"paused\":false}").json().get("taking").asBoolean()).isTrue();
        assertThat(ask.post("/v1/drain", "application/json", new byte[0]).status()).isEqualTo(202);
        assertThat(served.instance.drained).isTrue();
        assertThat(ask.put("/v1/intake", "{\"paused\":true}").status()).isEqualTo(409);
    }
}
