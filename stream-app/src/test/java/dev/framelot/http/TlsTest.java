package dev.framelot.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.config.HttpSettings;
import dev.framelot.config.Subjects;
import dev.framelot.config.TlsSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with authorities and certificates made here, at most an hour old. */
class TlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static X509Bundle authority;
    private static X509Bundle stranger;

    @TempDir
    Path folder;

    private final FakeInstance instance = new FakeInstance();
    private ControlServer server;

    @BeforeAll
    static void authorities() throws Exception {
        authority = named("CN=Plant authority,O=Acme").setIsCertificateAuthority(true).buildSelfSigned();
        stranger = named("CN=Stranger,O=Elsewhere").setIsCertificateAuthority(true).buildSelfSigned();
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    private static CertificateBuilder named(String subject) {
        Instant now = Instant.now();
        return new CertificateBuilder().subject(subject).ecp256().notBefore(now.minus(1, ChronoUnit.HOURS)).notAfter(now.plus(1, ChronoUnit.DAYS));
    }

    private static X509Bundle ofServer(long serial) throws Exception {
        return named("CN=localhost").serial(BigInteger.valueOf(serial)).addSanDnsName("localhost").addSanIpAddress("127.0.0.1").addExtendedKeyUsageServerAuth().buildIssuedBy(authority);
    }

    private static X509Bundle ofClient(String subject, X509Bundle issuer) throws Exception {
        return named(subject).addExtendedKeyUsageClientAuth().buildIssuedBy(issuer);
    }

    private Path file(String name, String content) throws IOException {
        Path next = Files.writeString(folder.resolve(name + ".next"), content);
        return Files.move(next, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private TlsSettings files(X509Bundle own, boolean clients) throws IOException {
        return new TlsSettings(
                file("server.pem", own.getCertificatePathPEM()), file("server-key.pem", own.getPrivateKeyPEM()),
                clients ? Optional.of(file("clients.pem", authority.getCertificatePEM())) : Optional.empty(),
                clients ? subjects("CN=grafana,O=Acme") : Subjects.NOBODY, clients ? subjects("CN=night-shift,O=Acme") : Subjects.NOBODY);
    }

    private static Subjects subjects(String name) {
        return new Subjects(false, Set.of(new X500Principal(name).getName(X500Principal.CANONICAL)));
    }

    private void serve(TlsSettings files, Optional<String> readToken, Optional<String> writeToken) {
        HttpSettings settings = new HttpSettings("127.0.0.1", 0, readToken, writeToken, 500, 100, Optional.of(files));
        server = ControlServer.start(settings, 100_000, "test", new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        server.show(instance);
    }

    private static HttpClient client(Optional<X509Bundle> certificate) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] keys = certificate.isPresent() ? certificate.get().toKeyManagerFactory().getKeyManagers() : null;
        context.init(keys, authority.toTrustManagerFactory().getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).connectTimeout(Duration.ofSeconds(20)).build();
    }

    private HttpResponse<String> get(HttpClient client, String path, String... headers) throws IOException, InterruptedException {
        return client.send(request(path, headers).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> putMode(HttpClient client, String... headers) throws IOException, InterruptedException {
        return client.send(
                request("/v1/mode", headers).header("Content-Type", "application/json").PUT(HttpRequest.BodyPublishers.ofString("{\"mode\":\"latency\"}")).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url()).resolve(path)).timeout(Duration.ofSeconds(30));
        return headers.length == 0 ? request : request.headers(headers);
    }

    @Test
    void withACertificateTheServerSpeaksTlsOnlyAndTokensWorkAsBefore() throws Exception {
        serve(files(ofServer(1), false), Optional.of("read-token-1234567"), Optional.of("write-token-1234567"));
        assertThat(server.url()).startsWith("https://");
        HttpClient anyone = client(Optional.empty());
        assertThat(get(anyone, "/readyz").statusCode()).as("probes need nothing").isEqualTo(200);
        HttpResponse<String> refused = get(anyone, "/v1/state");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("http.token.read");
        assertThat(get(anyone, "/v1/state", "Authorization", "Bearer read-token-1234567").statusCode()).isEqualTo(200);
        assertThat(putMode(anyone, "Authorization", "Bearer write-token-1234567").statusCode()).isEqualTo(200);
        assertThat(putMode(anyone, "Authorization", "Bearer write-token-1234567", "Origin", "https://localhost:" + (server.port() + 1)).statusCode()).as("another page").isEqualTo(403);
        assertThatThrownBy(() -> new Ask(server.port()).get("/livez")).as("plain HTTP").isInstanceOf(IOException.class);
    }

    @Test
    void onLoopbackWithoutTokensTlsChangesNothingButTheEncryption() throws Exception {
        serve(files(ofServer(1), false), Optional.empty(), Optional.empty());
        assertThat(putMode(client(Optional.empty())).statusCode()).isEqualTo(200);
    }

    @Test
    void aCertificatesSubjectSaysWhatItsOwnerMayDo() throws Exception {
        serve(files(ofServer(1), true), Optional.empty(), Optional.empty());
        HttpClient nobody = client(Optional.empty());
        assertThat(get(nobody, "/livez").statusCode()).as("a probe has no certificate").isEqualTo(200);
        assertThat(get(nobody, "/v1/state").statusCode()).isEqualTo(401);
        assertThat(get(nobody, "/v1/state").body()).contains("http.tls.client-ca");
        assertThat(get(nobody, "/metrics").statusCode()).isEqualTo(401);

        HttpClient reader = client(Optional.of(ofClient("O=Acme,CN=Grafana", authority)));
        assertThat(get(reader, "/v1/state").statusCode()).as("another order of the name's parts is another name").isEqualTo(403);
        reader = client(Optional.of(ofClient("CN=Grafana, O=acme", authority)));
        assertThat(get(reader, "/v1/state").statusCode()).as("case and blanks do not matter").isEqualTo(200);
        assertThat(get(reader, "/metrics").statusCode()).isEqualTo(200);
        HttpResponse<String> change = putMode(reader);
        assertThat(change.statusCode()).isEqualTo(403);
        assertThat(change.body()).contains("may look", "http.tls.write-subjects");
        assertThat(instance.state.version()).as("nothing changed").isZero();

        HttpClient writer = client(Optional.of(ofClient("CN=night-shift,O=Acme", authority)));
        assertThat(get(writer, "/v1/state").statusCode()).as("who may change may look").isEqualTo(200);
        assertThat(putMode(writer).statusCode()).isEqualTo(200);
        assertThat(putMode(writer, "Origin", "https://evil.example").statusCode()).as("a browser shows the certificate for any page").isEqualTo(403);

        HttpResponse<String> unnamed = get(client(Optional.of(ofClient("CN=intern,O=Acme", authority))), "/v1/state");
        assertThat(unnamed.statusCode()).isEqualTo(403);
        assertThat(unnamed.body()).contains("CN=intern", "neither");
    }

    @Test
    void anotherAuthoritysCertificateAndOneThatIsOutOfDateEndTheHandshake() throws Exception {
        serve(files(ofServer(1), true), Optional.empty(), Optional.empty());
        HttpClient forged = client(Optional.of(ofClient("CN=night-shift,O=Acme", stranger)));
        // A client that knows its certificate would not be believed sends none: it is then a caller without one.
        try {
            assertThat(get(forged, "/v1/state").statusCode()).isEqualTo(401);
        } catch (IOException handshake) {
            assertThat(handshake).isInstanceOf(IOException.class);
        }
        X509Bundle old = named("CN=night-shift,O=Acme").notBefore(Instant.now().minus(3, ChronoUnit.DAYS)).notAfter(Instant.now().minus(1, ChronoUnit.DAYS))
                .addExtendedKeyUsageClientAuth().buildIssuedBy(authority);
        assertThatThrownBy(() -> get(client(Optional.of(old)), "/v1/state")).isInstanceOf(IOException.class);
        assertThat(instance.state.version()).isZero();
    }

    @Test
    void aSocketTakesFramesFromAWriterOnly() throws Exception {
        serve(files(ofServer(1), true), Optional.empty(), Optional.empty());
        URI address = URI.create(server.url().replace("https:", "wss:") + "v1/cameras/c/socket");
        HttpClient reader = client(Optional.of(ofClient("CN=grafana,O=Acme", authority)));
        assertThatThrownBy(() -> reader.newWebSocketBuilder().buildAsync(address, new WebSocket.Listener() {}).get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class).hasCauseInstanceOf(java.net.http.WebSocketHandshakeException.class);
        HttpClient writer = client(Optional.of(ofClient("CN=night-shift,O=Acme", authority)));
        writer.newWebSocketBuilder().buildAsync(address, new WebSocket.Listener() {}).get(30, TimeUnit.SECONDS).abort();
    }

    @Test
    void newCertificatesAreTakenUpWhileTheServerRunsAndBrokenOnesAreNot() throws Exception {
        serve(files(ofServer(1), true), Optional.empty(), Optional.empty());
        assertThat(serial()).isEqualTo(1);
        X509Bundle next = ofServer(2);
        file("server-key.pem", next.getPrivateKeyPEM());
        file("server.pem", next.getCertificatePathPEM());
        Awaitility.await("the new certificate").atMost(PATIENCE).until(() -> serial() == 2);
        X509Bundle third = ofServer(3);
        file("server.pem", "no certificate");
        file("server.pem", third.getCertificatePathPEM());
        // Its key is still the second's: neither is used until both belong together.
        file("server-key.pem", third.getPrivateKeyPEM());
        Awaitility.await("the third").atMost(PATIENCE).until(() -> serial() == 3);
        HttpClient writer = client(Optional.of(ofClient("CN=night-shift,O=Acme", authority)));
        assertThat(putMode(writer).statusCode()).as("clients are asked as before").isEqualTo(200);
    }

    /** Of the certificate that a new connection is shown. */
    private long serial() throws Exception {
        HttpResponse<String> answer = get(client(Optional.empty()), "/livez");
        return ((X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0]).getSerialNumber().longValueExact();
    }

    @Test
    void filesThatDoNotFitAreNamedWithTheirSetting() throws Exception {
        TlsSettings good = files(ofServer(1), true);
        Path otherKey = file("other-key.pem", ofServer(2).getPrivateKeyPEM());
        refused(new TlsSettings(good.certificate(), otherKey, good.clientCa(), good.readers(), good.writers()), "http.tls.private-key", "not that of");
        refused(new TlsSettings(good.privateKey(), good.privateKey(), good.clientCa(), good.readers(), good.writers()), "http.tls.certificate");
        refused(new TlsSettings(good.certificate(), good.certificate(), good.clientCa(), good.readers(), good.writers()), "BEGIN PRIVATE KEY");
        refused(new TlsSettings(good.certificate(), good.privateKey(), Optional.of(file("empty.pem", "")), good.readers(), good.writers()), "http.tls.client-ca");
    }

    private void refused(TlsSettings files, String... told) {
        assertThatThrownBy(() -> serve(files, Optional.empty(), Optional.empty())).isInstanceOf(IllegalStateException.class).hasMessageContainingAll(told);
    }

    @Test
    void explainBelievesTheAuthorityItIsGivenAndNoOther() throws Exception {
        serve(files(ofServer(1), false), Optional.empty(), Optional.empty());
        Path believed = file("authority.pem", authority.getCertificatePEM());
        Path other = file("stranger.pem", stranger.getCertificatePEM());
        java.io.StringWriter out = new java.io.StringWriter();
        java.io.StringWriter err = new java.io.StringWriter();
        picocli.CommandLine command = dev.framelot.app.Framelot.commandLine()
                .setOut(new java.io.PrintWriter(out)).setErr(new java.io.PrintWriter(err));
        assertThat(command.execute("explain", "--url", server.url(), "--ca", believed.toString())).as(err.toString()).isZero();
        assertThat(command.execute("explain", "--url", server.url(), "--ca", other.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("No answer from");
        assertThat(command.execute("explain", "--url", server.url(), "--ca", folder.resolve("absent.pem").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("--ca");
    }
}
