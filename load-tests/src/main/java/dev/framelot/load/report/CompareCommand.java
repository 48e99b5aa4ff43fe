package dev.framelot.load.report;

import dev.framelot.load.measure.Samples;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "compare",
        description = {
            "Compare two results of 'framelot load --json' (or of 'framelot figure --json'): medians of the repeats, their ratio B / A, and the"
                    + " interval in which it lies by the repeats' scatter. A difference within the scatter is called none.",
            "Example: framelot compare before.json after.json",
            "Example: framelot compare before.json after.json --fail-if-worse"
        },
        mixinStandardHelpOptions = true)
public final class CompareCommand implements Callable<Integer> {
    private static final long SEED = 1;
    /** Of three and three runs of the same program, one in ten pairs lies wholly apart by chance; of four and four, one in 35. */
    private static final int LEAST_RUNS = 4;

    @Parameters(index = "0", paramLabel = "A", description = "The result to compare with.")
    Path a;

    @Parameters(index = "1", paramLabel = "B", description = "The result that may be better or worse.")
    Path b;

    @Option(names = "--fail-if-worse", description = "Exit 1 where a metric is worse by more than the repeats scatter.")
    boolean failIfWorse;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ComparedResult before;
        ComparedResult after;
        try {
            before = ComparedResult.read(a);
            after = ComparedResult.read(b);
        } catch (IllegalArgumentException unreadable) {
            spec.commandLine().getErr().println(unreadable.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        PrintWriter out = spec.commandLine().getOut();
        boolean worse = print(before, after, out);
        out.flush();
        return failIfWorse && worse ? 1 : 0;
    }

    /** @return whether something is worse beyond the scatter */
    static boolean print(ComparedResult before, ComparedResult after, PrintWriter out) {
        out.println("A: " + before.name() + "   B: " + after.name());
        if (!before.name().equals(after.name())) {
            out.println("  These are different workloads: their values may not be comparable.");
        }
        Set<String> facts = new LinkedHashSet<>(before.facts().keySet());
        facts.addAll(after.facts().keySet());
        facts.forEach(fact -> {
            String old = before.facts().getOrDefault(fact, "-");
            String now = after.facts().getOrDefault(fact, "-");
            if (!old.equals(now)) {
                out.println("  differs in " + fact + ": " + old + "  ->  " + now);
            }
        });
        before.problems().forEach(problem -> out.println("  A is rejected: " + problem));
        after.problems().forEach(problem -> out.println("  B is rejected: " + problem));
        out.printf("  %-44s %12s %12s %-9s %8s  %-18s %s%n", "METRIC", "A", "B", "UNIT", "B / A", "95 % INTERVAL", "");
        boolean worse = false;
        for (String name : before.values().keySet()) {
            ComparedResult.Values old = before.values().get(name);
            ComparedResult.Values now = after.values().get(name);
            if (now == null) {
                continue;
            }
            RatioInterval ratio = RatioInterval.of(old.values(), now.values(), SEED);
            String verdict = verdict(ratio, old, now);
            worse |= verdict.equals("worse");
            out.printf("  %-44s %12s %12s %-9s %8s  %-18s %s%n", name, Numbers.text(Samples.of(old.values()).median()), Numbers.text(Samples.of(now.values()).median()), old.unit(),
                    Numbers.text(ratio.ratio()), ratio.known() ? String.format(Locale.ROOT, "%.3f - %.3f", ratio.low(), ratio.high()) : "-", verdict);
        }
        Set<String> alone = new LinkedHashSet<>(before.values().keySet());
        alone.removeAll(after.values().keySet());
        alone.forEach(name -> out.println("  only in A: " + name));
        Set<String> fresh = new LinkedHashSet<>(after.values().keySet());
        fresh.removeAll(before.values().keySet());
        fresh.forEach(name -> out.println("  only in B: " + name));
        return worse;
    }

    static String verdict(RatioInterval ratio, ComparedResult.Values old, ComparedResult.Values now) {
        if (Arrays.equals(old.values(), now.values())) {
            return "the same";
        }
        int runs = Math.min(old.values().length, now.values().length);
        if (runs < LEAST_RUNS) {
            return runs == 1 ? "one run: scatter unknown" : "too few runs to claim, " + LEAST_RUNS + " needed";
        }
        if (!ratio.known()) {
            return "A is 0: no ratio";
        }
        if (!ratio.differs()) {
            return "no difference seen";
        }
        if (old.better().equals("neither")) {
            return "differs";
        }
        return ratio.ratio() > 1 == old.better().equals("higher") ? "better" : "worse";
    }
}
