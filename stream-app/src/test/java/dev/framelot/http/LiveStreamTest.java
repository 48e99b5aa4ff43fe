package dev.framelot.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.config.HttpSettings;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LiveStreamTest {
    @RegisterExtension
    final Served served = new Served();

    @Test
    void aViewerHearsTheStateTheSecondsAndTheNotes() throws Exception {
        served.serve();
        try (Socket socket = new Socket("127.0.0.1", served.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("GET /v1/live?frames=1 HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            StringBuilder heard = new StringBuilder();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[8_192];
            boolean noted = false;
            while (!(heard.indexOf("event: hello") > 0 && heard.indexOf("event: stats") > 0 && heard.indexOf("event: note") > 0)) {
                int read = in.read(buffer);
                assertThat(read).as(heard.toString()).isPositive();
                heard.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                if (!noted && heard.indexOf("event: stats") > 0) {
                    served.instance.live.note("mode", "by \r\n\u001b[31m${jndi:ldap://x}");
                    noted = true;
                }
            }
            assertThat(heard).contains("\"instance\":\"fake\"", "\"lag\":12", "\"dropped\":0", "\\\\u000d\\\\u000a");
        }
    }

    @Test
    void fiveHundredViewersAndOneThatDoesNotReadLeaveTheServerAnswering() throws Exception {
        Ask ask = served.serve();
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 500; i++) {
                Socket socket = new Socket();
                socket.setReceiveBufferSize(4_096);
                socket.connect(new InetSocketAddress("127.0.0.1", served.port()));
                socket.getOutputStream().write("GET /v1/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                sockets.add(socket);
            }
            Awaitility.await().until(() -> viewers(ask) == 500);
            AtomicLong notes = new AtomicLong();
            String text = "x".repeat(1_900);
            // Nobody reads: socket buffers fill, then each viewer's queue, and then the oldest fall out.
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                for (int i = 0; i < 60; i++) {
                    served.instance.live.note("mode", notes.incrementAndGet() + text);
                }
                long began = System.nanoTime();
                assertThat(ask.get("/v1/intake").status()).isEqualTo(200);
                assertThat(System.nanoTime() - began).as("the event loop answers meanwhile").isLessThan(5_000_000_000L);
                return served.server().droppedEvents() > 1_000;
            });
            assertThat(served.server().queuedEvents()).as("bounded").isLessThanOrEqualTo(500L * Viewer.QUEUED_EVENTS);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        Awaitility.await("connections are given back").until(() -> viewers(ask) == 0);
    }

    @Test
    void moreViewersThanAllowedAreTurnedAway() throws Exception {
        Ask ask = served.serve(new HttpSettings("127.0.0.1", 0, Optional.empty(), Optional.empty(), 500, 1));
        try (Socket first = new Socket("127.0.0.1", served.port())) {
            first.getOutputStream().write("GET /v1/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().until(() -> viewers(ask) == 1);
            Ask.Answer second = ask.get("/v1/live");
            assertThat(second.status()).isEqualTo(503);
            assertThat(second.json().get("detail").asText()).contains("http.viewers");
        }
    }

    private int viewers(Ask ask) throws Exception {
        assertThat(ask.get("/livez").status()).isEqualTo(200);
        return served.server().openConnections();
    }
}
