package dev.framelot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ContractTest {
    @RegisterExtension
    final Served served = new Served();

    @Test
    void everyOperationOfTheContractIsAnswered() throws Exception {
        Ask ask = served.serve();
        for (Contract.Operation operation : Contract.read().operations()) {
            if (!operation.method().equals("get") || operation.id().startsWith("follow") || operation.id().equals("frameSocket")) {
                continue;
            }
            Ask.Answer answer = ask.get(operation.path().replace("{id}", "c").replace("{sample}", "7"));
            assertThat(answer.status()).as(operation.id() + ": " + answer.text()).isEqualTo(operation.id().equals("getSample") ? 404 : 200);
            if (answer.status() == 200) {
                JsonNode schema = new ObjectMapper()
                        .readTree(operation.json().getJsonObject("responses").getJsonObject("200").encode());
                assertThat(schema).as("documented").isNotEmpty();
            }
        }
        assertThat(ask.get("/v1/openapi.yaml").text()).startsWith("openapi: 3.1.0");
        assertThat(ask.get("/v1/nothing").status()).isEqualTo(404);
        assertThat(ask.get("/v1/decisions?last=0").status()).isEqualTo(400);
        assertThat(ask.get("/v1/decisions?last=5").status()).isEqualTo(200);
    }
}
