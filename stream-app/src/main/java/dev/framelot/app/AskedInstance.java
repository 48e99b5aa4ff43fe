package dev.framelot.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;

/** A running instance, asked by HTTP. */
final class AskedInstance {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final URI url;
    private final Optional<String> token;
    private final HttpClient client;

    /**
     * @param url of the server, or the path on a proxy that stands for it
     * @param token empty: none is sent
     * @param authorities to believe where the URL is https; null: those that Java believes
     * @throws StartException it is no address
     */
    AskedInstance(URI url, Optional<String> token, Path authorities) {
        if (url.toString().contains("@")) {
            throw new StartException("What --url gives holds a user or a password (a part before '@'), which no instance takes; write http://HOST:PORT, and give a token with --token");
        }
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme())) || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new StartException("'" + url + "' (--url) is no address of an instance; write http://HOST:PORT or https://HOST:PORT");
        }
        this.url = url;
        this.token = token;
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
        if (authorities != null) {
            builder.sslContext(Authorities.believed(authorities));
        }
        this.client = builder.build();
    }

    /**
     * @param field that an instance's answer has
     * @param patience how long the answer may take
     * @throws StartException it does not answer, refuses, or is no instance, with the reason
     */
    JsonNode get(String path, String field, Duration patience) throws InterruptedException {
        try {
            return look(path, field, patience);
        } catch (LostAnswerException lost) {
            throw new StartException(lost.getMessage() + ". framelot run prints where it listens; --http-port chooses it", lost);
        }
    }

    /** As {@link #get}, for a caller who can ask again. */
    JsonNode look(String path, String field, Duration patience) throws InterruptedException, LostAnswerException {
        return answer(request(path).timeout(patience).GET().build(), field);
    }

    /** As {@link #get}. @throws LostAnswerException it may have been done @throws RefusedRequestException it was not, or not all of it */
    JsonNode put(String path, JsonNode body, String field, Duration patience) throws InterruptedException, LostAnswerException {
        return answer(request(path).timeout(patience).header("Content-Type", "application/json").PUT(HttpRequest.BodyPublishers.ofString(body.toString())).build(), field);
    }

    private HttpRequest.Builder request(String path) {
        String base = url.toString();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path))
                .header("Accept", "application/json");
        token.ifPresent(known -> request.header("Authorization", "Bearer " + known));
        return request;
    }

    private JsonNode answer(HttpRequest request, String field) throws InterruptedException, LostAnswerException {
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = json(answer.body());
            if (answer.statusCode() != 200) {
                String detail = body.path("detail").asText("no reason given");
                throw new RefusedRequestException(url + " answered " + answer.statusCode() + ": " + detail, detail);
            }
            if (!body.path(field).isArray()) {
                throw new StartException(url + " (--url) answers, but is no Framelot instance: its answer to " + request.method() + " " + request.uri().getPath() + " has no '" + field
                        + "'. framelot run prints where it listens; --http-port chooses it");
            }
            return body;
        } catch (ConnectException | HttpConnectTimeoutException | SSLHandshakeException unreachable) {
            throw new StartException("No answer from " + url + " (--url): " + unreachable + ". framelot run prints where it listens; --http-port chooses it", unreachable);
        } catch (IOException lost) {
            throw new LostAnswerException("No answer from " + url + " (--url): " + lost, lost);
        }
    }

    private static JsonNode json(byte[] body) throws IOException {
        try {
            return new ObjectMapper().readTree(body);
        } catch (JsonProcessingException somebodyElses) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
