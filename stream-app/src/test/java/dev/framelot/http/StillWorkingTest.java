package dev.framelot.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StillWorkingTest {
    @RegisterExtension
    final Served served = new Served();

    @Test
    void aChangeThatTakesLongerThanAConnectionMayBeIdleIsAnsweredOnIt() throws Exception {
        CountDownLatch mayLoad = new CountDownLatch(1);
        served.instance.models.mayLoad = mayLoad;
        answeredOnItsConnection(ask -> ask.put("/v1/models/serving", "{\"model\":\"m-2\"}"), served.instance.models.asked, mayLoad);
        assertThat(served.instance.models.main().running().choice().version()).isEqualTo(1);
    }

    @Test
    void aListThatReadsWeightsForLongerThanAConnectionMayBeIdleIsAnsweredOnIt() throws Exception {
        CountDownLatch reads = new CountDownLatch(1);
        AtomicInteger times = new AtomicInteger();
        CountDownLatch mayEnd = new CountDownLatch(1);
        served.instance.models.whileListing = () -> {
            times.incrementAndGet();
            reads.countDown();
            try {
                mayEnd.await();
            } catch (InterruptedException ended) {
                throw new IllegalStateException(ended);
            }
        };
        answeredOnItsConnection(ask -> ask.get("/v1/models"), reads, mayEnd);
        assertThat(times.get()).as("the client asks again, by itself, where the connection is cut").isEqualTo(1);
    }

    private interface Request {
        Ask.Answer ask(Ask ask) throws Exception;
    }

    /** @param begun passed once the work for it has begun, which ends with {@code mayEnd} */
    private void answeredOnItsConnection(Request request, CountDownLatch begun, CountDownLatch mayEnd) throws Exception {
        Ask ask = served.serve(Duration.ofSeconds(4));
        CompletableFuture<Ask.Answer> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return request.ask(ask);
            } catch (Exception cut) {
                throw new IllegalStateException(cut);
            }
        });
        try (Socket idle = new Socket("127.0.0.1", served.port())) {
            // Opened no earlier than the request, so by its end the request's connection would have been cut too.
            begun.await();
            idle.setSoTimeout(60_000);
            idle.getOutputStream().write("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            while (idle.getInputStream().read() >= 0) {
                assertThat(answer).as("the work goes on").isNotDone();
            }
        } finally {
            mayEnd.countDown();
        }
        assertThat(answer.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
    }
}
