package dev.framelot.claim;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * An image on an HTTP server, such as an object store. The name is resolved once, every address that it stands for is checked, and
 * the connection goes to the address that was checked: a name server that answers differently next time changes nothing. (The JDK's
 * own clients resolve the name again by themselves, so they can't promise this.) Redirections are refused. Stateless.
 */
final class HttpClaim {
    private final Network network;
    private final boolean loopbackAllowed;
    private final Duration timeout;
    private final LongSupplier nanoClock;

    /** @param timeout of one attempt, to the last byte. What the name takes counts, but is not interrupted: the system resolves it */
    HttpClaim(Network network, boolean loopbackAllowed, Duration timeout, LongSupplier nanoClock) {
        this.network = network;
        this.loopbackAllowed = loopbackAllowed;
        this.timeout = timeout;
        this.nanoClock = nanoClock;
    }

    byte[] read(URI uri, int sizeBytes) throws ClaimException {
        long endNanos = nanoClock.getAsLong() + timeout.toNanos();
        InetAddress address = checked(uri.getHost());
        long leftNanos = endNanos - nanoClock.getAsLong();
        if (leftNanos <= 0) {
            throw slow(uri);
        }
        try (Socket plain = network.connect(address, ClaimRoots.port(uri), millis(leftNanos));
                AttemptEnd end = new AttemptEnd(plain, endNanos - nanoClock.getAsLong());
                Socket socket = uri.getScheme().equalsIgnoreCase("https") ? secure(plain, uri) : plain;
                TimedInput in = new TimedInput(socket, endNanos, nanoClock)) {
            OutputStream out = socket.getOutputStream();
            out.write(request(uri).getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return body(HttpHead.read(in), in, sizeBytes);
        } catch (SocketTimeoutException slow) {
            throw slow(uri);
        } catch (IOException failed) {
            if (nanoClock.getAsLong() - endNanos >= 0) {
                throw slow(uri);
            }
            throw ClaimException.unavailable(uri.getHost() + ": " + failed);
        }
    }

    private ClaimException slow(URI uri) {
        return ClaimException.unavailable(uri.getHost() + " took longer than " + timeout.toMillis() + " ms (claim-check.timeout)");
    }

    private InetAddress checked(String host) throws ClaimException {
        List<InetAddress> addresses;
        try {
            addresses = network.resolve(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        } catch (UnknownHostException unknown) {
            throw ClaimException.unavailable("the name " + host + " is not known");
        }
        for (InetAddress address : addresses) {
            // All of them: which one is tried must not matter.
            Optional<String> refusal = AddressRule.refusal(address, loopbackAllowed);
            if (refusal.isPresent()) {
                throw ClaimException.forbidden(host + " stands for " + address.getHostAddress() + ", which " + refusal.get());
            }
        }
        return addresses.get(0);
    }

    private Socket secure(Socket plain, URI uri) throws IOException {
        SSLSocket socket = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, uri.getHost(), ClaimRoots.port(uri), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static String request(URI uri) {
        String target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        String host = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        return "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nAccept: */*\r\nAccept-Encoding: identity\r\nUser-Agent: framelot\r\nConnection: close\r\n\r\n";
    }

    private static byte[] body(HttpHead head, InputStream in, int sizeBytes) throws IOException, ClaimException {
        if (head.status() / 100 == 3) {
            throw ClaimException.forbidden("the server redirects (status " + head.status() + "), and redirections are never followed; refer to the place itself");
        }
        if (head.status() != 200) {
            throw ClaimException.unavailable("the server answered with status " + head.status());
        }
        if (head.header("content-encoding").filter(coding -> !coding.equalsIgnoreCase("identity")).isPresent()) {
            throw ClaimException.unavailable("the server sent the image compressed again, which was not asked for");
        }
        Optional<String> length = head.header("content-length");
        if (!head.chunked() && length.isPresent() && !length.get().equals(String.valueOf(sizeBytes))) {
            throw ClaimException.mismatch("the object has " + shown(length.get()) + " bytes, the reference says " + sizeBytes);
        }
        byte[] bytes = new byte[sizeBytes];
        int read = head.chunked() ? chunks(in, bytes) : in.readNBytes(bytes, 0, sizeBytes);
        if (read < sizeBytes) {
            throw ClaimException.unavailable("the answer ended after " + read + " of " + sizeBytes + " bytes");
        }
        if (!head.chunked() && length.isEmpty() && in.read() >= 0) {
            throw ClaimException.mismatch("the object has more than the " + sizeBytes + " bytes that the reference says");
        }
        return bytes;
    }

    private static int chunks(InputStream in, byte[] bytes) throws IOException, ClaimException {
        int read = 0;
        while (true) {
            String size = HttpHead.line(in).split(";", 2)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,8}")) {
                throw new IOException("a chunk of the answer has no size");
            }
            long chunk = Long.parseLong(size, 16);
            if (chunk == 0) {
                return read;
            }
            if (chunk > bytes.length - read) {
                throw ClaimException.mismatch("the object has more than the " + bytes.length + " bytes that the reference says");
            }
            int got = in.readNBytes(bytes, read, (int) chunk);
            read += got;
            if (got < chunk) {
                return read;
            }
            HttpHead.line(in);
        }
    }

    private static String shown(String length) {
        return length.matches("[0-9]{1,19}") ? length : "?";
    }

    private static int millis(long nanos) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, nanos / 1_000_000));
    }
}
