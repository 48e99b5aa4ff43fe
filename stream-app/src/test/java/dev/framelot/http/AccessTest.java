package dev.framelot.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AccessTest {
    @RegisterExtension
    final Served served = new Served();

    @Test
    void withTokensNobodyLooksWithoutAndNobodyChangesWithTheReadToken() throws Exception {
        Ask ask = served.serveWithTokens();
        assertThat(ask.get("/v1/state").status()).isEqualTo(401);
        assertThat(ask.get("/v1/state", "Authorization", "Bearer wrong-token-123456").status()).isEqualTo(401);
        assertThat(ask.get("/v1/state", "Authorization", "Bearer read-token-1234567").status()).isEqualTo(200);
        assertThat(ask.put("/v1/mode", "{\"mode\":\"latency\"}", "Authorization", "Bearer read-token-1234567").status()).isEqualTo(403);
        assertThat(ask.put("/v1/mode", "{\"mode\":\"latency\"}", "Authorization", "Bearer write-token-1234567").status()).isEqualTo(200);
        assertThat(ask.get("/readyz").status()).as("probes need none").isEqualTo(200);
        assertThat(ask.get("/").status()).as("nor does the page").isEqualTo(200);
    }

    @Test
    void anotherSpellingOfAPathNeedsTheSameRight() throws Exception {
        Ask ask = served.serveWithTokens();
        for (String path : List.of("/metrics", "/metrics/", "/%6Detrics", "/x/../metrics", "/v1/state/", "/%76%31/state")) {
            assertThat(ask.get(path).status()).as(path).isEqualTo(401);
        }
        for (String path : List.of("/v1/cameras/a/socket", "/v1/cameras/a/socket/", "/v1/cameras/a/%73ocket", "/v1/cameras/a/b/../socket")) {
            assertThat(ask.get(path, "Authorization", "Bearer read-token-1234567").status()).as(path).isIn(403, 404);
        }
    }

    @Test
    void anotherPagesScriptIsRefused() throws Exception {
        Ask ask = served.serve();
        assertThat(ask.put("/v1/mode", "{\"mode\":\"latency\"}", "Origin", "https://evil.example").status()).isEqualTo(403);
        assertThat(ask.put("/v1/mode", "{\"mode\":\"latency\"}", "Sec-Fetch-Site", "cross-site").status()).isEqualTo(403);
        assertThat(ask.post("/v1/drain", "text/plain", new byte[0], "Origin", "null").status()).isEqualTo(403);
        Ask.Answer own = ask.put("/v1/mode", "{\"mode\":\"latency\"}", "Origin", "http://127.0.0.1:" + served.port());
        assertThat(own.status()).isEqualTo(200);
        assertThat(own.response().headers().map().keySet()).as("no CORS").noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
        assertThat(served.instance.drained).isFalse();
    }

    @Test
    void aNameThatDnsMayPointHereIsNotAnsweredWithoutTokens() throws Exception {
        served.serve();
        try (Socket socket = new Socket("127.0.0.1", served.port())) {
            socket.getOutputStream().write("GET /v1/state HTTP/1.1\r\nHost: rebound.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String first = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
            assertThat(first).contains("403");
        }
    }
}
