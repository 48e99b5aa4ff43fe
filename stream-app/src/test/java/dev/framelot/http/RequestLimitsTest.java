package dev.framelot.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.config.HttpSettings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RequestLimitsTest {
    @RegisterExtension
    final Served served = new Served();

    @Test
    void aBodyOfTenMegabytesIsRefused() throws Exception {
        Ask ask = served.serve();
        try (Socket socket = new Socket("127.0.0.1", served.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("PUT /v1/mode HTTP/1.1\r\nHost: localhost:" + served.port() + "\r\nContent-Type: application/json\r\nContent-Length: 10485760\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String first = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
            assertThat(first).as("before the body is sent").contains("413");
        }
        assertThat(ask.get("/v1/mode").status()).isEqualTo(200);
    }

    @Test
    void moreRequestsThanAllowedAreTurnedAwayAndHealthIsNot() throws Exception {
        Ask ask = served.serve(new HttpSettings("127.0.0.1", 0, Optional.empty(), Optional.empty(), 20, 100));
        int refused = 0;
        for (int i = 0; i < 200; i++) {
            Ask.Answer answer = ask.get("/v1/intake");
            if (answer.status() == 429) {
                refused++;
                assertThat(answer.header("Retry-After")).isEqualTo("1");
            }
        }
        assertThat(refused).isGreaterThan(50);
        assertThat(ask.get("/livez").status()).isEqualTo(200);
    }
}
