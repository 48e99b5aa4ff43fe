package dev.framelot.load.simulate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.framelot.batching.DispatchReason;
import dev.framelot.batching.DropPolicy;
import dev.framelot.batching.Objective;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.Shapes;
import dev.framelot.config.DurationText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "simulate",
        description = {
            "Run the production batcher in virtual time against a trace and a declared device, and compare it with an exact oracle. A run"
                    + " is a pure function of its options.",
            "Example: framelot simulate --arrivals bursty --load 0.8 --curve 4+0.25*b --slo 50ms --policy adaptive,latency,least-cost",
            "Example: framelot simulate --trace cameras.csv --curve 1:4.2,8:6.4,32:12 --policy adaptive --json out.json",
            "Example: framelot simulate --report out/ --curve 4+0.3*b"
        },
        footer = "A trace file has lines of arrival_us,deadline_us,class,camera; docs/simulate.md describes it and the JSON.",
        mixinStandardHelpOptions = true)
public final class SimulateCommand implements Callable<Integer> {
    private static final int MOST_SHAPE = 1024;

    @Option(names = "--trace", paramLabel = "FILE", description = "Arrivals from a CSV file, instead of --arrivals.")
    Path trace;

    @Option(names = "--arrivals", paramLabel = "NAME", defaultValue = "poisson",
            description = "constant, poisson, bursty, cameras, diurnal, ramp or on-off. Default: ${DEFAULT-VALUE}.")
    String arrivals;

    @Option(names = "--rate", paramLabel = "N", description = "Frames per second of --arrivals.")
    Double rate;

    @Option(names = "--load", paramLabel = "SHARE", defaultValue = "0.8",
            description = "Rate of --arrivals as a share of what the device can do at best, if --rate is absent. Default: ${DEFAULT-VALUE}.")
    double load;

    @Option(names = "--frames", paramLabel = "N", defaultValue = "5000", description = "Frames of --arrivals. Default: ${DEFAULT-VALUE}.")
    int frames;

    @Option(names = "--cameras", paramLabel = "N", defaultValue = "8", description = "Cameras of --arrivals. Default: ${DEFAULT-VALUE}.")
    int cameras;

    @Option(names = "--curve", paramLabel = "CURVE", required = true,
            description = "Milliseconds of a run by shape: a line like 4+0.25*b or a table like 1:4.2,2:4.4,8:6.4.")
    String curve;

    @Option(names = "--max-batch", paramLabel = "N", defaultValue = "32", description = "Largest shape; shapes are powers of two. Default: ${DEFAULT-VALUE}.")
    int maxBatch;

    @Option(names = "--slo", paramLabel = "TIME", defaultValue = "50ms",
            description = "Arrival to end of run, for live frames without a deadline of their own; none: they have none. Default: ${DEFAULT-VALUE}.")
    String slo;

    @Option(names = "--policy", paramLabel = "NAMES", defaultValue = "adaptive", split = ",",
            description = {"adaptive, latency, throughput, fixed:COUNT:WAIT (fixed:8:10ms), or a rival rule: batch-1, take-all, preferred-size,"
                    + " least-cost, linear-fit-wait, additive-increase. Several: a table. Default: ${DEFAULT-VALUE}."})
    List<String> policies;

    @Option(names = "--noise", paramLabel = "SHARE", defaultValue = "0", description = "Scatter of run times, such as 0.05. Default: ${DEFAULT-VALUE}.")
    double noise;

    @Option(names = "--lanes", paramLabel = "N", defaultValue = "1", description = "Batches that run beside each other. Default: ${DEFAULT-VALUE}.")
    int lanes;

    @Option(names = "--seed", defaultValue = "1", description = "Of arrivals and scatter. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(names = "--keep-all", description = "Leave out no frame: late ones run too. Otherwise adaptive and latency leave out what can't be on time.")
    boolean keepAll;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result of the (first) policy there.")
    Path json;

    @Option(names = "--report", paramLabel = "DIR",
            description = "Sweep the load from 0.1 to 1.5 for our policies and the rivals; write a table and charts there.")
    Path report;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try {
            PrintWriter out = spec.commandLine().getOut();
            Shapes shapes = Shapes.powersOfTwoUpTo(inRange("--max-batch", maxBatch, 1, MOST_SHAPE));
            if (Integer.bitCount(maxBatch) != 1) {
                throw new IllegalArgumentException("--max-batch is " + maxBatch + ": shapes are powers of two, such as " + Integer.highestOneBit(maxBatch));
            }
            inRange("--lanes", lanes, 1, 64);
            inRange("--frames", frames, 1, 10_000_000);
            inRange("--cameras", cameras, 1, 100_000);
            if (!(noise >= 0 && noise <= 1)) {
                throw new IllegalArgumentException("--noise is " + noise + ": allowed are 0 to 1, such as 0.05");
            }
            Curve device = Curve.parse(curve);
            long budgetNanos = budget();
            if (report != null) {
                new LoadSweep(device, shapes, budgetNanos, noise, lanes, frames, cameras, Traces.named(arrivals), seed, keepAll).writeTo(report, out);
                return 0;
            }
            Trace played = trace != null ? TraceFile.read(trace, budgetNanos) : drawn(device, shapes, budgetNanos);
            warnings(device, shapes, budgetNanos, out);
            Map<String, Outcome> outcomes = new LinkedHashMap<>();
            for (String policy : policies) {
                outcomes.put(policy, Simulation.run(Scenario.of(played, device, noise, maxBatch, lanes, objective(policy), seed)));
            }
            OptionalInt oracle = oracle(played, device, shapes, outcomes);
            new OutcomeTable(played, outcomes, oracle).print(out);
            if (json != null) {
                writeJson(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json(outcomes.values().iterator().next(), oracle)) + "\n");
                out.println("  written to " + json);
            }
            out.flush();
            return 0;
        } catch (IllegalArgumentException wrong) {
            spec.commandLine().getErr().println(wrong.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
    }

    private void writeJson(String text) {
        try {
            Files.writeString(json, text);
        } catch (IOException refused) {
            throw new IllegalArgumentException("--json " + json + " can't be written: " + refused + "; name a file in a folder that exists", refused);
        }
    }

    private Objective objective(String policy) {
        boolean ours = policy.equals("adaptive") || policy.equals("latency") || policy.equals("linear-fit-wait");
        return new Objective(Policies.named(policy).get(), ours && !keepAll ? DropPolicy.SHED_LATE : DropPolicy.KEEP_ALL, maxBatch, 0);
    }

    private Trace drawn(Curve device, Shapes shapes, long budgetNanos) {
        double perSecond = rate != null ? rate : load * device.capacity(shapes) * lanes;
        if (!(perSecond > 0 && perSecond <= 1e6)) {
            throw new IllegalArgumentException("The rate is " + perSecond + " frames/s (--rate or --load): allowed is above 0 to 1000000");
        }
        return Traces.named(arrivals).draw(perSecond, frames, cameras, budgetNanos, seed);
    }

    private long budget() {
        if (slo.equalsIgnoreCase("none")) {
            return QueuedFrame.NO_DEADLINE;
        }
        long nanos;
        try {
            nanos = DurationText.read(slo).toNanos();
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("--slo is '" + slo + "': expected is a time such as 50ms, or none");
        }
        if (nanos <= 0) {
            throw new IllegalArgumentException("--slo is " + slo + ": must be more than 0");
        }
        return nanos;
    }

    private void warnings(Curve device, Shapes shapes, long budgetNanos, PrintWriter out) {
        if (budgetNanos < device.nanos(1)) {
            out.printf(Locale.ROOT, "Note: the SLO of %s is shorter than one frame's run of %.3f ms: no frame of it can be on time.%n", slo, device.millis(1));
        }
        if (!device.monotone(shapes)) {
            out.println("Note: the curve falls with the shape somewhere; the batcher's table is made to rise, and there is no exact oracle.");
        }
    }

    private OptionalInt oracle(Trace played, Curve device, Shapes shapes, Map<String, Outcome> outcomes) {
        if (!played.agreeable() || lanes != 1 || !device.monotone(shapes)) {
            return OptionalInt.empty();
        }
        // A schedule without scatter is one that the oracle can at least equal.
        Outcome reached = Simulation.run(Scenario.of(played, device, 0, maxBatch, lanes, objective("latency"), seed));
        return Oracle.onTime(played, device, shapes, lanes, reached.onTime());
    }

    static ObjectNode json(Outcome outcome, OptionalInt oracle) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("frames", outcome.frames());
        node.put("onTime", outcome.onTime());
        if (oracle.isPresent()) {
            node.put("oracleOnTime", oracle.getAsInt());
        } else {
            node.putNull("oracleOnTime");
        }
        node.put("shed", outcome.shed());
        node.put("meanLatencyMs", outcome.meanLatencyMillis());
        node.put("p50Ms", outcome.latencyMillis(50));
        node.put("p99Ms", outcome.latencyMillis(99));
        node.put("meanBatch", outcome.meanBatch());
        node.put("deviceBusy", outcome.deviceBusy());
        ObjectNode reasons = node.putObject("reasons");
        for (DispatchReason reason : DispatchReason.values()) {
            if (outcome.reasons().containsKey(reason)) {
                reasons.put(reason.wireName(), outcome.reasons().get(reason));
            }
        }
        node.put("batches", outcome.batches().size());
        node.put("meanShape", outcome.meanShape());
        node.put("deviceMsPerFrame", outcome.deviceMillisPerFrame());
        node.put("backfill", outcome.backfillServed());
        return node;
    }

    private static int inRange(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + " is " + value + ": allowed are " + least + " to " + most);
        }
        return value;
    }
}
