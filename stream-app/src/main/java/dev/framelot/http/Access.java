package dev.framelot.http;

import dev.framelot.config.FramelotConfig;
import dev.framelot.config.Loopback;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Who may do what. Without tokens the server is on loopback; then a request must name a loopback host, or a page elsewhere
 * could reach it through a name of its own (DNS rebinding). A request that another page's script sent is refused, with a token
 * or without.
 */
final class Access {
    private static final String BEARER = "Bearer ";

    private final Optional<byte[]> readToken;
    private final Optional<byte[]> writeToken;

    Access(FramelotConfig.Http http) {
        this.readToken = http.readToken().map(token -> token.getBytes(StandardCharsets.UTF_8));
        this.writeToken = http.writeToken().map(token -> token.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty: go on. */
    Optional<Problem> refusal(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<Problem> foreign = foreignPage(request);
        if (foreign.isPresent() || isPublic(context.normalizedPath())) {
            return foreign;
        }
        if (writeToken.isEmpty()) {
            return hostIsLoopback(request)
                    ? Optional.empty()
                    : Optional.of(Problem.of(403, "Not this host", "The Host header names " + request.authority()
                            + "; without tokens only localhost, 127.0.0.1 and [::1] are answered"));
        }
        return token(request);
    }

    private Optional<Problem> token(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        byte[] given = header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8) : new byte[0];
        boolean write = writeToken.filter(token -> MessageDigest.isEqual(token, given)).isPresent();
        boolean read = readToken.filter(token -> MessageDigest.isEqual(token, given)).isPresent();
        if (write || read && looksOnly(request)) {
            return Optional.empty();
        }
        return Optional.of(read
                ? Problem.of(403, "Look only", "The token given may look (http.token.read); this needs http.token.write")
                : Problem.of(401, "Token needed", (header == null ? "No token was given" : "The token given is not known")
                        + "; send Authorization: Bearer with http.token.read or http.token.write"));
    }

    private static boolean looksOnly(HttpServerRequest request) {
        boolean get = request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        // A socket is opened with GET, and takes frames.
        return get && !request.path().endsWith("/socket");
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
