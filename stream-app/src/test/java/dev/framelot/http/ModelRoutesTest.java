package dev.framelot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ModelRoutesTest {
    @RegisterExtension
    final Served served = new Served();

    @Test
    void modelsAreListedSwappedAndShadowedEachWithTheVersionItWasMeantFor() throws Exception {
        Ask ask = served.serve();
        JsonNode listed = ask.get("/v1/models").json();
        assertThat(listed.get("version").asLong()).isZero();
        assertThat(listed.get("models")).hasSize(2);
        assertThat(listed.get("models").get(0).get("state").asText()).isEqualTo("serving");
        assertThat(listed.get("models").get(1).get("state").asText()).isEqualTo("unusable");
        assertThat(listed.get("models").get(1).get("problem").asText()).contains("weights");
        assertThat(ask.get("/v1/state").json().get("models")).as("nothing is read for the state").hasSize(1);

        Ask.Answer shadowed = ask.put("/v1/models/shadow", "{\"model\":\"m-2\",\"version\":0,\"by\":\"night-shift\"}");
        assertThat(shadowed.status()).as(shadowed.text()).isEqualTo(200);
        assertThat(shadowed.json().get("issuedBy").asText()).isEqualTo("night-shift");
        assertThat(shadowed.json().get("models").get(1).get("state").asText()).isEqualTo("shadow");
        assertThat(ask.put("/v1/models/serving", "{\"model\":\"m-2\",\"version\":0}").status()).as("optimistic version").isEqualTo(409);
        Ask.Answer stopped = ask.put("/v1/models/shadow", "{\"model\":null,\"version\":1}");
        assertThat(stopped.status()).as(stopped.text()).isEqualTo(200);
        Ask.Answer loaded = ask.post("/v1/models/m-2/load", "application/json", new byte[0]);
        assertThat(loaded.status()).as(loaded.text()).isEqualTo(200);
        assertThat(loaded.json().get("models").get(1).get("state").asText()).isEqualTo("ready");
        Ask.Answer swapped = ask.put("/v1/models/serving", "{\"model\":\"m-2\",\"version\":2}");
        assertThat(swapped.status()).as(swapped.text()).isEqualTo(200);
        assertThat(swapped.json().get("models").get(0).get("version").asText()).isEqualTo("2");
        assertThat(swapped.json().get("version").asLong()).isEqualTo(3);
        assertThat(swapped.json().get("models").get(0).get("folder").asText()).isEqualTo("m-2");
        assertThat(ask.put("/v1/models/serving", "{\"settings\":true,\"version\":2}").status()).as("optimistic version").isEqualTo(409);
        Ask.Answer back = ask.put("/v1/models/serving", "{\"settings\":true,\"version\":3,\"by\":\"day-shift\"}");
        assertThat(back.status()).as(back.text()).isEqualTo(200);
        assertThat(back.json().get("version").asLong()).isEqualTo(4);
        assertThat(back.json().get("issuedBy").asText()).isEqualTo("day-shift");
        assertThat(back.json().get("models").get(0).get("folder").isNull()).isTrue();
        assertThat(back.json().get("models").get(0).get("version").asText()).isEqualTo("1");
    }

    @Test
    void aSwapWhileTheFolderIsReadIsListedWithTheVersionThatChoseIt() throws Exception {
        Ask ask = served.serve();
        served.instance.models.whileListing = () -> {
            try {
                served.instance.models.main().serve("m-2", Optional.empty(), "night-shift");
            } catch (Exception refused) {
                throw new IllegalStateException(refused);
            }
        };
        JsonNode listed = ask.get("/v1/models").json();
        assertThat(listed.get("version").asLong()).isEqualTo(1);
        assertThat(listed.get("routes").get(0).get("version").asLong()).isEqualTo(1);
        assertThat(listed.get("models").get(0).get("folder").asText()).isEqualTo("m-2");
    }

    @Test
    void aFurtherModelIsListedWithTheNameByWhichFramesReachIt() throws Exception {
        Ask ask = served.serve();
        served.instance.models.several = true;
        JsonNode models = ask.get("/v1/models").json().get("models");
        assertThat(models.get(0).get("route").asText()).isEqualTo("main");
        assertThat(models.get(1).get("route").asText()).isEqualTo("night");
        assertThat(models.get(1).get("name").asText()).isEqualTo("thermal");
        assertThat(models.get(1).get("shapes")).hasSize(2);
        assertThat(models.get(2).get("state").asText()).isEqualTo("unusable");
        Ask.Answer swapped = ask.put("/v1/models/serving", "{\"model\":\"m-2\",\"route\":\"night\",\"version\":0,\"by\":\"night-shift\"}");
        assertThat(swapped.status()).as(swapped.text()).isEqualTo(200);
        assertThat(swapped.json().get("version").asLong()).as("main is as it was").isZero();
        assertThat(swapped.json().get("models").get(0).get("version").asText()).isEqualTo("1");
        assertThat(swapped.json().get("models").get(1).get("version").asText()).isEqualTo("2");
        assertThat(swapped.json().get("routes").get(1).get("version").asLong()).isEqualTo(1);
        assertThat(ask.post("/v1/models/m-2/load?route=night", "application/json", new byte[0]).status()).isEqualTo(200);
        for (String wrong : List.of("/v1/decisions?route=day", "/v1/profile?route=day")) {
            assertThat(ask.get(wrong).status()).as(wrong).isEqualTo(404);
            assertThat(ask.get(wrong).json().get("detail").asText()).contains("'day'", "main, night");
        }
        assertThat(ask.put("/v1/models/shadow", "{\"model\":\"m-2\",\"route\":\"day\"}").status()).isEqualTo(404);
        assertThat(ask.get("/v1/profile?route=night").json().get("shapes")).as("nothing has run there").isEmpty();
        Ask.Answer named = ask.post("/v1/cameras/cam/frames?model=night", "image/jpeg", new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0});
        assertThat(named.status()).as("this instance routes by topic only").isEqualTo(400);
        assertThat(named.json().get("detail").asText()).contains("frame.model-attribute");
    }

    @Test
    void aModelThatCanNotServeIsAProblemThatSaysWhyAndNothingChanges() throws Exception {
        Ask ask = served.serve();
        Ask.Answer broken = ask.put("/v1/models/serving", "{\"model\":\"broken\"}");
        assertThat(broken.status()).as(broken.text()).isEqualTo(422);
        assertThat(broken.json().get("detail").asText()).contains("weights are not those of the card").contains("Nothing has changed");
        assertThat(ask.put("/v1/models/shadow", "{\"model\":\"broken\"}").status()).isEqualTo(422);
        assertThat(ask.post("/v1/models/broken/load", "application/json", new byte[0]).status()).isEqualTo(422);
        assertThat(ask.put("/v1/models/serving", "{\"model\":\"nobody\"}").status()).isEqualTo(404);
        for (String body : List.of("{\"model\":\"../etc\"}", "{}", "{\"model\":null}", "{\"modell\":\"m-2\"}", "[]",
                "{\"settings\":false}", "{\"settings\":null}", "{\"settings\":\"yes\"}", "{\"settings\":true,\"model\":\"m-2\"}")) {
            assertThat(ask.put("/v1/models/serving", body).status()).as(body).isEqualTo(400);
        }
        for (String body : List.of("{}", "{\"settings\":true,\"model\":\"m-2\"}")) {
            assertThat(ask.put("/v1/models/serving", body).json().get("detail").asText()).as(body).contains("model", "settings");
        }
        assertThat(ask.post("/v1/models/..%2fetc/load", "application/json", new byte[0]).status()).isBetween(400, 404);
        assertThat(served.instance.models.main().running().choice().version()).as("nothing changed").isZero();
    }

    @Test
    void whileModelsLoadAllElseIsAnsweredAndOnlySoManyMayWait() throws Exception {
        Ask ask = served.serve();
        served.instance.models.mayLoad = new CountDownLatch(1);
        BlockingQueue<Ask.Answer> answers = new LinkedBlockingQueue<>();
        ExecutorService callers = Executors.newFixedThreadPool(ModelRoutes.MOST_ASKED + 1);
        try {
            for (int i = 0; i <= ModelRoutes.MOST_ASKED; i++) {
                callers.submit(() -> answers.add(ask.post("/v1/models/m-2/load", "application/json", new byte[0])));
            }
            Ask.Answer refused = answers.poll(20, TimeUnit.SECONDS);
            assertThat(refused).as("one too many").isNotNull();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().get("detail").asText()).contains("8 changes of the models run or wait");
            assertThat(ask.get("/v1/models").status()).isEqualTo(200);
            assertThat(ask.get("/v1/cameras").status()).as("on the common workers").isEqualTo(200);
            assertThat(ask.put("/v1/mode", "{\"mode\":\"throughput\",\"slo\":\"50ms\"}").status()).as("on the common workers").isEqualTo(200);
            assertThat(answers).as("the others still load").isEmpty();
            served.instance.models.mayLoad.countDown();
            for (int i = 0; i < ModelRoutes.MOST_ASKED; i++) {
                Ask.Answer loaded = answers.poll(20, TimeUnit.SECONDS);
                assertThat(loaded).isNotNull();
                assertThat(loaded.status()).isEqualTo(200);
            }
            assertThat(ask.post("/v1/models/m-2/load", "application/json", new byte[0]).status()).as("there is room again").isEqualTo(200);
        } finally {
            served.instance.models.mayLoad.countDown();
            callers.shutdownNow();
        }
    }
}
