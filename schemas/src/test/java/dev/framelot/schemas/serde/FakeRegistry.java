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
    private volatile int failure;
    private volatile String authorization;

    FakeRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    int requests() {
        return requests.get();
    }

    String lastAuthorization() {
        return authorization;
    }

    void failWith(int status) {
        failure = status;
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
        String path = exchange.getRequestURI().getPath();
        String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (failure != 0) {
            send(exchange, failure, "{\"message\":\"in trouble\"}");
        } else if (path.matches("/subjects/[^/]+/versions")) {
            int id = add(path.split("/")[2], json.readTree(request).get("schema").asText());
            send(exchange, 200, "{\"id\":" + id + "}");
        } else if (path.matches("/schemas/ids/\\d+") && known(path)) {
            send(exchange, 200, json.createObjectNode().put("schema", schema(path)).toString());
        } else {
            send(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
        }
    }

    private synchronized boolean known(String path) {
        int id = Integer.parseInt(path.substring("/schemas/ids/".length()));
        return id >= 1 && id <= schemas.size();
    }

    private synchronized String schema(String path) {
        return schemas.get(Integer.parseInt(path.substring("/schemas/ids/".length())) - 1);
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
