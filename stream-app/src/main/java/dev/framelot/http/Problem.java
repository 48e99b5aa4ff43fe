package dev.framelot.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** What was wrong and what is allowed (RFC 9457). @param allowed what would have been taken; may be empty */
record Problem(int status, String title, String detail, List<String> allowed) {
    static final String TYPE = "application/problem+json";

    static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail, List.of());
    }

    static Problem starting() {
        return of(503, "Starting", "The application is still starting: model and topics are not ready. /readyz says what it waits for");
    }

    JsonObject json() {
        JsonObject json = new JsonObject()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", Text.escaped(detail));
        if (!allowed.isEmpty()) {
            json.put("allowed", new JsonArray(List.copyOf(allowed)));
        }
        return json;
    }

    void answer(RoutingContext context) {
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        context.response().setStatusCode(status).putHeader("Content-Type", TYPE);
        if (status == 429 || status == 503) {
            context.response().putHeader("Retry-After", "1");
        }
        if (status == 401) {
            context.response().putHeader("WWW-Authenticate", "Bearer");
        }
        context.response().end(json().toBuffer());
    }

    /** For a connection whose body was not read: it can't carry another request. */
    void answerAndClose(RoutingContext context) {
        context.response().putHeader("Connection", "close");
        Buffer body = json().toBuffer();
        context.response().setStatusCode(status).putHeader("Content-Type", TYPE);
        if (status == 429 || status == 503) {
            context.response().putHeader("Retry-After", "1");
        }
        context.response().end(body).onComplete(sent -> context.request().connection().close());
    }
}
