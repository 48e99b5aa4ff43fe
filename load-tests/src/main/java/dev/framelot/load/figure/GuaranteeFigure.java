package dev.framelot.load.figure;

import dev.framelot.config.DeliverySettings.Guarantee;
import dev.framelot.load.measure.BrokerChild;
import dev.framelot.load.measure.Latency;
import dev.framelot.load.measure.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What exactly once costs against at least once: in rate, and in the time until a {@code read_committed} reader has a detection. */
final class GuaranteeFigure implements Figure {
    private static final double LIVE_RATE = 50;

    @Override
    public long plannedSeconds(boolean quick) {
        return quick ? 85 : 240;
    }

    @Override
    public List<FigureRow> measure(FigureRun run) throws Exception {
        int rounds = run.quickOr(2, 5);
        int skip = 1_500;
        int frames = run.quickOr(4_000, 8_000);
        Duration warmUp = Duration.ofSeconds(run.quickOr(5, 10));
        Duration measured = Duration.ofSeconds(run.quickOr(10, 30));
        long live = 2 * (warmUp.plus(measured).toSeconds() + 6);
        run.progress().say("starting a broker and drawing boards");
        try (BrokerChild broker = BrokerChild.start()) {
            FigureSettings settings = FigureSettings.of(broker.bootstrapServers()).declaredCost("200us", "20us", 64);
            run.progress().say("publishing a backlog", rounds * 2L * (4 + frames / 500) + live);
            Backlog.fill(settings.asNewGroup(), BoardImages.cameras(run.seed()), skip + frames + Drain.MARGIN_FRAMES);
            run.progress().say("warming up");
            Drain.measure(settings.guarantee(Guarantee.AT_LEAST_ONCE).asNewGroup(), 100, skip);

            Map<Guarantee, List<Double>> rates = new EnumMap<>(Guarantee.class);
            List<Double> ratios = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                Map<Guarantee, Double> now = new EnumMap<>(Guarantee.class);
                for (Guarantee guarantee : inTurn(round)) {
                    run.progress().say(String.format("round %d of %d: %s", round, rounds, guarantee),
                            (rounds - round + 1) * 2L * (4 + frames / 500) + live);
                    double rate = Drain.measure(settings.guarantee(guarantee).asNewGroup(), skip, frames).framesPerSecond();
                    now.put(guarantee, rate);
                    rates.computeIfAbsent(guarantee, g -> new ArrayList<>()).add(rate);
                }
                ratios.add(now.get(Guarantee.EXACTLY_ONCE) / now.get(Guarantee.AT_LEAST_ONCE));
            }

            Map<Guarantee, Samples> seen = new EnumMap<>(Guarantee.class);
            settings.with("delivery.commit-interval", "30ms").with("batching.max-wait", "0ms").declaredCost("5ms", "0ms", 64);
            for (Guarantee guarantee : List.of(Guarantee.AT_LEAST_ONCE, Guarantee.EXACTLY_ONCE)) {
                run.progress().say("latency at 50 frames/s: " + guarantee, guarantee == Guarantee.AT_LEAST_ONCE ? live : live / 2);
                String topic = guarantee.name().toLowerCase(Locale.ROOT);
                settings.guarantee(guarantee).with("topics.frames", "frames." + topic).with("topics.detections", "detections." + topic);
                seen.put(guarantee, LiveRound.measure(settings.asNewGroup(), BoardImages.cameras(run.seed()), LIVE_RATE, warmUp, measured).each(Latency::seen));
            }
            double added = seen.get(Guarantee.EXACTLY_ONCE).median() - seen.get(Guarantee.AT_LEAST_ONCE).median();
            run.note("Rates: a backlog worked off with a declared device of 0.2 ms a batch and 0.02 ms a frame, so that Kafka and the application set the pace;"
                    + " commits every 100 ms; " + rounds + " round(s) of " + frames + " frames each way in turn; median of the rounds' ratios.");
            run.note("Latency: 50 frames/s, declared device of 5 ms, commits every 30 ms, from the camera's producer to a read_committed reader.");
            return List.of(
                    FigureRow.told("at least once", Samples.of(rates.get(Guarantee.AT_LEAST_ONCE)).median(), "frames/s"),
                    FigureRow.told("exactly once", Samples.of(rates.get(Guarantee.EXACTLY_ONCE)).median(), "frames/s"),
                    FigureRow.of("exactly once / at least once", Samples.of(ratios).median(), "", Goal.atLeast(0.95)),
                    FigureRow.told("seen at least once, p50", seen.get(Guarantee.AT_LEAST_ONCE).median(), "ms"),
                    FigureRow.told("seen exactly once, p50", seen.get(Guarantee.EXACTLY_ONCE).median(), "ms"),
                    FigureRow.told("seen exactly once, p99", seen.get(Guarantee.EXACTLY_ONCE).percentile(99), "ms"),
                    FigureRow.of("added by exactly once, p50", added, "ms", Goal.atMost(40)));
        }
    }

    /** Who goes first changes from round to round: the machine may drift. */
    private static List<Guarantee> inTurn(int round) {
        return round % 2 == 0
                ? List.of(Guarantee.EXACTLY_ONCE, Guarantee.AT_LEAST_ONCE)
                : List.of(Guarantee.AT_LEAST_ONCE, Guarantee.EXACTLY_ONCE);
    }
}
