package dev.framelot.inference.profile;

import dev.framelot.inference.CostCurve;
import dev.framelot.inference.MemoryReading;
import dev.framelot.inference.ProfileKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured of one model on one device.
 *
 * @param modelName and {@code modelVersion}: for people; the key's sha256 is what counts
 * @param pattern of the frames that it was measured with
 * @param runs ascending shapes, at least one
 * @param refusal the shape that did not run and ended it; empty where something else did
 * @param finding what the search concluded under its own limits
 */
public record Profile(
        ProfileKey key,
        String modelName,
        String modelVersion,
        Instant measuredAt,
        String pattern,
        Optional<MemoryReading.Kind> memory,
        List<ShapeRun> runs,
        Optional<Refusal> refusal,
        Finding finding) {
    public Profile {
        runs = List.copyOf(runs);
        int before = 0;
        for (ShapeRun run : runs) {
            if (run.shape() <= before) {
                throw new IllegalArgumentException("shape " + run.shape() + " follows " + before + ": shapes must ascend");
            }
            before = run.shape();
        }
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("no shape ran: there is nothing to keep");
        }
    }

    public CostCurve costs() {
        Map<Integer, CostCurve.Cost> costs = new HashMap<>();
        runs.forEach(run -> costs.put(run.shape(), run.cost()));
        return CostCurve.of(costs);
    }

    /** What a search under these limits would conclude; empty where it would need a shape that was not measured. */
    public Optional<Finding> under(SearchLimits limits) {
        BatchSearch search = new BatchSearch(limits);
        while (search.next() instanceof BatchSearch.Next.Measure wanted) {
            Optional<ShapeRun> run = runs.stream().filter(r -> r.shape() == wanted.shape()).findFirst();
            if (run.isPresent()) {
                search.ran(run.get());
            } else if (refusal.isPresent() && refusal.get().shape() == wanted.shape()) {
                search.refused(refusal.get());
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(((BatchSearch.Next.Stop) search.next()).finding());
    }
}
