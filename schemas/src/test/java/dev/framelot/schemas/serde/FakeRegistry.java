package dev.framelot.schemas.serde;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** A fake of the Confluent REST API's two calls that {@link RegistryClient} makes, over real HTTP on any free port. */
final class FakeRegistry implements AutoCloseable {
    private final HttpServer server;
    private final ObjectMapper json = new ObjectMapper();
    private final List<String> schemas = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger failuresLeft = new AtomicInteger();
    private final String path;
    private volatile int failure;
    private volatile String failureBody;
    private volatile String authorization;

    FakeRegistry() throws IOException {
        this("");
    }

    /** @param path where the API begins, as with Apicurio; elsewhere the server answers 404 with a page */
    FakeRegistry(String path) throws IOException {
        this.path = path;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(path + "/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    int requests() {
        return requests.get();
    }

    String lastAuthorization() {
        return authorization;
    }

    void failWith(int status) {
        failWith(status, "{\"message\":\"in trouble\"}", Integer.MAX_VALUE);
    }

    void failWith(int status, String body, int times) {
        failure = status;
        failureBody = body;
        failuresLeft.set(times);
    }

    synchronized int idOf(String subject) {
        return ids.get(subject);
    }

    synchronized int add(String subject, String schema) {
        int at = schemas.indexOf(schema);
        if (at < 0) {
            schemas.add(schema);
            at = schemas.size() - 1;
        }
        ids.put(subject, at + 1);
        return at + 1;
    }

    /** A value as a producer with this schema would write it. */
    byte[] framed(String subject, Schema schema, Consumer<GenericRecord> fill) {
        int id = add(subject, schema.toString());
        GenericRecord record = new GenericData.Record(schema);
        fill.accept(record);
        GenericRecordBuilder complete = new GenericRecordBuilder(schema);
        for (Schema.Field field : schema.getFields()) {
            if (record.get(field.pos()) != null) {
                complete.set(field, record.get(field.pos()));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        try {
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(schema).write(complete.build(), encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String asked = exchange.getRequestURI().getPath().substring(path.length());
        String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            send(exchange, failure, failureBody);
        } else if (asked.matches("/subjects/[^/]+/versions")) {
            int id = add(asked.split("/")[2], json.readTree(request).get("schema").asText());
            send(exchange, 200, "{\"id\":" + id + "}");
        } else if (asked.matches("/schemas/ids/\\d+") && known(asked)) {
            send(exchange, 200, json.createObjectNode().put("schema", schema(asked)).toString());
        } else {
            send(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
        }
    }

    private synchronized boolean known(String asked) {
        int id = Integer.parseInt(asked.substring("/schemas/ids/".length()));
        return id >= 1 && id <= schemas.size();
    }

    private synchronized String schema(String asked) {
        return schemas.get(Integer.parseInt(asked.substring("/schemas/ids/".length())) - 1);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
