package dev.framelot.http;

import dev.framelot.config.NamedModel;
import dev.framelot.config.RoutingSettings;
import dev.framelot.frame.SourceCoordinates;
import dev.framelot.ingress.ImageKind;
import dev.framelot.ingress.PostedFrame;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Frames by POST and by WebSocket: refused before they are read where that can be known, acknowledged once Kafka has them. Owned by the event loop. */
final class FrameRoutes {
    private static final int LONGEST_CAMERA = 256;
    private static final int LONGEST_TRACE = 64;
    /** Frames that are being read or that Kafka has not acknowledged, of all callers together. */
    static final int UNACKNOWLEDGED = 64;
    /** Of one socket. */
    static final int UNANSWERED = 8;

    private final Vertx vertx;
    private final Supplier<Optional<Instance>> instance;
    private final OpenConnections connections;
    private int underWay;

    FrameRoutes(Vertx vertx, Supplier<Optional<Instance>> instance, OpenConnections connections) {
        this.vertx = vertx;
        this.instance = instance;
        this.connections = connections;
    }

    void post(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<Problem> refusal = refusal(context).or(() -> headRefusal(request));
        if (refusal.isPresent()) {
            refusal.get().answerAndClose(context);
            return;
        }
        Instance running = instance.get().orElseThrow();
        PostedFrame like;
        try {
            like = new PostedFrame(context.pathParam("id"), new byte[0], ImageKind.OTHER, model(request, running), number(request, "sequence"), number(request, "capturedAtMicros"),
                    Optional.ofNullable(request.getHeader("traceparent")).filter(trace -> trace.length() <= LONGEST_TRACE));
        } catch (IllegalArgumentException wrong) {
            Problem.of(400, "Not allowed", wrong.getMessage()).answerAndClose(context);
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            context.response().writeContinue();
        }
        underWay++;
        new Upload(context, running, like).begin();
    }

    private static Optional<String> model(HttpServerRequest request, Instance running) {
        String model = request.getParam("model");
        if (model == null) {
            return Optional.empty();
        }
        RoutingSettings routing = running.config().routing();
        List<String> names = Stream.concat(Stream.of(NamedModel.MAIN), routing.further().stream().map(NamedModel::name)).toList();
        if (routing.attribute().isEmpty()) {
            throw new IllegalArgumentException("model is given, but frame.model-attribute is not set here, so no frame can name its model; leave it out");
        }
        if (!names.contains(model)) {
            throw new IllegalArgumentException("model names none of this instance, which has " + String.join(", ", names));
        }
        return Optional.of(model);
    }

    /** One body on its way in. */
    private final class Upload {
        private final RoutingContext context;
        private final Instance running;
        private final PostedFrame like;
        private final Buffer body = Buffer.buffer();
        private ImageKind kind = ImageKind.OTHER;
        private boolean over;

        Upload(RoutingContext context, Instance running, PostedFrame like) {
            this.context = context;
            this.running = running;
            this.like = like;
        }

        void begin() {
            context.request().handler(this::more).endHandler(all -> complete()).exceptionHandler(gone -> leave());
        }

        private void leave() {
            if (!over) {
                over = true;
                underWay--;
            }
        }

        private void refuse(Problem problem) {
            leave();
            problem.answerAndClose(context);
        }

        private void more(Buffer chunk) {
            if (over) {
                return;
            }
            body.appendBuffer(chunk);
            if (kind == ImageKind.OTHER && body.length() >= ImageKind.BYTES) {
                kind = ImageKind.of(body.getBytes(0, ImageKind.BYTES));
                if (!taken(kind)) {
                    refuse(unsupported("The body's first bytes are those of " + (kind == ImageKind.PNG ? "a PNG" : "no JPEG")));
                    return;
                }
            }
            if (body.length() > maxBytes()) {
                refuse(tooLarge(body.length()));
            }
        }

        private void complete() {
            if (over) {
                return;
            }
            if (kind == ImageKind.OTHER) {
                refuse(unsupported("The body has " + body.length() + " bytes"));
                return;
            }
            send(running, new PostedFrame(like.camera(), body.getBytes(), kind, like.model(), like.sequence(), like.capturedAtMicros(), like.traceparent())).onComplete(sent -> {
                leave();
                if (sent.failed()) {
                    notTaken(sent.cause()).answer(context);
                } else if (!context.response().closed()) {
                    context.response()
                            .setStatusCode(202)
                            .putHeader("Content-Type", "application/json")
                            .end(accepted(like.camera(), sent.result()).toBuffer());
                }
            });
        }
    }

    void socket(RoutingContext context) {
        Optional<Problem> refusal = refusal(context);
        if (refusal.isPresent()) {
            refusal.get().answer(context);
            return;
        }
        Optional<String> model;
        try {
            model = model(context.request(), instance.get().orElseThrow());
        } catch (IllegalArgumentException wrong) {
            Problem.of(400, "Not allowed", wrong.getMessage()).answer(context);
            return;
        }
        if (!connections.enter()) {
            connections.full().answer(context);
            return;
        }
        String camera = context.pathParam("id");
        context.request().toWebSocket().onComplete(opened -> {
            if (opened.failed()) {
                connections.leave();
                if (!context.response().ended()) {
                    Problem.of(400, "No WebSocket", "This path takes WebSockets only: " + opened.cause().getMessage()).answer(context);
                }
                return;
            }
            new FrameSocket(opened.result(), camera, model).begin();
        });
    }

    /** One open socket. */
    private final class FrameSocket {
        private final ServerWebSocket socket;
        private final String camera;
        /** Which all its images are for; empty: the first. */
        private final Optional<String> model;
        private Future<Void> answers = Future.succeededFuture();
        private int unanswered;

        FrameSocket(ServerWebSocket socket, String camera, Optional<String> model) {
            this.socket = socket;
            this.camera = camera;
            this.model = model;
        }

        void begin() {
            socket.closeHandler(gone -> connections.leave());
            socket.exceptionHandler(gone -> {});
            socket.textMessageHandler(text -> answer(Future.succeededFuture(
                    Problem.of(415, "Not allowed", "A text message came; each message is one image, binary").json())));
            socket.binaryMessageHandler(this::image);
        }

        private void image(Buffer image) {
            Optional<Problem> refusal = messageRefusal(image);
            if (refusal.isPresent()) {
                answer(Future.succeededFuture(refusal.get().json()));
                return;
            }
            Instance running = instance.get().orElseThrow();
            PostedFrame frame = new PostedFrame(
                    camera, image.getBytes(), ImageKind.of(image.getBytes(0, ImageKind.BYTES)), model, OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
            underWay++;
            unanswered++;
            answer(send(running, frame)
                    .map(where -> accepted(camera, where).put("status", 202))
                    .otherwise(failure -> notTaken(failure).json())
                    .onComplete(done -> {
                        underWay--;
                        unanswered--;
                    }));
        }

        private Optional<Problem> messageRefusal(Buffer image) {
            if (unanswered >= UNANSWERED) {
                return Optional.of(Problem.of(429, "Too many", UNANSWERED + " images of this socket are unanswered; wait for their answers"));
            }
            if (image.length() > maxBytes()) {
                return Optional.of(tooLarge(image.length()));
            }
            ImageKind kind = image.length() < ImageKind.BYTES ? ImageKind.OTHER : ImageKind.of(image.getBytes(0, ImageKind.BYTES));
            return taken(kind) ? busy() : Optional.of(unsupported("The message has " + image.length() + " bytes, and is no image that is taken here"));
        }

        /** In the order of the messages, whichever Kafka acknowledges first. */
        private void answer(Future<JsonObject> next) {
            answers = answers.compose(before -> next).compose(json -> socket.isClosed() ? Future.succeededFuture() : socket.writeTextMessage(json.encode()))
                    .otherwiseEmpty();
        }
    }

    private Optional<Problem> refusal(RoutingContext context) {
        if (instance.get().isEmpty()) {
            return Optional.of(Problem.starting());
        }
        String camera = context.pathParam("id");
        if (camera == null || camera.isBlank() || camera.length() > LONGEST_CAMERA) {
            return Optional.of(Problem.of(400, "Not allowed", "The camera's name has " + (camera == null ? 0 : camera.length()) + " characters; 1 to "
                    + LONGEST_CAMERA + " are allowed"));
        }
        if (camera.chars().anyMatch(Character::isISOControl)) {
            return Optional.of(Problem.of(400, "Not allowed", "The camera's name " + Text.escaped(camera) + " has control characters, line ends for example; none are taken by HTTP"));
        }
        return busy();
    }

    private Optional<Problem> headRefusal(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        String bare = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT);
        if (!bare.equals("image/jpeg") && !(bare.equals("image/png") && png())) {
            return Optional.of(unsupported("Content-Type is '" + bare + "'"));
        }
        String length = request.getHeader("Content-Length");
        if (length != null && length.length() < 19 && Long.parseLong(length) > maxBytes()) {
            return Optional.of(tooLarge(Long.parseLong(length)));
        }
        return Optional.empty();
    }

    private Optional<Problem> busy() {
        Instance.Intake intake = instance.get().orElseThrow().intake();
        // Below the settings' limits a short pause is no reason to refuse: intake pauses many times a second, and Kafka holds the frame.
        boolean full = intake.framesInFlight() >= intake.maxFramesInFlight() || intake.bytesInFlight() >= intake.maxBytesInFlight();
        if (intake.draining() || intake.pausedByHand() || full) {
            return Optional.of(Problem.of(429, "Not taking frames now", intake.draining() ? "This instance drains"
                    : intake.pausedByHand() ? "Intake is paused by hand"
                            : "Intake is full: " + intake.framesInFlight() + " frames with " + intake.bytesInFlight() + " bytes are in flight, the limits are "
                                    + intake.maxFramesInFlight() + " and " + intake.maxBytesInFlight() + " (delivery.in-flight-frames, delivery.in-flight-bytes)"));
        }
        return underWay >= UNACKNOWLEDGED
                ? Optional.of(Problem.of(429, "Too many", UNACKNOWLEDGED + " frames are being read or not acknowledged by Kafka yet"))
                : Optional.empty();
    }

    private boolean png() {
        return instance.get().map(running -> running.config().frame().png()).orElse(false);
    }

    private int maxBytes() {
        return instance.get().orElseThrow().config().frame().maxBytes();
    }

    private boolean taken(ImageKind kind) {
        return kind == ImageKind.JPEG || kind == ImageKind.PNG && png();
    }

    private Problem unsupported(String what) {
        return new Problem(415, "Not this format", what + "; a JPEG is taken" + (png() ? ", or a PNG" : " (frame.png would allow PNG too)"),
                png() ? java.util.List.of("image/jpeg", "image/png") : java.util.List.of("image/jpeg"));
    }

    private Problem tooLarge(long bytes) {
        return Problem.of(413, "Too large", "The image has " + bytes + " bytes or more, the limit is " + maxBytes() + " (frame.max-bytes)");
    }

    private static Problem notTaken(Throwable failure) {
        return Problem.of(503, "Kafka did not take it", String.valueOf(failure.getMessage()));
    }

    private Future<SourceCoordinates> send(Instance running, PostedFrame frame) {
        return vertx.executeBlocking(() -> running.frames().post(frame), false).compose(acknowledged -> Future.fromCompletionStage(acknowledged, vertx.getOrCreateContext()));
    }

    private static JsonObject accepted(String camera, SourceCoordinates where) {
        return new JsonObject()
                .put("camera", Text.escaped(camera))
                .put("frameId", where.toString())
                .put("topic", where.topic())
                .put("partition", where.partition())
                .put("offset", where.offset());
    }

    private static OptionalLong number(HttpServerRequest request, String name) {
        String text = request.getParam(name);
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return OptionalLong.of(value);
            }
        } catch (NumberFormatException unreadable) {
            // Told below, with what would be allowed.
        }
        throw new NumberFormatException(name + " is '" + Text.escaped(text) + "'; a whole number of at least 0 is allowed");
    }
}
