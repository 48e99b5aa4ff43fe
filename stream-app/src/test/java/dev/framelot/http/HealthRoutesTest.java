package dev.framelot.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HealthRoutesTest {
    @RegisterExtension
    final Served served = new Served();

    @Test
    void healthIsToldBeforeThereIsAnInstanceAndAllElseIsStarting() throws Exception {
        Ask ask = served.starting();
        assertThat(ask.get("/livez").status()).isEqualTo(200);
        assertThat(ask.get("/startupz").status()).isEqualTo(503);
        assertThat(ask.get("/readyz").status()).isEqualTo(503);
        assertThat(ask.get("/v1/state").status()).isEqualTo(503);
        assertThat(ask.head("/livez")).as("some probes ask by HEAD").isEqualTo(200);
        assertThat(ask.head("/readyz")).isEqualTo(503);
        served.server().show(served.instance);
        assertThat(ask.get("/startupz").status()).isEqualTo(200);
        assertThat(ask.get("/v1/state").status()).isEqualTo(200);
    }

    @Test
    void readinessAndLivenessSayWhyInWords() throws Exception {
        Ask ask = served.serve();
        served.instance.notReady = List.of("topic 'detections' does not exist\u001b[31m");
        served.instance.notAlive = List.of("lane 0 has ended");
        Ask.Answer ready = ask.get("/readyz");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(Ask.texts(ready.json().get("reasons"))).containsExactly("topic 'detections' does not exist\\u001b[31m");
        assertThat(ask.get("/livez").status()).isEqualTo(503);
    }
}
