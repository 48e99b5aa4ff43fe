package dev.framelot.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/** A running instance, asked by HTTP. */
final class AskedInstance {
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final URI url;
    private final String token;
    private final HttpClient client;

    /** @param token null or blank: none is sent @param authorities to believe where the URL is https; null: those that Java believes */
    AskedInstance(URI url, String token, Path authorities) {
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new StartException("'" + url + "' (--url) is no address of an instance; write http://HOST:PORT or https://HOST:PORT");
        }
        this.url = url;
        this.token = token;
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(ANSWER);
        if (authorities != null) {
            builder.sslContext(Authorities.believed(authorities));
        }
        this.client = builder.build();
    }

    /** @throws StartException it does not answer, or refuses, with its reason */
    JsonNode get(String path) throws InterruptedException {
        return answer(request(path).timeout(ANSWER).GET().build());
    }

    /** @param patience how long the answer may take @throws StartException it does not answer, or refuses, with its reason */
    JsonNode put(String path, JsonNode body, Duration patience) throws InterruptedException {
        return answer(request(path).timeout(patience).header("Content-Type", "application/json").PUT(HttpRequest.BodyPublishers.ofString(body.toString())).build());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path)).header("Accept", "application/json");
        return token == null || token.isBlank() ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonNode answer(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = json(answer.body());
            if (answer.statusCode() != 200) {
                throw new StartException(url + " answered " + answer.statusCode() + ": " + body.path("detail").asText("no reason given"));
            }
            return body;
        } catch (IOException unreachable) {
            throw new StartException("No answer from " + url + " (--url): " + unreachable + ". framelot run prints where it listens; --http-port chooses it", unreachable);
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
