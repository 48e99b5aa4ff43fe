package dev.framelot.app;

import static dev.framelot.app.FakeInstanceServer.lists;
import static dev.framelot.app.FakeInstanceServer.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What instances and others may answer to a swap, and what is made of it. */
class InstanceSwapTest {
    private static final String SHADOW = "the shadow other can't watch here: it is broken";

    private FakeInstanceServer first;
    private FakeInstanceServer second;
    private final StringWriter out = new StringWriter();

    @BeforeEach
    void serve() throws IOException {
        first = new FakeInstanceServer();
        second = new FakeInstanceServer();
        first.get = lists(6, null, null, "aaaaaaaa");
        first.put = lists(7, null, "m-2", "bbbbbbbb");
    }

    @AfterEach
    void end() {
        first.close();
        second.close();
    }

    private boolean swap(Duration list) throws InterruptedException {
        return new InstanceSwap(List.of(first.asked(), second.asked()), "main", list, new WaitingLine(new PrintWriter(new StringWriter()), false), new PrintWriter(out))
                .make(Optional.of("m-2"), "night-shift");
    }

    private boolean swap() throws InterruptedException {
        return swap(Duration.ofMinutes(1));
    }

    @Test
    void ofAnAnswerThatBreaksOffItIsSaidThatTheInstanceMayStillBeLoading() {
        first.put = HttpExchange::close;
        assertThatThrownBy(this::swap).isInstanceOf(StartException.class)
                .hasMessageContaining("No answer from " + first.url()).hasMessageContaining("It may still be loading").hasMessageContaining("GET /v1/models")
                .hasMessageContaining("version 6 before").hasMessageNotContaining("framelot run");
    }

    @Test
    void aListThatComesTooLateIsAskedForAgain() throws Exception {
        AtomicInteger times = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(1);
        second.get = exchange -> {
            if (times.incrementAndGet() == 1) {
                ended.await();
            } else {
                lists(7, null, "m-2", "bbbbbbbb").answer(exchange);
            }
        };
        try {
            assertThat(swap(Duration.ofSeconds(4))).as(out.toString()).isTrue();
        } finally {
            ended.countDown();
        }
        assertThat(times.get()).isGreaterThan(1);
    }

    @Test
    void oneThatServesItWithoutAShadowThatItCanNotRunHasSwapped() throws Exception {
        second.get = lists(7, SHADOW, "m-2", "bbbbbbbb");
        assertThat(swap()).as(out.toString()).isTrue();
        assertThat(out.toString()).contains(second.url() + ": m 1 (m-2, bbbbbbbb) on cpu, batches of 1, 2 serves: " + SHADOW);
    }

    @Test
    void oneWhoseFolderHasOtherWeightsByThatNameHasNotSwapped() throws Exception {
        second.get = lists(7, "m-2 was chosen, but there lies another", "m-2", "cccccccc");
        assertThat(swap()).as(out.toString()).isFalse();
        assertThat(out.toString()).contains(second.url() + ": m 1 (m-2, cccccccc) on cpu, batches of 1, 2 keeps serving: m-2 was chosen, but there lies another");
    }

    @Test
    void aLaterChoiceOfSomebodyElseIsNotTakenForThisOne() throws Exception {
        second.get = lists(8, null, "m-3", "cccccccc");
        assertThat(swap()).as(out.toString()).isFalse();
        assertThat(out.toString()).contains(second.url() + ": m 1 (m-3, cccccccc) on cpu, batches of 1, 2 serves, superseded by version 8 by day-shift");
        second.get = lists(8, null, "m-2", "bbbbbbbb");
        assertThat(swap()).as("the later one changed something else").isTrue();
    }

    @Test
    void whereTheFirstCanNotFollowWhatIsWrittenTheOthersAreAskedAllTheSame() throws Exception {
        first.put = exchange -> {
            first.get = lists(7, "no memory", null, "aaaaaaaa");
            says(503, "{\"detail\":\"Version 7 was written, but this instance can't follow all of it: no memory. m 1 serves\"}").answer(exchange);
        };
        second.get = lists(7, null, "m-2", "bbbbbbbb");
        assertThat(swap()).as(out.toString()).isFalse();
        assertThat(out.toString()).contains("answered 503: Version 7 was written", first.url() + ": m 1 (of the settings, aaaaaaaa) on cpu, batches of 1, 2 keeps serving: no memory",
                second.url() + ": m 1 (m-2, bbbbbbbb) on cpu, batches of 1, 2 serves");
    }

    @Test
    void whereOnlyTheShadowOfTheFirstCanNotFollowItHasSwapped() throws Exception {
        first.put = exchange -> {
            first.get = lists(7, SHADOW, "m-2", "bbbbbbbb");
            says(503, "{\"detail\":\"Version 7 was written, but this instance can't follow all of it: " + SHADOW + "\"}").answer(exchange);
        };
        second.get = lists(7, null, "m-2", "bbbbbbbb");
        assertThat(swap()).as(out.toString()).isTrue();
    }

    @Test
    void whatIsNotWrittenEndsItWithTheReason() {
        first.put = says(503, "{\"detail\":\"3 changes of the models run or wait already\"}");
        assertThatThrownBy(this::swap).isInstanceOf(StartException.class).hasMessageContaining("answered 503: 3 changes");
        assertThat(second.asked).isEmpty();
    }

    @Test
    void whatAnswersButIsNoInstanceIsToldAsSuch() {
        for (String page : List.of("<html>welcome</html>", "{}", "")) {
            first.get = says(200, page);
            assertThatThrownBy(this::swap).as(page).isInstanceOf(StartException.class).hasMessageContaining(first.url() + " (--url) answers, but is no Framelot instance");
        }
    }

    @Test
    void aPathOfAProxyStaysBeforeThatOfTheRequestAndNothingElseIsAsked() throws Exception {
        for (String end : List.of("/framelot", "/framelot/")) {
            new AskedInstance(URI.create(first.url() + end), Optional.of("token"), null).get("/v1/models", "routes", Duration.ofMinutes(1));
        }
        assertThat(first.asked).containsExactly("GET /framelot/v1/models Bearer token", "GET /framelot/v1/models Bearer token");
        assertThatThrownBy(() -> new AskedInstance(URI.create(first.url() + "/?a=b"), Optional.empty(), null)).isInstanceOf(StartException.class).hasMessageContaining("is no address of an instance");
    }
}
