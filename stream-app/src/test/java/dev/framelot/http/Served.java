package dev.framelot.http;

import dev.framelot.config.HttpSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real server at a free port in front of a fake instance, asked as strangers would ask it. Ends after each test. */
final class Served implements AfterEachCallback {
    static final int IMAGE_BYTES = 100_000;

    final FakeInstance instance = new FakeInstance();
    private ControlServer server;

    /** Before it shows an instance. */
    Ask starting() {
        server = start(HttpSettings.loopback(0));
        return new Ask(server.port());
    }

    Ask serve() {
        return serve(HttpSettings.loopback(0));
    }

    Ask serveWithTokens() {
        return serve(new HttpSettings("127.0.0.1", 0, Optional.of("read-token-1234567"), Optional.of("write-token-1234567"), 500, 100));
    }

    Ask serve(HttpSettings settings) {
        return shown(start(settings));
    }

    /** @param idle after which a connection without traffic is ended */
    Ask serve(Duration idle) {
        return shown(ControlServer.start(HttpSettings.loopback(0), IMAGE_BYTES, "test", new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), idle));
    }

    private static ControlServer start(HttpSettings settings) {
        return ControlServer.start(settings, IMAGE_BYTES, "test", new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    private Ask shown(ControlServer started) {
        server = started;
        server.show(instance);
        return new Ask(server.port());
    }

    ControlServer server() {
        return server;
    }

    int port() {
        return server.port();
    }

    void end() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        end();
    }
}
