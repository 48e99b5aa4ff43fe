package dev.framelot.config;

import java.util.Optional;

/**
 * The control plane.
 *
 * @param port 0: any free one; {@link #NONE}: no control plane
 * @param readToken who may look; empty: everyone who reaches it, which is allowed on loopback only
 * @param writeToken who may change; may look too
 * @param requestsPerSecond of all callers together; beyond, 429
 * @param viewers connections that stay open, all kinds together
 * @param tls empty: plain HTTP
 */
public record HttpSettings(
        String host, int port, Optional<String> readToken, Optional<String> writeToken, int requestsPerSecond, int viewers, Optional<TlsSettings> tls) {
    public static final int NONE = -1;
    static final HttpSettings OFF = new HttpSettings("127.0.0.1", NONE, Optional.empty(), Optional.empty(), 500, 1_000);

    /** Without TLS. */
    public HttpSettings(String host, int port, Optional<String> readToken, Optional<String> writeToken, int requestsPerSecond, int viewers) {
        this(host, port, readToken, writeToken, requestsPerSecond, viewers, Optional.empty());
    }

    public boolean on() {
        return port != NONE;
    }

    /** Whether a caller must show who he is. */
    public boolean guarded() {
        return writeToken.isPresent() || tls.flatMap(TlsSettings::clientCa).isPresent();
    }

    /** On loopback, open to everyone on this machine. */
    public static HttpSettings loopback(int port) {
        return new HttpSettings(OFF.host, port, Optional.empty(), Optional.empty(), OFF.requestsPerSecond, OFF.viewers);
    }

    /** Tokens stay out of logs. */
    @Override
    public String toString() {
        return "Http[" + host + ":" + port + (writeToken.isPresent() ? ", with tokens" : "") + tls.map(files -> ", " + files).orElse("") + "]";
    }
}
