package dev.framelot.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on this machine that answers as its test says: as an instance would, or as no instance should. */
final class FakeInstanceServer implements AutoCloseable {
    /** Answers, or closes the exchange. */
    interface Answering {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    /** Method, path and Authorization of each request. */
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile Answering put = HttpExchange::close;
    volatile Answering get = HttpExchange::close;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    FakeInstanceServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getRequestBody().readAllBytes();
            try (exchange) {
                (exchange.getRequestMethod().equals("PUT") ? put : get).answer(exchange);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    static Answering says(int status, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** As GET /v1/models of one with a route. @param folder null: the model of the settings serves */
    static Answering lists(long version, String refusal, String folder, String sha256) {
        return says(200, "{\"routes\":[{\"route\":\"main\",\"version\":" + version + ",\"issuedBy\":\"day-shift\",\"refusal\":" + text(refusal) + "}],\"models\":[{\"route\":\"main\",\"serving\":true,"
                + "\"name\":\"m\",\"version\":\"1\",\"sha256\":\"" + sha256 + "\",\"folder\":" + text(folder) + ",\"provider\":\"cpu\",\"shapes\":[1,2]}]}");
    }

    private static String text(String value) {
        return Optional.ofNullable(value).map(given -> '"' + given + '"').orElse("null");
    }

    String url() {
        return "http://" + server.getAddress().getAddress().getHostAddress() + ":" + server.getAddress().getPort();
    }

    AskedInstance asked() {
        return new AskedInstance(URI.create(url()), Optional.empty(), null);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
