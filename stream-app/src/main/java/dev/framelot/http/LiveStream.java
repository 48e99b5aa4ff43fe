package dev.framelot.http;

import dev.framelot.dispatch.BatchListener.BatchRun;
import dev.framelot.live.FrameSample;
import dev.framelot.live.LiveFeed;
import dev.framelot.live.Note;
import dev.framelot.live.Tape;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live feed to all its viewers: each event is made once, whoever watches. The data path writes to its tapes whether anybody
 * watches or not, so viewers cost it nothing; only sampled frames are copied for them, once for all. Owned by the event loop.
 */
final class LiveStream {
    private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final long PUMP_MILLIS = 100;
    private static final long SECOND_MILLIS = 1_000;
    private static final long KEEP_ALIVE_MILLIS = 15_000;

    /** @param framesPerSecond of each camera; 0: none @param camera only this one; null: all */
    record Wish(double framesPerSecond, String camera, boolean batches) {}

    private static final class Watching {
        final Viewer viewer;
        final Wish wish;
        final Map<String, Long> lastFrame = new HashMap<>();

        Watching(Viewer viewer, Wish wish) {
            this.viewer = viewer;
            this.wish = wish;
        }

        boolean wants(FrameSample sample) {
            String camera = sample.fate().identity().cameraId();
            if (wish.framesPerSecond() <= 0 || wish.camera() != null && !wish.camera().equals(camera)) {
                return false;
            }
            Long last = lastFrame.get(camera);
            long interval = (long) (1e6 / wish.framesPerSecond());
            if (last != null && sample.atMicros() - last < interval - interval / 10) {
                return false;
            }
            if (lastFrame.size() > 256) {
                lastFrame.clear();
            }
            lastFrame.put(camera, sample.atMicros());
            return true;
        }
    }

    private final Vertx vertx;
    private final Supplier<Optional<Instance>> instance;
    private final OpenConnections connections;
    private final LongSupplier epochMicros;
    private final String version;
    private final Set<Watching> watching = new LinkedHashSet<>();
    private long batchesPlace;
    private long framesPlace;
    private long notesPlace;
    private boolean placed;
    private boolean measuring;
    /** The workers end before the last timer does. */
    private boolean ended;
    private String lastReadiness;

    LiveStream(Vertx vertx, Supplier<Optional<Instance>> instance, OpenConnections connections, LongSupplier epochMicros, String version) {
        this.vertx = vertx;
        this.instance = instance;
        this.connections = connections;
        this.epochMicros = epochMicros;
        this.version = version;
    }

    void start() {
        vertx.setPeriodic(PUMP_MILLIS, timer -> instance.get().ifPresent(this::pump));
        vertx.setPeriodic(SECOND_MILLIS, timer -> instance.get().ifPresent(this::second));
        vertx.setPeriodic(KEEP_ALIVE_MILLIS, timer -> watching.forEach(one -> one.viewer.keepAlive()));
    }

    void open(RoutingContext context, Instance running, Wish wish) {
        if (!connections.enter()) {
            connections.full().answer(context);
            return;
        }
        HttpServerResponse response = context.response();
        Watching one = new Watching(new Viewer(response, connections), wish);
        response.exceptionHandler(gone -> {});
        response.closeHandler(gone -> {
            if (watching.remove(one)) {
                connections.leave();
                askForFrames();
            }
        });
        watching.add(one);
        askForFrames();
        one.viewer.offer(Viewer.event("hello", Views.state(running, version).toBuffer()));
    }

    void end() {
        ended = true;
        Set.copyOf(watching).forEach(one -> one.viewer.end());
    }

    /** Since the start, of viewers that are still there. */
    long dropped() {
        return watching.stream().mapToLong(one -> one.viewer.dropped()).sum();
    }

    long queued() {
        return watching.stream().mapToLong(one -> one.viewer.queued()).sum();
    }

    private void askForFrames() {
        double most = watching.stream().mapToDouble(one -> one.wish.framesPerSecond()).max().orElse(0);
        instance.get().ifPresent(running -> running.live().sampler().rate(most));
    }

    private void pump(Instance running) {
        LiveFeed live = running.live();
        if (!placed || watching.isEmpty()) {
            batchesPlace = live.batches().end();
            framesPlace = live.sampler().tape().end();
            notesPlace = placed ? live.notes().end() : 0;
            placed = true;
            return;
        }
        Tape.Read<BatchRun> batches = live.batches().since(batchesPlace);
        batchesPlace = batches.to();
        if (!batches.items().isEmpty() && watching.stream().anyMatch(one -> one.wish.batches())) {
            Buffer event = Viewer.event("batches", LiveEvents.batches(batches).toBuffer());
            watching.stream().filter(one -> one.wish.batches()).forEach(one -> one.viewer.offer(event));
        }
        Tape.Read<FrameSample> frames = live.sampler().tape().since(framesPlace);
        framesPlace = frames.to();
        frames.items().forEach(this::frame);
        Tape.Read<Note> notes = live.notes().since(notesPlace);
        notesPlace = notes.to();
        for (Note note : notes.items()) {
            Buffer event = Viewer.event("note", LiveEvents.note(note).toBuffer());
            watching.forEach(one -> one.viewer.offer(event));
        }
    }

    private void frame(FrameSample sample) {
        Buffer event = null;
        for (Watching one : watching) {
            if (one.wants(sample)) {
                event = event == null ? Viewer.event("frame", FrameViews.of(sample).toBuffer()) : event;
                one.viewer.offer(event);
            }
        }
    }

    /** One at a time: a second that takes longer is not followed by another meanwhile. */
    private void second(Instance running) {
        if (measuring || ended) {
            return;
        }
        measuring = true;
        int viewers = connections.open();
        boolean watched = !watching.isEmpty();
        vertx.<Optional<JsonObject>>executeBlocking(() -> {
                    running.live().tick();
                    return watched ? Optional.of(LiveEvents.stats(running, epochMicros.getAsLong(), viewers)) : Optional.empty();
                }, false)
                .onComplete(done -> {
                    measuring = false;
                    tellReadiness(running);
                    if (done.succeeded()) {
                        done.result().ifPresent(this::tellSecond);
                    }
                });
    }

    private void tellSecond(JsonObject stats) {
        String open = stats.encode();
        String begun = open.substring(0, open.length() - 1) + ",\"dropped\":";
        Buffer none = Viewer.event("stats", Buffer.buffer(begun + "0}"));
        for (Watching one : watching) {
            long dropped = one.viewer.dropped();
            one.viewer.offer(dropped == 0 ? none : Viewer.event("stats", Buffer.buffer(begun + dropped + "}")));
        }
    }

    private void tellReadiness(Instance running) {
        String now = String.join("; ", running.notReady());
        // A reason that only counts on is no other reason.
        String kind = NUMBER.matcher(now).replaceAll("#");
        if (!kind.equals(lastReadiness)) {
            if (lastReadiness != null) {
                if (now.isEmpty() || running.intake().draining()) {
                    LOG.info("{}", now.isEmpty() ? "Ready" : "Not ready: " + Text.escaped(now));
                } else {
                    LOG.warn("Not ready: {}", Text.escaped(now));
                }
                running.live().note("ready", now.isEmpty() ? "Ready" : "Not ready: " + now);
            }
            lastReadiness = kind;
        }
    }
}
