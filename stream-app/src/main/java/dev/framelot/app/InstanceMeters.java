package dev.framelot.app;

import dev.framelot.batching.DispatchReason;
import dev.framelot.batching.ShedReason;
import dev.framelot.config.BatchingSettings;
import dev.framelot.dispatch.HeartView;
import dev.framelot.frame.FrameFault;
import dev.framelot.http.Instance;
import dev.framelot.http.ModelRoute;
import dev.framelot.http.Models;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.MemoryReading;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What is counted and held elsewhere, read when somebody scrapes. Names and words are those of {@code MetricsCatalogue}. */
final class InstanceMeters {
    private final MeterRegistry registry;
    private final Instance instance;

    private InstanceMeters(MeterRegistry registry, Instance instance) {
        this.registry = registry;
        this.instance = instance;
    }

    /**
     * Registers all; the registry keeps what it needs alive.
     *
     * @param engine that serves now
     * @return to be run at first and after each change of the models
     */
    static Runnable bind(MeterRegistry registry, Instance instance, Supplier<InferenceEngine> engine) {
        InstanceMeters meters = new InstanceMeters(registry, instance);
        meters.counters();
        meters.flow();
        meters.objective();
        meters.models();
        meters.flows();
        for (MemoryReading.Kind kind : MemoryReading.Kind.values()) {
            Gauge.builder("framelot.memory", engine, e -> e.get().memory().filter(reading -> reading.kind() == kind).map(reading -> (double) reading.usedBytes()).orElse(Double.NaN))
                    .baseUnit("bytes")
                    .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                    .strongReference(true)
                    .register(registry);
        }
        MultiGauge running = MultiGauge.builder("framelot.model").register(registry);
        // One at a time: the rows of whoever registers last are the newest.
        Object registering = new Object();
        return () -> {
            synchronized (registering) {
                running.register(rows(instance.models()), true);
            }
        };
    }

    private static List<MultiGauge.Row<?>> rows(Models models) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (ModelRoute route : models.routes()) {
            Models.Running running = route.running();
            rows.add(row(route, running.serving(), "serving"));
            running.shadow().ifPresent(shadow -> rows.add(row(route, shadow, "shadow")));
        }
        return rows;
    }

    private static MultiGauge.Row<?> row(ModelRoute route, Models.Model model, String role) {
        return MultiGauge.Row.of(Tags.of("route", route.name(), "model", model.identity().name(), "version", model.identity().version(), "provider", model.provider(), "role", role), 1);
    }

    private void models() {
        for (ModelRoute route : instance.models().routes()) {
            ofRoute("framelot.models.version", route, one -> one.running().choice().version());
            ofRoute("framelot.models.refused", route, one -> one.running().refusal().isEmpty() ? 0 : 1);
        }
        shadow("ran", Instance.Shadowed::ran);
        shadow("dropped", Instance.Shadowed::dropped);
        shadow("failed", Instance.Shadowed::failed);
        shadow("unwritten", Instance.Shadowed::unwritten);
    }

    private void ofRoute(String name, ModelRoute route, ToDoubleFunction<ModelRoute> value) {
        Gauge.builder(name, route, value).tag("route", route.name()).strongReference(true).register(registry);
    }

    /** The names are those of the settings, so there are few. */
    private void flows() {
        List<Instance.ModelFlow> flows = instance.flows();
        for (int i = 0; i < flows.size(); i++) {
            int place = i;
            String model = flows.get(i).name();
            FunctionCounter.builder("framelot.model.batches", instance, running -> running.flows().get(place).batches()).tag("model", model).register(registry);
            FunctionCounter.builder("framelot.model.frames", instance, running -> running.flows().get(place).frames()).tag("model", model).register(registry);
            Gauge.builder("framelot.model.waiting", instance, running -> running.flows().get(place).waitingForDecode() + running.flows().get(place).waiting())
                    .tag("model", model).strongReference(true).register(registry);
            Gauge.builder("framelot.model.lanes.busy", instance, running -> running.flows().get(place).lanes().stream().filter(lane -> lane.runningNanos() > 0).count())
                    .tag("model", model).strongReference(true).register(registry);
        }
    }

    private void shadow(String fate, ToDoubleFunction<Instance.Shadowed> value) {
        FunctionCounter.builder("framelot.shadow.frames", instance, i -> value.applyAsDouble(i.shadowed())).tag("fate", fate).register(registry);
    }

    private void counters() {
        counter("framelot.frames.taken", i -> i.fates().taken());
        fate("detected", "none", i -> i.fates().detected());
        for (ShedReason reason : ShedReason.values()) {
            fate("shed", reason.wireName(), i -> i.fates().shed(reason.wireName()));
        }
        for (FrameFault.Reason reason : FrameFault.Reason.values()) {
            fate("dead-letter", reason.wireName(), i -> i.fates().deadLettered(reason));
        }
        for (DispatchReason reason : DispatchReason.values()) {
            FunctionCounter.builder("framelot.batches", instance, i -> i.dispatched().batches(reason)).tag("reason", reason.wireName()).register(registry);
        }
        counter("framelot.intake.pauses", i -> i.intake().pauses());
    }

    private void flow() {
        gauge("framelot.stable.batch", i -> heart(i, HeartView::stableShape));
        gauge("framelot.load", i -> heart(i, HeartView::load));
        gauge("framelot.arrivals", i -> heart(i, HeartView::arrivalsPerSecond));
        waiting("decode", Instance::waitingForDecode);
        waiting("live", i -> heart(i, HeartView::liveWaiting));
        waiting("backfill", i -> heart(i, HeartView::backfillWaiting));
        gauge("framelot.in.flight.frames", i -> i.intake().framesInFlight());
        Gauge.builder("framelot.in.flight", instance, i -> i.intake().bytesInFlight()).baseUnit("bytes").strongReference(true).register(registry);
        Gauge.builder("framelot.lag", instance, InstanceMeters::lag).baseUnit("records").strongReference(true).register(registry);
        gauge("framelot.lanes", i -> i.lanes().size());
        gauge("framelot.lanes.busy", i -> i.lanes().stream().filter(lane -> lane.runningNanos() > 0).count());
        gauge("framelot.intake.taking", i -> i.intake().taking() ? 1 : 0);
        gauge("framelot.ready", i -> i.notReady().isEmpty() ? 1 : 0);
    }

    private void objective() {
        for (BatchingSettings.Mode mode : BatchingSettings.Mode.values()) {
            Gauge.builder("framelot.mode", instance, i -> i.state().mode() == mode ? 1 : 0)
                    .tag("mode", mode.name().toLowerCase(Locale.ROOT))
                    .strongReference(true)
                    .register(registry);
        }
        gauge("framelot.mode.version", i -> i.state().version());
        Gauge.builder("framelot.slo", instance, i -> i.state().slo().toNanos() / 1e9).baseUnit("seconds").strongReference(true).register(registry);
    }

    private static double lag(Instance instance) {
        Map<String, Long> byPartition = instance.lag();
        return byPartition.isEmpty() ? Double.NaN : byPartition.values().stream().mapToLong(Long::longValue).sum();
    }

    private static double heart(Instance instance, ToDoubleFunction<HeartView> value) {
        return instance.heart().map(value::applyAsDouble).orElse(Double.NaN);
    }

    private void fate(String fate, String reason, ToDoubleFunction<Instance> value) {
        FunctionCounter.builder("framelot.frames", instance, value).tag("fate", fate).tag("reason", reason).register(registry);
    }

    private void waiting(String queue, ToDoubleFunction<Instance> value) {
        Gauge.builder("framelot.waiting", instance, value).tag("queue", queue).strongReference(true).register(registry);
    }

    private void counter(String name, ToDoubleFunction<Instance> value) {
        FunctionCounter.builder(name, instance, value).register(registry);
    }

    private void gauge(String name, ToDoubleFunction<Instance> value) {
        Gauge.builder(name, instance, value).strongReference(true).register(registry);
    }
}
