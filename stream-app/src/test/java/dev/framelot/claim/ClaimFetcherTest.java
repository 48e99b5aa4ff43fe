package dev.framelot.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.framelot.frame.FrameFault.Reason;
import dev.framelot.frame.ImageReference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimFetcherTest {
    private static final byte[] IMAGE = "an image, for all that a fetcher knows".getBytes(StandardCharsets.UTF_8);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Long> pauses = new ArrayList<>();

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static ImageReference reference(String uri) throws Exception {
        return new ImageReference(uri, IMAGE.length, sha256(IMAGE));
    }

    /** Names stand for this machine, as a real store's would for its own; who asks what is noted. */
    private static final class Names implements Network {
        final List<String> asked = new ArrayList<>();
        int connected;
        private final List<List<InetAddress>> answers;

        @SafeVarargs
        Names(List<InetAddress>... answers) {
            this.answers = new ArrayList<>(List.of(answers));
        }

        @Override
        public List<InetAddress> resolve(String host) throws UnknownHostException {
            asked.add(host);
            return answers.size() > 1 ? answers.remove(0) : answers.get(0);
        }

        @Override
        public Socket connect(InetAddress address, int port, int timeoutMillis) throws IOException {
            connected++;
            return REAL.connect(address, port, timeoutMillis);
        }
    }

    private static List<InetAddress> addresses(String... literals) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String literal : literals) {
            addresses.add(InetAddress.getByName(literal));
        }
        return addresses;
    }

    private ClaimFetcher fetcher(ScriptedServer server, Duration timeout, int attempts) throws UnknownHostException {
        return new ClaimFetcher(List.of(URI.create("http://store.example:" + server.port() + "/frames/")), true, timeout, attempts,
                new Names(addresses("127.0.0.1")), pauses::add);
    }

    private static ImageReference at(ScriptedServer server, String path) throws Exception {
        return reference("http://store.example:" + server.port() + "/frames/" + path);
    }

    private ClaimException refusal(ScriptedServer.Answer... answers) throws Exception {
        try (ScriptedServer server = new ScriptedServer(answers)) {
            return catchThrowableOfType(ClaimException.class, () -> fetcher(server, PATIENCE, 3).fetch(at(server, "1.jpg")));
        }
    }

    @Test
    void fetchesByHttpWithTheNameAndTheWholeAddress() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok(IMAGE))) {
            assertThat(fetcher(server, PATIENCE, 1).fetch(at(server, "a%20b.jpg?X-Signature=ab%2Fc"))).isEqualTo(IMAGE);
            assertThat(server.requests).singleElement().asString()
                    .startsWith("GET /frames/a%20b.jpg?X-Signature=ab%2Fc HTTP/1.1\r\n")
                    .contains("\r\nHost: store.example:" + server.port() + "\r\n");
        }
    }

    @Test
    void fetchesChunksAndABodyThatEndsWithTheConnection() throws Exception {
        String chunked = "5\r\n" + new String(IMAGE, 0, 5, StandardCharsets.UTF_8) + "\r\n" + Integer.toHexString(IMAGE.length - 5) + ";x=y\r\n"
                + new String(IMAGE, 5, IMAGE.length - 5, StandardCharsets.UTF_8) + "\r\n0\r\n\r\n";
        try (ScriptedServer server = new ScriptedServer(
                ScriptedServer.answer("HTTP/1.1 200 OK\nTransfer-Encoding: chunked", chunked.getBytes(StandardCharsets.UTF_8)),
                ScriptedServer.answer("HTTP/1.0 200 OK", IMAGE))) {
            ClaimFetcher fetcher = fetcher(server, PATIENCE, 1);
            assertThat(fetcher.fetch(at(server, "1.jpg"))).isEqualTo(IMAGE);
            assertThat(fetcher.fetch(at(server, "1.jpg"))).isEqualTo(IMAGE);
        }
    }

    @Test
    void triesAgainWithGrowingPausesAndThenSucceeds() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.status(503), ScriptedServer.status(404), ScriptedServer.ok(IMAGE))) {
            assertThat(fetcher(server, PATIENCE, 3).fetch(at(server, "1.jpg"))).isEqualTo(IMAGE);
            assertThat(pauses).containsExactly(100L, 200L);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 403, 500, 503})
    void givesUpWhenItStaysAway(int status) throws Exception {
        ClaimException refused = refusal(ScriptedServer.status(status));
        assertThat(refused.fault().reason()).isEqualTo(Reason.REF_UNAVAILABLE);
        assertThat(refused.fault().detail()).contains("status " + status).contains("3 attempts").contains("claim-check.attempts");
        assertThat(pauses).hasSize(2);
    }

    @Test
    void anAnswerThatBreaksOffOrIsNoHttpIsTriedAgain() throws Exception {
        assertThat(refusal(ScriptedServer.answer("HTTP/1.1 200 OK\nContent-Length: " + IMAGE.length, new byte[3])).fault().reason()).isEqualTo(Reason.REF_UNAVAILABLE);
        assertThat(refusal(out -> out.write("SSH-2.0-OpenSSH\r\n\r\n".getBytes(StandardCharsets.UTF_8))).fault().detail()).contains("no HTTP");
        assertThat(refusal(out -> out.write("x".repeat(100_000).getBytes(StandardCharsets.UTF_8))).fault().reason()).isEqualTo(Reason.REF_UNAVAILABLE);
        assertThat(refusal(ScriptedServer.answer("HTTP/1.1 200 OK\nTransfer-Encoding: chunked", "nonsense\r\n".getBytes(StandardCharsets.UTF_8))).fault().detail())
                .contains("chunk");
        assertThat(pauses).hasSize(8);
    }

    @Test
    void aBodyThatDripsEndsWithTheTimeOfTheAttempt() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        ScriptedServer.Answer drips = out -> {
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + IMAGE.length + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            out.write(IMAGE, 0, 4);
            out.flush();
            over.await();
        };
        try (ScriptedServer server = new ScriptedServer(drips)) {
            ClaimException refused = catchThrowableOfType(ClaimException.class, () -> fetcher(server, Duration.ofMillis(200), 1).fetch(at(server, "1.jpg")));
            over.countDown();
            assertThat(refused.fault().reason()).isEqualTo(Reason.REF_UNAVAILABLE);
            assertThat(refused.fault().detail()).contains("longer than 200 ms").contains("claim-check.timeout");
        }
    }

    /** Each read of the handshake gets its byte in time; all of them would take minutes. */
    @Test
    void aHandshakeThatDripsEndsWithTheTimeOfTheAttempt() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread drips = new Thread(() -> {
                try (Socket client = server.accept()) {
                    client.getOutputStream().write(new byte[] {22, 3, 3, 64, 0});
                    while (!over.await(20, TimeUnit.MILLISECONDS)) {
                        client.getOutputStream().write(0);
                    }
                } catch (IOException | InterruptedException gone) {
                    // The fetcher closed it.
                }
            });
            drips.setDaemon(true);
            drips.start();
            String root = "https://store.example:" + server.getLocalPort() + "/";
            ClaimFetcher fetcher = new ClaimFetcher(List.of(URI.create(root)), true, Duration.ofMillis(300), 1, new Names(addresses("127.0.0.1")), pauses::add);
            ClaimException refused = catchThrowableOfType(ClaimException.class, () -> fetcher.fetch(reference(root + "1.jpg")));
            assertThat(over.getCount()).isOne();
            over.countDown();
            drips.join();
            assertThat(refused.fault().reason()).isEqualTo(Reason.REF_UNAVAILABLE);
            assertThat(refused.fault().detail()).contains("longer than 300 ms");
        }
    }

    @Test
    void anotherObjectThanTheReferenceNamesIsAMismatchAndNotTriedAgain() throws Exception {
        byte[] other = IMAGE.clone();
        other[7]++;
        assertThat(refusal(ScriptedServer.ok(other)).fault().detail()).contains("SHA-256 is " + sha256(other));
        byte[] more = java.util.Arrays.copyOf(IMAGE, IMAGE.length + 1);
        for (ScriptedServer.Answer answer : List.of(
                ScriptedServer.ok(other),
                ScriptedServer.ok(more),
                ScriptedServer.answer("HTTP/1.1 200 OK", more),
                ScriptedServer.answer("HTTP/1.1 200 OK\nContent-Length: 999999999999999", new byte[0]),
                ScriptedServer.answer("HTTP/1.1 200 OK\nTransfer-Encoding: chunked", "ffffffff\r\n".getBytes(StandardCharsets.UTF_8)))) {
            assertThat(refusal(answer).fault().reason()).isEqualTo(Reason.REF_MISMATCH);
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void aRedirectionIsForbiddenWhereverItLeads() throws Exception {
        ClaimException refused = refusal(ScriptedServer.answer("HTTP/1.1 302 Found\nLocation: http://169.254.169.254/latest", new byte[0]));
        assertThat(refused.fault().reason()).isEqualTo(Reason.REF_FORBIDDEN);
        assertThat(pauses).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.3.2.1", "::1", "169.254.169.254", "fe80::1", "0.0.0.0", "0.1.2.3", "224.0.0.1", "::", "::ffff:169.254.169.254", "ff02::1"})
    void aNameThatStandsForSuchAnAddressIsForbiddenBeforeASocketOpens(String address) throws Exception {
        Names names = new Names(addresses(address));
        ClaimFetcher fetcher = new ClaimFetcher(List.of(URI.create("http://store.example/")), false, PATIENCE, 3, names, pauses::add);
        ClaimException refused = catchThrowableOfType(ClaimException.class, () -> fetcher.fetch(reference("http://store.example/1.jpg")));
        assertThat(refused.fault().reason()).isEqualTo(Reason.REF_FORBIDDEN);
        assertThat(names.connected).isZero();
    }

    @Test
    void oneBadAddressAmongSeveralIsEnough() throws Exception {
        Names names = new Names(addresses("93.184.216.34", "169.254.169.254"));
        ClaimFetcher fetcher = new ClaimFetcher(List.of(URI.create("http://store.example/")), false, PATIENCE, 3, names, pauses::add);
        assertThat(catchThrowableOfType(ClaimException.class, () -> fetcher.fetch(reference("http://store.example/1.jpg"))).fault().reason())
                .isEqualTo(Reason.REF_FORBIDDEN);
        assertThat(names.connected).isZero();
    }

    /** The name is asked once an attempt, and the connection goes where that answer said: a second answer is never asked for. */
    @Test
    void aNameThatChangesItsMindAfterTheCheckChangesNothing() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok(IMAGE))) {
            Names rebinding = new Names(addresses("127.0.0.1"), addresses("169.254.169.254"));
            ClaimFetcher fetcher = new ClaimFetcher(
                    List.of(URI.create("http://store.example:" + server.port() + "/")), true, PATIENCE, 1, rebinding, pauses::add);
            assertThat(fetcher.fetch(reference("http://store.example:" + server.port() + "/1.jpg"))).isEqualTo(IMAGE);
            assertThat(rebinding.asked).containsExactly("store.example");
            ClaimException refused = catchThrowableOfType(
                    ClaimException.class, () -> fetcher.fetch(reference("http://store.example:" + server.port() + "/1.jpg")));
            assertThat(refused.fault().reason()).isEqualTo(Reason.REF_FORBIDDEN);
            assertThat(rebinding.connected).isEqualTo(1);
        }
    }

    @Test
    void addressesThatAreOutsideTheRootsAskNoNameServer() throws Exception {
        Names names = new Names(addresses("127.0.0.1"));
        ClaimFetcher fetcher = new ClaimFetcher(List.of(URI.create("http://store.example/frames/")), true, PATIENCE, 3, names, pauses::add);
        catchThrowableOfType(ClaimException.class, () -> fetcher.fetch(reference("http://store.example/other/1.jpg")));
        assertThat(names.asked).isEmpty();
    }

    @Test
    void readsFilesBelowARootAndRefusesWhatLeadsOut(@TempDir Path folder) throws Exception {
        Path root = Files.createDirectory(folder.resolve("frames"));
        Files.write(root.resolve("1.jpg"), IMAGE);
        Files.write(folder.resolve("secret.jpg"), IMAGE);
        Files.createSymbolicLink(root.resolve("out.jpg"), folder.resolve("secret.jpg"));
        Files.createSymbolicLink(root.resolve("up"), folder);
        Files.createSymbolicLink(root.resolve("within.jpg"), root.resolve("1.jpg"));
        Files.createDirectory(root.resolve("folder.jpg"));
        ClaimFetcher fetcher = new ClaimFetcher(List.of(root.toUri()), false, PATIENCE, 2, new Names(addresses("127.0.0.1")), pauses::add);
        String base = root.toUri().toString();
        assertThat(fetcher.fetch(reference(base + "1.jpg"))).isEqualTo(IMAGE);
        assertThat(fetcher.fetch(reference(base + "within.jpg"))).isEqualTo(IMAGE);
        for (String leadsOut : List.of("out.jpg", "up/secret.jpg", "folder.jpg", "../secret.jpg")) {
            assertThat(catchThrowableOfType(ClaimException.class, () -> fetcher.fetch(reference(base + leadsOut))).fault().reason())
                    .as(leadsOut).isEqualTo(Reason.REF_FORBIDDEN);
        }
        assertThat(pauses).isEmpty();
        assertThat(catchThrowableOfType(ClaimException.class, () -> fetcher.fetch(reference(base + "none.jpg"))).fault().reason())
                .isEqualTo(Reason.REF_UNAVAILABLE);
        assertThat(pauses).containsExactly(100L);
        Files.write(root.resolve("1.jpg"), new byte[IMAGE.length]);
        assertThat(catchThrowableOfType(ClaimException.class, () -> fetcher.fetch(reference(base + "1.jpg"))).fault().reason()).isEqualTo(Reason.REF_MISMATCH);
        Files.write(root.resolve("1.jpg"), new byte[3]);
        assertThat(catchThrowableOfType(ClaimException.class, () -> fetcher.fetch(reference(base + "1.jpg"))).fault().detail()).contains("3 bytes");
    }

    @Test
    void aSignatureInTheAddressIsNotShown() {
        assertThat(new ImageReference("https://s/x.jpg?X-Amz-Signature=geheim", 1, "").shown()).isEqualTo("https://s/x.jpg?…");
    }
}
