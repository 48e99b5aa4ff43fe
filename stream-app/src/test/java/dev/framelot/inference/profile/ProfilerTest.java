package dev.framelot.inference.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.image.InputGeometry;
import dev.framelot.inference.DeclaredCostEngine;
import dev.framelot.inference.DeclaredFaults;
import dev.framelot.inference.InferenceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a declared device whose time stands still but for its own runs. */
class ProfilerTest {
    private static final InputGeometry PLANE = new InputGeometry(8, 8, 0, false);
    private static final SearchLimits LIMITS = new SearchLimits(64, "a test", Optional.empty(), OptionalInt.empty());
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private final AtomicLong clock = new AtomicLong(1);
    private final List<Integer> told = new ArrayList<>();

    private DeclaredCostEngine engine(DeclaredCostEngine.Fault fault) {
        return new DeclaredCostEngine(PLANE, Duration.ofMillis(4), Duration.ofMillis(1), clock::get, clock::set, fault);
    }

    private Profiler profiler(DeclaredCostEngine engine, java.util.function.BooleanSupplier cancelled) {
        ProfileProgress progress = new ProfileProgress() {
            @Override
            public void finished(ShapeRun run) {
                told.add(run.shape());
            }
        };
        return new Profiler(engine, MeasuringPlan.exactly(3), () -> NOW, OptionalLong::empty, progress, cancelled);
    }

    private Profile profile(DeclaredCostEngine.Fault fault) throws Exception {
        try (DeclaredCostEngine engine = engine(fault)) {
            return profiler(engine, () -> false).profile(LIMITS);
        }
    }

    @Test
    void measuresWhatTheDeviceTakes() throws Exception {
        Profile profile = profile(DeclaredCostEngine.Fault.NONE);
        assertThat(told).containsExactly(1, 2, 4, 8, 16, 32, 64);
        assertThat(profile.runs()).allSatisfy(run -> {
            assertThat(run.cost().medianNanos()).isEqualTo(4_000_000L + 1_000_000L * run.shape());
            assertThat(run.runs()).isEqualTo(3);
        });
        assertThat(profile.finding().chosen()).hasValue(64);
        assertThat(profile.costs().at(8).orElseThrow().medianNanos()).isEqualTo(12_000_000);
    }

    @Test
    void outOfMemoryIsAFindingAndAnotherSearchUsesItWithoutRunningAnything() throws Exception {
        Profile profile = profile(DeclaredFaults.none().outOfMemoryAbove(() -> 4));
        assertThat(profile.finding().chosen()).hasValue(4);
        assertThat(profile.refusal()).get().extracting(Refusal::shape).isEqualTo(8);
        assertThat(profile.under(new SearchLimits(2, "less", Optional.empty(), OptionalInt.empty())).orElseThrow().chosen()).hasValue(2);
        assertThat(profile.under(new SearchLimits(64, "more", Optional.empty(), OptionalInt.empty())).orElseThrow().by()).isEqualTo(Finding.StoppedBy.MEMORY);
    }

    @Test
    void aSmallerProfileDoesNotAnswerForMore() throws Exception {
        try (DeclaredCostEngine engine = engine(DeclaredCostEngine.Fault.NONE)) {
            Profile small = profiler(engine, () -> false).profile(new SearchLimits(4, "a test", Optional.empty(), OptionalInt.empty()));
            assertThat(small.under(LIMITS)).as("8 was not run").isEmpty();
        }
    }

    @Test
    void notEvenOneFits() {
        assertThatThrownBy(() -> profile(DeclaredFaults.none().outOfMemoryAbove(() -> 0)))
                .isInstanceOf(NothingFitsException.class)
                .hasMessageContaining("does not fit at batch 1");
    }

    @Test
    void aLostDeviceIsNoFinding() {
        assertThatThrownBy(() -> profile(shape -> {
            throw new InferenceException(InferenceException.Kind.DEVICE_LOST, "gone");
        })).isInstanceOf(InferenceException.class).hasMessage("gone");
    }

    @Test
    void cancelledItKeepsWhatRan() {
        try (DeclaredCostEngine engine = engine(DeclaredCostEngine.Fault.NONE)) {
            Profiler profiler = profiler(engine, () -> told.contains(2));
            assertThatThrownBy(() -> profiler.profile(LIMITS)).isInstanceOf(CancellationException.class);
            assertThat(profiler.soFar()).extracting(ShapeRun::shape).containsExactly(1, 2);
        }
    }

    @Test
    void theFileGivesBackWhatWasWritten(@TempDir Path folder) throws Exception {
        Profile profile = profile(DeclaredFaults.none().outOfMemoryAbove(() -> 16));
        ProfileCache cache = new ProfileCache(folder);
        cache.write(profile);
        ProfileCache.Found found = cache.find(profile.key());
        assertThat(found.profile()).contains(profile);
        assertThat(found.remarks()).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files).as("nothing left aside").hasSize(1);
        }
    }

    @Test
    void anotherDeviceOrADamagedFileIsNoProfileAndSaysWhy(@TempDir Path folder) throws Exception {
        Profile profile = profile(DeclaredCostEngine.Fault.NONE);
        ProfileCache cache = new ProfileCache(folder);
        Path file = cache.write(profile);
        dev.framelot.inference.ProfileKey other = new dev.framelot.inference.ProfileKey(
                profile.key().modelSha256(), profile.key().provider(), "another device", profile.key().runtime(), profile.key().precision(), profile.key().threads());
        assertThat(cache.find(other).profile()).isEmpty();
        assertThat(cache.find(other).remarks()).singleElement().asString().contains("another device");
        Files.writeString(file, "{\"format\":\"framelot-profile\",\"version\":1");
        assertThat(cache.find(profile.key()).profile()).isEmpty();
        assertThat(cache.find(profile.key()).remarks()).singleElement().asString().contains("refused").contains("measured again");
    }

    @Test
    void aReaderRefusesANewerVersion() throws Exception {
        String json = ProfileJson.write(profile(DeclaredCostEngine.Fault.NONE));
        assertThat(ProfileJson.read(json).runs()).hasSize(7);
        assertThatThrownBy(() -> ProfileJson.read(json.replace("\"version\" : 1", "\"version\" : 2"))).isInstanceOf(BadProfileException.class);
    }
}
