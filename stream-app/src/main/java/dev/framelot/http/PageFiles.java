package dev.framelot.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The live page's files, from the jar. Any thread. */
final class PageFiles {
    private static final String FOLDER = "/web/";
    /** A library of the page comes in a jar of its own; the version is part of its path. */
    private static final String UPLOT = "lib/uplot/";
    private static final String UPLOT_FOLDER = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final int LARGEST_BYTES = 2 << 20;
    /** Names without a leading dot, so neither hidden files nor a way upwards. */
    private static final Pattern NAME = Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/){0,4}[A-Za-z0-9_-][A-Za-z0-9._-]*");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "mjs", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "txt", "text/plain; charset=utf-8",
            "json", "application/json");

    private record File(Buffer content, String type) {}

    /** What the jar holds, which is bounded; names that it does not hold are not kept. */
    private final Map<String, File> read = new ConcurrentHashMap<>();

    void answer(RoutingContext context) {
        String path = context.normalizedPath().substring(1);
        Optional<File> file = file(path.isEmpty() ? "index.html" : path);
        if (file.isEmpty()) {
            Problem.of(404, "Not here", "There is nothing at " + context.normalizedPath()).answer(context);
            return;
        }
        context.response()
                .putHeader("Content-Type", file.get().type)
                .putHeader("Cache-Control", "no-cache")
                .end(file.get().content);
    }

    private Optional<File> file(String name) {
        File known = read.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null || !NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        String resource = name.startsWith(UPLOT) ? UPLOT_FOLDER + name.substring(UPLOT.length()) : FOLDER + name;
        try (InputStream in = PageFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                return Optional.empty();
            }
            File file = new File(Buffer.buffer(in.readNBytes(LARGEST_BYTES)), type);
            read.put(name, file);
            return Optional.of(file);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
