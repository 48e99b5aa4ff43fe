package dev.framelot.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FrameRoutesTest {
    @RegisterExtension
    final Served served = new Served();

    @Test
    void aFrameIsRefusedByTypeBySizeAndByItsFirstBytes() throws Exception {
        Ask ask = served.serve();
        assertThat(ask.post("/v1/cameras/c/frames", "text/plain", new byte[] {1}).status()).isEqualTo(415);
        assertThat(ask.post("/v1/cameras/c/frames", "image/png", new byte[] {1}).status()).as("frame.png is false").isEqualTo(415);
        assertThat(ask.post("/v1/cameras/c/frames", "image/jpeg", "GIF89a".getBytes(StandardCharsets.US_ASCII)).status()).isEqualTo(415);
        assertThat(ask.post("/v1/cameras/c/frames", "image/jpeg", new byte[0]).status()).isEqualTo(415);
        try (Socket socket = new Socket("127.0.0.1", served.port())) {
            socket.getOutputStream().write(("POST /v1/cameras/c/frames HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/jpeg\r\nContent-Length: "
                    + (Served.IMAGE_BYTES + 1) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String first = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
            assertThat(first).as("before the body is sent").contains("413");
        }
    }
}
