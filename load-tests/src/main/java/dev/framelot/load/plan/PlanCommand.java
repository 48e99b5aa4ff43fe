package dev.framelot.load.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.framelot.inference.profile.BadProfileException;
import dev.framelot.inference.profile.Profile;
import dev.framelot.inference.profile.ProfileJson;
import dev.framelot.inference.profile.ShapeRun;
import dev.framelot.load.cli.DurationConverter;
import dev.framelot.load.measure.Checkout;
import dev.framelot.load.measure.Interrupts;
import dev.framelot.load.measure.Machine;
import dev.framelot.load.measure.OutputPlace;
import dev.framelot.load.run.ProgressBar;
import dev.framelot.load.simulate.Curve;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "plan",
        description = {
            "How many devices, instances and partitions so many cameras need, at which batch, latency and cost: from a measured profile (framelot profile --json)"
                    + " or a declared curve, simulated with the production batcher for the instance that gets the most cameras.",
            "Example: framelot plan --cameras 10000 --fps 15 --slo 100ms --profile my-gpu.json --device-hour 2.50",
            "Example: framelot plan --cameras 40 --fps 25 --slo 80ms --curve 4+0.25*b --validate"
        },
        mixinStandardHelpOptions = true)
public final class PlanCommand implements Callable<Integer> {
    private static final double HOURS_PER_MONTH = 730;

    @Option(names = "--cameras", paramLabel = "N", required = true, description = "How many cameras.")
    int cameras;

    @Option(names = "--fps", paramLabel = "N", required = true, description = "Frames per second of each.")
    double framesPerSecond;

    @Option(names = "--slo", paramLabel = "TIME", required = true, converter = DurationConverter.class, description = "From capture to result, such as 100ms.")
    Duration slo;

    @ArgGroup(multiplicity = "1")
    Device device;

    static final class Device {
        @Option(names = "--profile", paramLabel = "FILE", description = "Of framelot profile --json: what batches cost on the device.")
        Path profile;

        @Option(names = "--curve", paramLabel = "CURVE", description = "Milliseconds of a run by shape: 4+0.25*b or 1:4.2,8:6.4,32:12.")
        String curve;
    }

    @Option(names = "--max-batch", paramLabel = "N", description = "Largest batch, a power of two. Default: the profile's choice; 32 for a curve.")
    Integer maxBatch;

    @Option(names = "--path", paramLabel = "TIME", converter = DurationConverter.class, defaultValue = "12ms",
            description = "Of a frame beside batching: camera's network, broker, decoding, the result's way out. Default: ${DEFAULT-VALUE}; --validate measures it here.")
    Duration path;

    @Option(names = "--most-load", paramLabel = "SHARE", defaultValue = "0.8", description = "Never plan a device busier than this. Default: ${DEFAULT-VALUE}.")
    double mostLoad;

    @Option(names = "--cpu-per-frame", paramLabel = "TIME", converter = DurationConverter.class, defaultValue = "3ms",
            description = "Of one core: decoding, Kafka, boxes. Default: ${DEFAULT-VALUE}; framelot load tells it as cpu-ms-per-frame.")
    Duration cpuPerFrame;

    @Option(names = "--cores", paramLabel = "N", defaultValue = "16", description = "Cores of the machine of one instance. Default: ${DEFAULT-VALUE}.")
    int cores;

    @Option(names = "--frame-kb", paramLabel = "N", defaultValue = "60", description = "Compressed size of a frame. Default: ${DEFAULT-VALUE}.")
    double frameKilobytes;

    @Option(names = "--partition-mbps", paramLabel = "N", defaultValue = "10", description = "Megabytes a second that one partition takes. Default: ${DEFAULT-VALUE}.")
    double partitionMegabytes;

    @Option(names = "--device-hour", paramLabel = "PRICE", description = "Of one device with its machine, for an hour, in any currency.")
    Double price;

    @Option(names = "--seed", defaultValue = "1", description = "Of arrivals and scatter. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the plan there.")
    Path json;

    @Option(names = "--validate", description = "Also run two live points (load 0.5 and 0.8) on an embedded broker with a declared device, and compare.")
    boolean validate;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        OutputPlace.problemOfFile("--json", json).ifPresent(problem -> {
            throw new CommandLine.ParameterException(spec.commandLine(), problem);
        });
        try {
            Demand demand = demand();
            Plan plan = Planner.plan(demand);
            print(plan, out);
            List<PlanCheck.Told> checks = validate ? check(demand, out) : List.of();
            if (json != null) {
                Files.writeString(json, json(plan, checks).toPrettyString() + "\n");
                out.println("  written to " + json);
            }
            out.flush();
            return checks.stream().anyMatch(told -> !told.problems().isEmpty()) ? 1 : 0;
        } catch (IllegalArgumentException wrong) {
            spec.commandLine().getErr().println(wrong.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (InterruptedException | InterruptException stopped) {
            spec.commandLine().getErr().println("Stopped before the plan was validated; nothing is left running.");
            return Interrupts.EXIT_CODE;
        }
    }

    private Demand demand() throws IOException {
        if (price != null && !(price >= 0 && price < Double.MAX_VALUE)) {
            throw new IllegalArgumentException("--device-hour is " + price + "; a price is 0 or more");
        }
        Curve curve;
        int largest = 32;
        if (device.curve != null) {
            curve = Curve.parse(device.curve);
        } else {
            Profile measured = profile();
            curve = Curve.parse(measured.costs().byShape().entrySet().stream()
                    .map(entry -> entry.getKey() + ":" + String.format(Locale.ROOT, "%.4f", entry.getValue().medianNanos() / 1e6)).collect(Collectors.joining(",")));
            largest = measured.finding().chosen().orElse(measured.runs().stream().mapToInt(ShapeRun::shape).max().orElseThrow());
        }
        int batch = maxBatch == null ? Integer.highestOneBit(largest) : maxBatch;
        return new Demand(cameras, framesPerSecond, slo.toNanos() / 1e6, curve, batch, path.toNanos() / 1e6, mostLoad, cpuPerFrame.toNanos() / 1e6, cores, frameKilobytes,
                partitionMegabytes, seed);
    }

    private Profile profile() throws IOException {
        try {
            return ProfileJson.read(Files.readString(device.profile));
        } catch (NoSuchFileException absent) {
            throw new IllegalArgumentException("--profile " + device.profile + ": there is no such file; make one with: framelot profile --json " + device.profile, absent);
        } catch (BadProfileException unusable) {
            throw new IllegalArgumentException("--profile " + device.profile + ": " + unusable.getMessage(), unusable);
        }
    }

    private void print(Plan plan, PrintWriter out) {
        Demand d = plan.demand();
        out.printf(Locale.ROOT, "%,d cameras at %s frames/s = %,.0f frames/s, SLO %.0f ms, t(b) = %s ms, batches of up to %d%n", d.cameras(), number(d.framesPerSecond()),
                d.allFramesPerSecond(), d.sloMillis(), d.curve(), d.maxBatch());
        out.printf(Locale.ROOT, "  devices and instances  %,d (one device each), set by %s%n", plan.devices(), plan.boundBy());
        out.printf(Locale.ROOT, "  partitions             %,d, %d for each instance; by Kafka's hash the fullest instance has %,d cameras (%.2f times the mean)%n", plan.partitions(),
                plan.partitions() / plan.devices(), plan.fullestCameras(), (double) plan.fullestCameras() * plan.devices() / d.cameras());
        out.printf(Locale.ROOT, "  CPU                    %,.0f cores in all for decoding, Kafka and boxes; the fullest instance's %d are %.0f %% busy%n", plan.cores(), d.coresPerInstance(),
                100 * plan.chosen().cpuLoad());
        out.printf(Locale.ROOT, "  network                %,.0f MB/s into the brokers, once more for each replica%n", d.allFramesPerSecond() * d.frameKilobytes() / 1e3);
        Plan.Point p = plan.chosen();
        out.printf(Locale.ROOT, "  expected there         p50 %.1f ms, p99 %.1f ms, %.2f %% on time, batches of %.1f frames, device busy %.0f %%%n", p.p50Millis(), p.p99Millis(),
                100 * p.onTime(), p.meanBatch(), 100 * p.busy());
        out.printf(Locale.ROOT, "  cost                   %.3f device hours for a million frames%s%n", plan.deviceHoursPerMillion(), price == null ? " (--device-hour prices it)"
                : String.format(Locale.ROOT, ": %.2f; a month %,.0f", plan.deviceHoursPerMillion() * price, plan.devices() * price * HOURS_PER_MONTH));
        out.printf("  %-9s %8s %10s %9s %9s %9s %8s  %s%n", "DEVICES", "LOAD", "FRAMES/S", "P50 ms", "P99 ms", "ON TIME", "BATCH", "(fullest instance, simulated)");
        for (Plan.Point point : plan.tried()) {
            out.printf(Locale.ROOT, "  %-9d %8.2f %10.0f %9.1f %9.1f %8.2f%% %8.1f  %s%n", point.devices(), point.load(), point.framesPerSecond(), point.p50Millis(),
                    point.p99Millis(), 100 * point.onTime(), point.meanBatch(), point.devices() == plan.devices() ? "<- chosen" : point.holds(d) ? "" : "too few");
        }
        out.flush();
    }

    private List<PlanCheck.Told> check(Demand demand, PrintWriter out) throws IOException, InterruptedException {
        Interrupts.onSignal(Thread.currentThread());
        ProgressBar progress = new ProgressBar(spec.commandLine().getErr(), System.console() != null, 60, System::nanoTime);
        List<PlanCheck.Told> checks = PlanCheck.run(demand, List.of(0.5, 0.8), 12, progress);
        out.printf(Locale.ROOT, "  simulation against live runs on this machine (device slowed %.1f times, SLO stretched likewise)%n", checks.get(0).slowedBy());
        out.printf("  %-6s %10s %9s %12s %12s %12s %12s %10s %10s%n", "LOAD", "FRAMES/S", "PATH ms", "P50 live", "P50 sim.", "P99 live", "P99 sim.", "ON TIME", "SIM.");
        for (PlanCheck.Told told : checks) {
            out.printf(Locale.ROOT, "  %-6.2f %10.1f %9.1f %12.1f %12.1f %12.1f %12.1f %9.2f%% %9.2f%%%n", told.load(), told.framesPerSecond(), told.pathMillis(), told.measuredP50(),
                    told.simulatedP50(), told.measuredP99(), told.simulatedP99(), 100 * told.measuredOnTime(), 100 * told.simulatedOnTime());
            told.problems().forEach(problem -> out.println("    rejected: " + problem));
        }
        return checks;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    private ObjectNode json(Plan plan, List<PlanCheck.Told> checks) throws InterruptedException {
        Demand d = plan.demand();
        ObjectNode root = new ObjectMapper().createObjectNode().put("format", "framelot-plan").put("version", 1);
        root.put("commit", Checkout.commit().orElse(null)).put("date", Instant.now().toString()).put("machine", Machine.current().toString()).put("seed", d.seed());
        root.putObject("demand").put("cameras", d.cameras()).put("framesPerSecondPerCamera", d.framesPerSecond()).put("sloMs", d.sloMillis()).put("curve", d.curve().toString())
                .put("maxBatch", d.maxBatch()).put("pathMs", d.pathMillis()).put("mostLoad", d.mostLoad()).put("cpuMsPerFrame", d.cpuMillisPerFrame())
                .put("coresPerInstance", d.coresPerInstance()).put("frameKb", d.frameKilobytes());
        root.put("devices", plan.devices()).put("instances", plan.devices()).put("partitions", plan.partitions()).put("fullestInstanceCameras", plan.fullestCameras())
                .put("cores", plan.cores()).put("boundBy", plan.boundBy()).put("deviceHoursPerMillionFrames", plan.deviceHoursPerMillion());
        ArrayNode tried = root.putArray("simulated");
        plan.tried().forEach(p -> tried.addObject().put("devices", p.devices()).put("load", p.load()).put("cpuLoad", p.cpuLoad()).put("p50Ms", p.p50Millis()).put("p99Ms", p.p99Millis())
                .put("onTime", p.onTime()).put("meanBatch", p.meanBatch()).put("deviceBusy", p.busy()));
        ArrayNode validated = root.putArray("validated");
        checks.forEach(c -> {
            ArrayNode problems = validated.addObject().put("load", c.load()).put("framesPerSecond", c.framesPerSecond()).put("slowedBy", c.slowedBy()).put("pathMs", c.pathMillis())
                    .put("measuredP50Ms", c.measuredP50()).put("simulatedP50Ms", c.simulatedP50()).put("measuredP99Ms", c.measuredP99())
                    .put("simulatedP99Ms", c.simulatedP99()).put("measuredOnTime", c.measuredOnTime()).put("simulatedOnTime", c.simulatedOnTime()).putArray("problems");
            c.problems().forEach(problems::add);
        });
        return root;
    }
}
