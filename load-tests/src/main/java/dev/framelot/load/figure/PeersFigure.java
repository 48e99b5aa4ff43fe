package dev.framelot.load.figure;

import dev.framelot.load.measure.BrokerChild;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** The application beside the same work written with other libraries: one broker, one declared device, the same frames, arrivals and SLO. */
final class PeersFigure implements Figure {
    /** Two cores carry broker, generator, reader and contestant: the device is slow enough to be what limits them. */
    private static final ContestTerms TERMS = new ContestTerms(16_000, 1_200, 2, 32, 200, 0.99, 1_000, 5_000, 4, 16);

    /** Between the time of one frame alone and that of two full batches: what stands before a frame on its way then decides how large a batch may be. */
    private static final int TIGHT_SLO_MILLIS = 80;

    /** A generator that was later than this share of the SLO (99th percentile) shows that the machine was busy with something else: the round says nothing. */
    private static final double GENERATOR_LATE_SHARE = 0.1;

    private static final int MOST_REPEATS = 3;
    private static final int LEAST_FRAMES = 200;

    private static final String ALONE = "the device alone, simulated";
    private static final double[] LOADS = {0.2, 0.5, 0.8};
    private static final double TUNING_LOAD = 0.6;
    private static final ContestRun.Round NONE_HELD = new ContestRun.Round(0, 0, Double.NaN, Double.NaN, Double.NaN);

    /**
     * @param tight the highest rate in time with the tight SLO
     * @param loads one a load, absent where it did not keep up with a lower one
     */
    private record Standing(
            Contestant contestant,
            Contestant.Variant variant,
            ContestRun.Round highest,
            ContestRun.Round tight,
            List<ContestRun.Round> loads,
            double peakMegabytes,
            ContestRun.Kill kill) {
        double rate() {
            return highest.framesPerSecond();
        }

        Standing within(ContestRun.Round tightSlo) {
            return new Standing(contestant, variant, highest, tightSlo, loads, peakMegabytes, kill);
        }

        double tightRate() {
            return tight.framesPerSecond();
        }

        /** Not a number where it did not keep up. */
        double p99(int load) {
            return load < loads.size() ? loads.get(load).p99Millis() : Double.NaN;
        }
    }

    /** How long each part takes, seconds. */
    private record Pace(double warmUp, double settle, double round, int halvings, double load, double beforeKill, double afterKill) {
        static Pace of(boolean quick) {
            return quick ? new Pace(6, 0.5, 2, 3, 4, 1.5, 2) : new Pace(6, 2, 8, 5, 12, 5, 5);
        }
    }

    private int runs;
    private int disturbed;

    @Override
    public long plannedSeconds(boolean quick) {
        return quick ? 600 : 2_950;
    }

    @Override
    public List<FigureRow> measure(FigureRun run) throws Exception {
        Pace pace = Pace.of(run.quick());
        List<Contestant> contestants = new ArrayList<>(List.of(new FramelotContestant()));
        contestants.addAll(List.of(PeerContestant.values()));
        List<Standing> standings = new ArrayList<>();
        run.progress().say("starting a broker");
        try (BrokerChild broker = BrokerChild.start()) {
            for (Contestant contestant : contestants) {
                Optional<Standing> framelot = standings.stream().findFirst();
                try {
                    standings.add(compete(run, pace, broker.bootstrapServers(), contestant, framelot));
                } catch (IllegalStateException | IOException broken) {
                    if (framelot.isEmpty()) {
                        throw broken;
                    }
                    run.note(contestant.label() + " is left out, it did not run through: " + broken.getMessage());
                }
            }
        }
        run.note(String.format(Locale.ROOT, "Device declared as %s, one batch at a time, %d lanes, at most %d frames a batch, so %.0f frames/s at most; SLO %d ms for %.0f %% "
                        + "of the frames, from when a frame was due (Poisson) until a reader has its result; %d partitions, %d cameras.", TERMS.device(), TERMS.lanes(),
                TERMS.maxFrames(), TERMS.deviceFramesPerSecond(), TERMS.sloMillis(), TERMS.share() * 100, TERMS.partitions(), TERMS.cameras()));
        run.note("Each contestant in a JVM of its own (-Xmx512m), commits every " + TERMS.commitMillis() + " ms, sessions of " + TERMS.sessionMillis()
                + " ms; '-' where it did not keep up. Lines are code of one's own; framelot's are settings.");
        return rows(standings, run.seed());
    }

    private Standing compete(FigureRun run, Pace pace, String bootstrapServers, Contestant contestant, Optional<Standing> framelot) throws Exception {
        List<Contestant.Variant> variants = contestant.variants(run.quick());
        double tuningRate = TUNING_LOAD * framelot.map(Standing::rate).orElse(TERMS.deviceFramesPerSecond());
        ContestRun contest = begin(run, pace, TERMS, bootstrapServers, contestant, variants.get(0));
        try {
            Contestant.Variant running = variants.get(0);
            if (variants.size() > 1) {
                List<Tried> tried = new ArrayList<>(List.of(tried(contest, running, tuningRate, pace)));
                for (Contestant.Variant variant : variants.subList(1, variants.size())) {
                    contest.close();
                    contest = begin(run, pace, TERMS, bootstrapServers, contestant, variant);
                    running = variant;
                    tried.add(tried(contest, variant, tuningRate, pace));
                }
                Contestant.Variant best = Tried.best(tried).variant();
                if (!best.equals(running)) {
                    contest.close();
                    contest = begin(run, pace, TERMS, bootstrapServers, contestant, best);
                    running = best;
                }
            }
            Standing standing = measure(run, pace, contestant, running, contest, framelot);
            contest.close();
            contest = begin(run, pace, TERMS.withSlo(TIGHT_SLO_MILLIS), bootstrapServers, contestant, running);
            return standing.within(highest(run, pace, contestant, contest));
        } finally {
            contest.close();
        }
    }

    private Standing measure(FigureRun run, Pace pace, Contestant contestant, Contestant.Variant variant, ContestRun contest, Optional<Standing> framelot)
            throws Exception {
        ContestRun.Round highest = highest(run, pace, contestant, contest);
        List<ContestRun.Round> loads = loads(run, pace, contestant, contest, framelot.map(Standing::rate).orElse(highest.framesPerSecond()));
        double peak = contest.peakMegabytes();
        run.progress().say(contestant.label() + ": kill -9 in mid-load");
        ContestRun.Kill kill = contest.kill(Math.max(20, highest.framesPerSecond() / 2), pace.beforeKill, pace.afterKill);
        int points = contestant.variants(run.quick()).size();
        run.note(contestant.label() + ": " + (points > 1 ? variant + " (best of " + points + "); " : "") + contestant.guarantee()
                + (kill.caughtUp() ? "." : "; after the kill it was still busy when patience ended."));
        return new Standing(contestant, variant, highest, NONE_HELD, loads, peak, kill);
    }

    /** At a rate that the best of all would hold, and below it until one holds. */
    private Tried tried(ContestRun contest, Contestant.Variant variant, double tuningRate, Pace pace) throws IOException, InterruptedException {
        double rate = tuningRate;
        for (int halved = 0; halved < 3; halved++, rate /= 2) {
            ContestRun.Round round = undisturbed(contest, rate, pace.settle, pace.round, TERMS.share());
            if (round.onTime() >= TERMS.share()) {
                return new Tried(variant, rate, round.p99Millis());
            }
        }
        return new Tried(variant, 0, Double.POSITIVE_INFINITY);
    }

    /** Repeated while the generator itself was late; a round that went well in spite of that counts. */
    private ContestRun.Round undisturbed(ContestRun contest, double rate, double settle, double seconds, double orElse) throws IOException, InterruptedException {
        ContestRun.Round best = null;
        for (int repeat = 0; repeat <= MOST_REPEATS; repeat++) {
            ContestRun.Round round = contest.round(rate, settle, Math.max(seconds, LEAST_FRAMES / rate), orElse);
            if (round.generatorLateMillis() <= GENERATOR_LATE_SHARE * contest.sloMillis() || round.onTime() >= TERMS.share()) {
                return round;
            }
            disturbed++;
            best = best == null || round.generatorLateMillis() < best.generatorLateMillis() ? round : best;
        }
        return best;
    }

    /** Started and warm. */
    private ContestRun begin(FigureRun run, Pace pace, ContestTerms terms, String bootstrapServers, Contestant contestant, Contestant.Variant variant)
            throws IOException, InterruptedException {
        run.progress().say(contestant.label() + ": " + variant + ", SLO " + terms.sloMillis() + " ms");
        ContestRun contest = new ContestRun(terms, contestant, variant, bootstrapServers, runs++, run.seed());
        try {
            contest.warmUp(pace.warmUp);
            return contest;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            contest.close();
            throw failed;
        }
    }

    private ContestRun.Round highest(FigureRun run, Pace pace, Contestant contestant, ContestRun contest) throws Exception {
        double ceiling = TERMS.deviceFramesPerSecond();
        List<ContestRun.Round> held = new ArrayList<>();
        RateSearch.highest(ceiling / 2, ceiling, pace.halvings, rate -> {
            run.progress().say(String.format(Locale.ROOT, "%s: %.0f frames/s", contestant.label(), rate));
            // A hiccup of the machine fails a short round: only a rate that fails twice fails.
            for (int attempt = 0; attempt < 2; attempt++) {
                ContestRun.Round round = undisturbed(contest, rate, pace.settle, pace.round, TERMS.share());
                if (round.onTime() >= TERMS.share()) {
                    held.add(round);
                    return true;
                }
            }
            return false;
        });
        return held.stream().max(Comparator.comparingDouble(ContestRun.Round::framesPerSecond))
                .orElse(NONE_HELD);
    }

    /** Ends at the first load that it does not keep up with. */
    private List<ContestRun.Round> loads(FigureRun run, Pace pace, Contestant contestant, ContestRun contest, double framelotRate) throws Exception {
        List<ContestRun.Round> rounds = new ArrayList<>();
        for (double load : LOADS) {
            run.progress().say(String.format(Locale.ROOT, "%s: load %.1f of framelot's highest rate", contestant.label(), load));
            rounds.add(undisturbed(contest, load * framelotRate, pace.settle, pace.load, 0.8));
            if (Double.isNaN(rounds.get(rounds.size() - 1).p99Millis())) {
                break;
            }
        }
        return rounds;
    }

    private List<FigureRow> rows(List<Standing> standings, long seed) {
        List<FigureRow> rows = new ArrayList<>();
        rows.add(FigureRow.told("rounds with a late generator, repeated", disturbed, "rounds"));
        each(rows, standings, "highest rate in time", "frames/s", Standing::rate);
        rows.add(FigureRow.told(ALONE + ": highest rate in time", DeviceAlone.highestRate(TERMS, seed), "frames/s"));
        each(rows, standings, "highest rate within " + TIGHT_SLO_MILLIS + " ms", "frames/s", Standing::tightRate);
        rows.add(FigureRow.told(ALONE + ": highest rate within " + TIGHT_SLO_MILLIS + " ms", DeviceAlone.highestRate(TERMS.withSlo(TIGHT_SLO_MILLIS), seed), "frames/s"));
        for (int i = 0; i < LOADS.length; i++) {
            int load = i;
            String what = String.format(Locale.ROOT, "p99 at %.0f %% of framelot's rate", LOADS[i] * 100);
            each(rows, standings, what, "ms", standing -> standing.p99(load));
            rows.add(FigureRow.told(ALONE + ": " + what, DeviceAlone.p99Millis(TERMS, LOADS[i] * standings.get(0).rate(), seed), "ms"));
        }
        each(rows, standings, "CPU at its highest rate", "ms/frame", standing -> standing.highest.cpuMillis());
        each(rows, standings, "CPU at 20 % of framelot's rate", "ms/frame", standing -> standing.loads.get(0).cpuMillis());
        each(rows, standings, "most RAM", "MB", Standing::peakMegabytes);
        for (Standing standing : standings) {
            rows.add(FigureRow.told(standing.contestant.label() + ": user's own lines", lines(standing), "lines"));
        }
        each(rows, standings, "kill -9: lost", "frames", standing -> standing.kill.lost());
        each(rows, standings, "kill -9: doubled", "frames", standing -> standing.kill.doubled());
        each(rows, standings, "kill -9: out of order", "frames", standing -> standing.kill.outOfOrder());
        each(rows, standings, "kill -9: oldest result", "s", standing -> standing.kill.longestSeconds());
        goals(rows, standings);
        return rows;
    }

    private static void each(List<FigureRow> rows, List<Standing> standings, String what, String unit, ToDoubleFunction<Standing> value) {
        standings.forEach(standing -> rows.add(FigureRow.told(standing.contestant.label() + ": " + what, value.applyAsDouble(standing), unit)));
    }

    private static double lines(Standing standing) {
        try {
            return standing.contestant.userLines(standing.variant);
        } catch (IOException noSources) {
            return Double.NaN;
        }
    }

    private static void goals(List<FigureRow> rows, List<Standing> standings) {
        Standing framelot = standings.get(0);
        List<Standing> peers = standings.subList(1, standings.size());
        rows.add(FigureRow.of("framelot: lost at a kill -9", framelot.kill.lost(), "frames", Goal.exactly(0)));
        ratio(rows, "framelot's highest rate / the best peer's", framelot, peers, Standing::rate);
        ratio(rows, "within " + TIGHT_SLO_MILLIS + " ms: framelot's highest rate / the best peer's", framelot, peers, Standing::tightRate);
        for (int i = 0; i < LOADS.length; i++) {
            int load = i;
            String at = String.format(Locale.ROOT, "p99 at %.0f %%: framelot's / the best ", LOADS[load] * 100);
            quickest(peers, load, peer -> true).ifPresent(best -> rows.add(FigureRow.of(
                    at + "peer's (" + best.contestant.label() + ")", framelot.p99(load) / best.p99(load), "", Goal.atMost(1))));
            quickest(peers, load, peer -> peer.contestant.keepsOrder(peer.variant)).ifPresent(best -> rows.add(FigureRow.told(
                    at + "of those that keep a camera's order (" + best.contestant.label() + ")", framelot.p99(load) / best.p99(load), "")));
        }
    }

    private static Optional<Standing> quickest(List<Standing> peers, int load, Predicate<Standing> who) {
        return peers.stream().filter(who).filter(peer -> Double.isFinite(peer.p99(load))).min(Comparator.comparingDouble(peer -> peer.p99(load)));
    }

    private static void ratio(List<FigureRow> rows, String name, Standing framelot, List<Standing> peers, ToDoubleFunction<Standing> rate) {
        peers.stream().max(Comparator.comparingDouble(rate)).ifPresent(best -> rows.add(FigureRow.of(
                name + " (" + best.contestant.label() + ")", rate.applyAsDouble(framelot) / rate.applyAsDouble(best), "", Goal.atLeast(1.5))));
    }

    /** One point of a grid, the highest tuning rate that it held, and its 99th percentile there. */
    private record Tried(Contestant.Variant variant, double rate, double p99Millis) {
        static Tried best(List<Tried> all) {
            return all.stream().max(Comparator.comparingDouble(Tried::rate).thenComparing(one -> -one.p99Millis)).orElseThrow();
        }
    }
}
