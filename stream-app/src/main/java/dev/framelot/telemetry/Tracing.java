package dev.framelot.telemetry;

import dev.framelot.config.TracingSettings;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Spans to a collector; nothing at all where none is configured. */
public final class Tracing implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int QUEUED_SPANS = 2_048;

    private final SdkTracerProvider provider;
    private final BatchTracer batches;

    private Tracing(SdkTracerProvider provider, BatchTracer batches) {
        this.provider = provider;
        this.batches = batches;
    }

    /** @param service name of the application @param model what runs, for each span */
    public static Optional<Tracing> open(TracingSettings settings, String service, String model) {
        return settings.endpoint().map(endpoint -> {
            OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder().setEndpoint(endpoint.toString()).setTimeout(ANSWER).build();
            SdkTracerProvider provider = SdkTracerProvider.builder()
                    .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), service)))
                    .addSpanProcessor(BatchSpanProcessor.builder(exporter).setMaxQueueSize(QUEUED_SPANS).build())
                    .build();
            return new Tracing(provider, new BatchTracer(provider.get("dev.framelot"), settings.sampled(), () -> ThreadLocalRandom.current().nextDouble(), model));
        });
    }

    public BatchTracer batches() {
        return batches;
    }

    /** Sends what is left, for at most some seconds. */
    @Override
    public void close() {
        batches.close();
        provider.shutdown().join(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    }
}
