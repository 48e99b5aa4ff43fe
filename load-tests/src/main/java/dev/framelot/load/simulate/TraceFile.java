package dev.framelot.load.simulate;

import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.TrafficClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Arrivals as CSV, {@code arrival_us,deadline_us,class,camera}: whole microseconds from any common origin; the class is {@code live} or
 * {@code backfill}. Deadline, class and camera may be empty or absent: the budget given, {@code live}, one camera. A first line
 * with these names is skipped, as are empty lines and those that begin with {@code #}. The format is stable; docs/simulate.md describes it.
 */
public final class TraceFile {
    static final String HEADER = "arrival_us,deadline_us,class,camera";
    private static final int MOST_PROBLEMS = 10;
    private static final int MOST_COLUMNS = 4;

    private TraceFile() {}

    /**
     * @param defaultBudgetNanos for live frames without a deadline of their own
     * @throws IllegalArgumentException with every problem of the file (the first {@value #MOST_PROBLEMS}), each with its line
     */
    public static Trace read(Path file, long defaultBudgetNanos) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException absent) {
            throw new IllegalArgumentException("Trace " + file + ": there is no such file");
        } catch (java.nio.charset.CharacterCodingException binary) {
            throw new IllegalArgumentException("Trace " + file + " is no UTF-8 text; expected are lines of " + HEADER);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("Trace " + file + " can't be read: " + unreadable.getMessage() + "; expected is a text file of " + HEADER);
        }
        List<String> problems = new ArrayList<>();
        List<Trace.Arrival> arrivals = new ArrayList<>();
        boolean first = true;
        for (int i = 0; i < lines.size() && problems.size() < MOST_PROBLEMS; i++) {
            String line = lines.get(i).strip();
            if (line.startsWith("\uFEFF")) {
                line = line.substring(1);
            }
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (first && line.toLowerCase(java.util.Locale.ROOT).replace(" ", "").startsWith("arrival_us")) {
                if (!HEADER.startsWith(line.toLowerCase(java.util.Locale.ROOT).replace(" ", ""))) {
                    problems.add("line " + (i + 1) + ": the columns are '" + line + "', expected " + HEADER + " in this order");
                }
            } else {
                arrival(line, i + 1, defaultBudgetNanos, arrivals, problems);
            }
            first = false;
        }
        if (problems.isEmpty() && arrivals.isEmpty()) {
            problems.add("no frame in it; expected are lines of " + HEADER);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Trace " + file + " is not used: " + String.join("; ", problems));
        }
        arrivals.sort((a, b) -> Long.compare(a.atNanos(), b.atNanos()));
        long origin = arrivals.get(0).atNanos();
        return new Trace(file.getFileName().toString(), origin == 0 ? arrivals : arrivals.stream()
                .map(a -> new Trace.Arrival(a.atNanos() - origin, a.budgetNanos(), a.trafficClass(), a.camera()))
                .toList());
    }

    private static void arrival(String line, int number, long defaultBudgetNanos, List<Trace.Arrival> arrivals, List<String> problems) {
        String[] cells = line.split(",", -1);
        if (cells.length > MOST_COLUMNS) {
            problems.add("line " + number + ": " + cells.length + " columns, at most " + MOST_COLUMNS);
            return;
        }
        String className = cells.length > 2 ? cells[2].strip() : "";
        TrafficClass trafficClass = className.isEmpty() ? TrafficClass.LIVE : TrafficClass.named(className).orElse(null);
        if (trafficClass == null) {
            problems.add("line " + number + ": class '" + className + "' is neither live nor backfill");
            return;
        }
        String camera = cells.length > 3 && !cells[3].isBlank() ? cells[3].strip() : "camera";
        try {
            long arrival = micros(cells[0], 0);
            long budget = trafficClass == TrafficClass.BACKFILL ? QueuedFrame.NO_DEADLINE : defaultBudgetNanos;
            if (cells.length > 1 && !cells[1].isBlank() && trafficClass == TrafficClass.LIVE) {
                budget = (micros(cells[1], -MOST_MICROS) - arrival) * 1_000;
            }
            arrivals.add(new Trace.Arrival(arrival * 1_000, budget, trafficClass, camera));
        } catch (NumberFormatException malformed) {
            problems.add("line " + number + ": '" + line + "': times are whole microseconds of at most " + MOST_MICROS + ", an arrival at least 0");
        }
    }

    /** A century, so that nanoseconds fit. */
    private static final long MOST_MICROS = 3_000_000_000_000_000L;

    private static long micros(String cell, long least) {
        long value = Long.parseLong(cell.strip());
        if (value < least || value > MOST_MICROS) {
            throw new NumberFormatException(cell);
        }
        return value;
    }
}
