package dev.framelot.http;

import dev.framelot.config.HttpSettings;
import dev.framelot.config.Loopback;
import dev.framelot.config.Subjects;
import dev.framelot.config.TlsSettings;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * Who may do what, by token or by the subject of a client's certificate. Without both the server is on loopback; then a request must name a loopback host, or a page elsewhere
 * could reach it through a name of its own (DNS rebinding). A request that another page's script sent is refused, with a token
 * or without.
 */
final class Access {
    private static final String BEARER = "Bearer ";

    private final Optional<byte[]> readToken;
    private final Optional<byte[]> writeToken;
    private final boolean guarded;
    private final Subjects readers;
    private final Subjects writers;

    Access(HttpSettings http) {
        this.readToken = http.readToken().map(token -> token.getBytes(StandardCharsets.UTF_8));
        this.writeToken = http.writeToken().map(token -> token.getBytes(StandardCharsets.UTF_8));
        this.guarded = http.guarded();
        this.readers = http.tls().map(TlsSettings::readers).orElse(Subjects.NOBODY);
        this.writers = http.tls().map(TlsSettings::writers).orElse(Subjects.NOBODY);
    }

    /** Empty: go on. */
    Optional<Problem> refusal(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<Problem> foreign = foreignPage(request);
        String path = asRouted(context);
        if (foreign.isPresent() || isPublic(path)) {
            return foreign;
        }
        if (!guarded) {
            return hostIsLoopback(request)
                    ? Optional.empty()
                    : Optional.of(Problem.of(403, "Not this host", "The Host header names " + request.authority()
                            + "; without tokens only localhost, 127.0.0.1 and [::1] are answered"));
        }
        return unknown(request, looksOnly(request, path));
    }

    private Optional<Problem> unknown(HttpServerRequest request, boolean looksOnly) {
        Optional<X500Principal> subject = CertificateSubject.of(request);
        if (subject.filter(writers::include).isPresent()) {
            return Optional.empty();
        }
        boolean mayLook = subject.filter(readers::include).isPresent();
        if (mayLook && looksOnly) {
            return Optional.empty();
        }
        String header = request.getHeader("Authorization");
        if (header != null || subject.isEmpty()) {
            return token(header, looksOnly);
        }
        return Optional.of(Problem.of(403, mayLook ? "Look only" : "No right", "The certificate of " + subject.get() + (mayLook
                ? " may look (http.tls.read-subjects); this needs http.tls.write-subjects"
                : " is in neither http.tls.read-subjects nor http.tls.write-subjects")));
    }

    private Optional<Problem> token(String header, boolean looksOnly) {
        byte[] given = header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8) : new byte[0];
        boolean write = writeToken.filter(token -> MessageDigest.isEqual(token, given)).isPresent();
        boolean read = readToken.filter(token -> MessageDigest.isEqual(token, given)).isPresent();
        if (write || read && looksOnly) {
            return Optional.empty();
        }
        if (read) {
            return Optional.of(Problem.of(403, "Look only", "The token given may look (http.token.read); this needs http.token.write"));
        }
        String taken = writeToken.isEmpty() ? "come with a certificate that http.tls.client-ca issued"
                : "send Authorization: Bearer with http.token.read or http.token.write";
        return Optional.of(Problem.of(401, writeToken.isEmpty() ? "Certificate needed" : "Token needed",
                (header != null ? "The token given is not known" : writeToken.isEmpty() ? "No certificate was given" : "No token was given") + "; " + taken));
    }

    /** The path as routes see it: dots and escapes resolved, without a slash at its end, which a route overlooks. */
    private static String asRouted(RoutingContext context) {
        String path = context.normalizedPath();
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static boolean looksOnly(HttpServerRequest request, String path) {
        boolean get = request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        // A socket is opened with GET, and takes frames.
        return get && !path.endsWith("/socket");
    }

    /** Health for probes, and the page's own files, which hold nothing of this instance. */
    private static boolean isPublic(String path) {
        return HealthRoutes.PATHS.contains(path) || !path.startsWith("/v1/") && !path.equals("/metrics");
    }

    private static boolean hostIsLoopback(HttpServerRequest request) {
        return request.authority() != null && Loopback.is(request.authority().host());
    }

    /** Browsers name the page whose script sent a request; other programs don't. */
    private static Optional<Problem> foreignPage(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        boolean foreign = origin != null ? !sameAuthority(origin, request) : isChange(request) && "cross-site".equals(request.getHeader("Sec-Fetch-Site"));
        return foreign
                ? Optional.of(Problem.of(403, "Another page's request", "The request comes from a page of " + origin + "; only pages of this server are answered"))
                : Optional.empty();
    }

    private static boolean isChange(HttpServerRequest request) {
        return !request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD);
    }

    private static boolean sameAuthority(String origin, HttpServerRequest request) {
        try {
            return request.authority() != null && request.authority().toString().equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
