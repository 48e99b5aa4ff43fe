package dev.framelot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.control.ModelChoice;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that loaded, but elsewhere than the one that serves: engines that only say what they run on. */
class SameDeviceTest {
    private final AtomicLong clockNanos = new AtomicLong(1);

    @TempDir
    Path profiles;

    private GatedEngine on(String provider, long costNanos) {
        return new GatedEngine(clockNanos, costNanos, GatedEngine.PLANE, provider);
    }

    @Test
    void aSwapThatWouldLandOnTheCpuIsRefusedAndTheOldModelServesOn() throws Exception {
        GatedEngine serving = on("cuda", 1_000);
        GatedEngine slow = on("cpu", 2_000);
        try (DeclaredRoute route = new DeclaredRoute(clockNanos, serving, Optional.empty(), profiles)) {
            Chosen chosen = route.source.put("slow", slow);

            assertThatThrownBy(() -> route.running.serve(ModelChoice.none("main").serving(chosen, "test", 1)))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("would run on cpu here, the model that serves this route runs on cuda")
                    .hasMessageContaining("inference.provider");
            assertThat(slow.closed()).isTrue();
            assertThat(slow.warm).as("lanes opened for it").isEmpty();
            assertThat(DeclaredRoute.detected(route.submit()).model().version()).isEqualTo(serving.model().version());
        }
    }

    @Test
    void soIsAShadow() throws Exception {
        GatedEngine slow = on("cpu", 2_000);
        try (DeclaredRoute route = new DeclaredRoute(clockNanos, on("cuda", 1_000), Optional.empty(), profiles)) {
            Chosen chosen = route.source.put("slow", slow);

            assertThatThrownBy(() -> route.running.watch(Optional.of(chosen), (warm, failure) -> {})).hasMessageContaining("would run on cpu here");
            assertThat(route.pipeline.shadow()).isEmpty();
            assertThat(slow.closed()).isTrue();
        }
    }

    @Test
    void aShadowIsOpenedForItsOneLaneAndTheModelThatServesForAll() throws Exception {
        try (DeclaredRoute route = new DeclaredRoute(clockNanos, on("cuda", 1_000), Optional.empty(), profiles)) {
            route.running.watch(Optional.of(route.source.put("watching", on("cuda", 2_000))), (warm, failure) -> {});
            route.running.watch(Optional.empty(), (warm, failure) -> {});
            route.running.serve(ModelChoice.none("main").serving(route.source.put("next", on("tensorrt", 3_000)), "test", 1));

            assertThat(route.source.opened).containsExactly("watching for one lane", "next");
        }
    }

    @ParameterizedTest
    @CsvSource({"cuda,cuda", "tensorrt,cuda", "cuda,tensorrt", "cpu,cpu", "declared-cost,declared-cost"})
    void oneDeviceMayHaveBoth(String provider, String serving) throws Exception {
        SameDevice.check(on(provider, 1_000), serving, "the other runs on");
    }

    @Test
    void afterAStartOnTheCpuOnlyAnotherStartGoesBackToTheDevice() {
        assertThatThrownBy(() -> SameDevice.check(on("cuda", 1_000), "cpu", "the model that serves this route runs on"))
                .hasMessageContaining("would run on cuda here, the model that serves this route runs on cpu")
                .hasMessageContaining("restart this instance");
    }

    @Test
    void aFurtherModelOfTheSettingsThatLandsElsewhereEndsTheStart() throws Exception {
        List<FirstModel> firsts = new ArrayList<>(List.of(settings(on("cuda", 1_000)), settings(on("cpu", 2_000))));

        assertThatThrownBy(() -> OpenedModels.warm(firsts, 1, FirstModel::engine))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("would run on cpu here, the first route's model runs on cuda");
    }

    @Test
    void aChosenOneMakesRoomForTheSettings() throws Exception {
        FakeSource source = new FakeSource();
        GatedEngine slow = on("cpu", 2_000);
        GatedEngine fast = on("cuda", 3_000);
        Chosen chosen = source.put("slow", slow);
        source.put(FakeSource.SETTINGS, fast);
        FirstModel second = FirstModel.open(source, ModelChoice.none("second").serving(chosen, "test", 1));
        List<FirstModel> firsts = new ArrayList<>(List.of(settings(on("cuda", 1_000)), second));

        InferenceEngine warmed = OpenedModels.warm(firsts, 1, FirstModel::engine);

        assertThat(warmed).isSameAs(fast);
        assertThat(slow.closed()).isTrue();
        assertThat(firsts.get(1).refusal()).contains("would run on cpu here");
    }

    private static FirstModel settings(GatedEngine engine) throws InferenceException {
        FakeSource source = new FakeSource();
        source.put(FakeSource.SETTINGS, engine);
        return FirstModel.open(source, ModelChoice.none("any"));
    }
}
