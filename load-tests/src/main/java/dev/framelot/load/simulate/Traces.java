package dev.framelot.load.simulate;

import dev.framelot.batching.TrafficClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Arrival processes by name. The same name, rate, count and seed give the same trace. */
public enum Traces {
    /** Evenly spaced. */
    CONSTANT {
        @Override
        double next(double at, double rate, State state, Random random) {
            return at + 1 / rate;
        }
    },
    /** Independent gaps. */
    POISSON {
        @Override
        double next(double at, double rate, State state, Random random) {
            return at + gap(rate, random);
        }
    },
    /** Poisson in two states: 2.2 times the rate for 200 ms, 0.4 times for 400 ms on average (mean rate kept). */
    BURSTY {
        @Override
        double next(double at, double rate, State state, Random random) {
            double now = at;
            while (true) {
                if (now >= state.until) {
                    state.high = !state.high;
                    state.until = now + gap(1 / (state.high ? 0.2 : 0.4), random);
                }
                double next = now + gap(rate * (state.high ? 2.2 : 0.4), random);
                if (next <= state.until) {
                    return next;
                }
                // Memoryless: what is left of the gap may be drawn anew in the next state.
                now = state.until;
            }
        }
    },
    /** Each camera at its own steady rate and phase, with 10 % jitter. */
    CAMERAS {
        @Override
        public Trace draw(double framesPerSecond, int frames, int cameras, long budgetNanos, long seed) {
            Random random = new Random(seed);
            double period = cameras / framesPerSecond;
            List<Trace.Arrival> arrivals = new ArrayList<>();
            double[] phase = random.doubles(cameras).map(share -> share * period).toArray();
            for (int round = 0; arrivals.size() < frames + cameras; round++) {
                for (int camera = 0; camera < cameras; camera++) {
                    double at = phase[camera] + round * period + 0.1 * period * (random.nextDouble() - 0.5);
                    arrivals.add(new Trace.Arrival(Math.max(0, Math.round(at * 1e9)), budgetNanos, TrafficClass.LIVE, "camera-" + camera));
                }
            }
            arrivals.sort((a, b) -> Long.compare(a.atNanos(), b.atNanos()));
            return new Trace(name(framesPerSecond, seed), arrivals.subList(0, frames));
        }
    },
    /** A day in 20 s: the rate swings between 0.25 and 1.75 times its mean. */
    DIURNAL {
        @Override
        double next(double at, double rate, State state, Random random) {
            return thinned(at, rate, 1.75, now -> 1 - 0.75 * Math.cos(2 * Math.PI * now / 20), random);
        }
    },
    /** From a tenth of the rate to nearly twice it, in a straight line over the trace. */
    RAMP {
        @Override
        double next(double at, double rate, State state, Random random) {
            return thinned(at, rate, 1.9, now -> Math.min(1.9, 0.1 + 1.8 * now / state.seconds), random);
        }
    },
    /** One second at twice the rate, one second nothing. */
    ON_OFF {
        @Override
        double next(double at, double rate, State state, Random random) {
            return thinned(at, rate, 2, now -> now % 2 < 1 ? 2 : 0, random);
        }
    };

    /** Where a process is. */
    static final class State {
        boolean high;
        double until;
        double seconds;
    }

    interface Shape {
        /** Times the mean rate. */
        double at(double seconds);
    }

    double next(double at, double rate, State state, Random random) {
        throw new UnsupportedOperationException(name());
    }

    /**
     * @param framesPerSecond mean rate
     * @param cameras frames are spread over, evenly by chance (CAMERAS: one after the other)
     * @param budgetNanos of each frame
     */
    public Trace draw(double framesPerSecond, int frames, int cameras, long budgetNanos, long seed) {
        Random random = new Random(seed);
        State state = new State();
        state.seconds = frames / framesPerSecond;
        List<Trace.Arrival> arrivals = new ArrayList<>(frames);
        double at = 0;
        for (int i = 0; i < frames; i++) {
            at = next(at, framesPerSecond, state, random);
            arrivals.add(new Trace.Arrival(Math.round(at * 1e9), budgetNanos, TrafficClass.LIVE, "camera-" + random.nextInt(cameras)));
        }
        return new Trace(name(framesPerSecond, seed), arrivals);
    }

    String name(double framesPerSecond, long seed) {
        return String.format(Locale.ROOT, "%s at %.1f/s, seed %d", wireName(), framesPerSecond, seed);
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException no such process */
    public static Traces named(String name) {
        for (Traces known : values()) {
            if (known.wireName().equals(name)) {
                return known;
            }
        }
        List<String> names = new ArrayList<>();
        for (Traces known : values()) {
            names.add(known.wireName());
        }
        throw new IllegalArgumentException("Arrivals '" + name + "': known are " + String.join(", ", names));
    }

    private static double gap(double rate, Random random) {
        return -Math.log(1 - random.nextDouble()) / rate;
    }

    /** Lewis and Shedler 1979: candidates at the highest rate, each kept with the share that the rate has of it. */
    private static double thinned(double at, double rate, double most, Shape shape, Random random) {
        double now = at;
        while (true) {
            now += gap(rate * most, random);
            if (random.nextDouble() * most <= shape.at(now)) {
                return now;
            }
        }
    }
}
