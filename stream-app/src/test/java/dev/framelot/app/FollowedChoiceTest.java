package dev.framelot.app;

import static dev.framelot.app.DeclaredRoute.detected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.control.ModelChoice;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.http.Models;
import dev.framelot.image.InputGeometry;
import dev.framelot.image.Placement;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an instance does with what the control topic says of a route. A model's version is what its run costs. */
class FollowedChoiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(Gate.PATIENCE_SECONDS);

    private final AtomicLong clockNanos = new AtomicLong(1);
    private final GatedEngine serving = new GatedEngine(clockNanos, 1_000);
    private DeclaredRoute route;
    private FollowedChoice following;

    @TempDir
    Path profiles;

    /** @param preferred what was to serve instead, and can't */
    private void start(Optional<Chosen> began, ModelChoice choice, List<String> preferred) throws Exception {
        route = new DeclaredRoute(clockNanos, serving, began, profiles);
        following = new FollowedChoice("main", route.running, new FirstModel(route.source, choice, serving, began, List.of(), preferred), route.notes::add);
    }

    @AfterEach
    void end() {
        following.end();
        route.close();
    }

    private Models.Running after(ModelChoice choice) throws Exception {
        following.follow(choice);
        assertThat(following.await(choice.version(), PATIENCE)).isTrue();
        return route.running.view(following.followed(), following.refusal());
    }

    private String served() throws Exception {
        return detected(route.submit()).model().version();
    }

    @Test
    void whatTheStartCouldNotUseIsToldAndNotTriedAgain() throws Exception {
        ModelChoice choice = ModelChoice.none("main").serving(new Chosen("two", new GatedEngine(clockNanos, 2_000).model()), "night-shift", 1);
        start(Optional.empty(), choice, List.of("two can't be used here: the weights are not those of the card"));
        assertThat(following.refusal()).as("from the first moment").contains("the weights are not those of the card");

        Models.Running running = after(choice);

        assertThat(running.refusal()).contains("two", "the weights are not those of the card");
        assertThat(running.choice()).isEqualTo(choice);
        assertThat(running.serving().folder()).as("the settings'").isEmpty();
        assertThat(route.source.opened).isEmpty();
        assertThat(route.notes).singleElement().asString()
                .contains("Version 1 by night-shift", "the weights are not those of the card", serving.model().version() + " serves");

        Chosen mended = route.source.put("two", new GatedEngine(clockNanos, 2_000));
        assertThat(after(choice.serving(mended, "day-shift", 2)).refusal()).as("a new version is a new try").isEmpty();
        assertThat(served()).isEqualTo(mended.identity().version());
    }

    @Test
    void theWayBackToTheSettingsIsASwapToTheirModel() throws Exception {
        ModelChoice choice = ModelChoice.none("main").serving(new Chosen("one", serving.model()), "test", 1);
        start(Optional.of(choice.serving().orElseThrow()), choice, List.of());
        assertThat(after(choice).serving().folder()).contains("one");
        GatedEngine settings = new GatedEngine(clockNanos, 5_000);
        route.source.put(FakeSource.SETTINGS, settings);

        Models.Running running = after(choice.servingSettings("test", 2));

        assertThat(running.refusal()).isEmpty();
        assertThat(running.serving().folder()).isEmpty();
        assertThat(running.serving().identity()).isEqualTo(settings.model());
        assertThat(served()).isEqualTo(settings.model().version());
        assertThat(serving.closed()).isTrue();
        assertThat(route.notes).singleElement().asString().contains("Version 2 by test: the model of the settings");
    }

    @Test
    void whereTheSettingsNameTheModelThatServesNothingIsLoaded() throws Exception {
        Chosen same = new Chosen("copy", serving.model());
        start(Optional.of(same), ModelChoice.none("main"), List.of());
        route.source.put(FakeSource.SETTINGS, serving);

        Models.Running running = after(ModelChoice.none("main").serving(same, "test", 1).servingSettings("test", 2));

        assertThat(running.serving().folder()).isEmpty();
        assertThat(route.source.opened).isEmpty();
        assertThat(serving.closed()).isFalse();
    }

    @Test
    void whereTheSettingsServeSinceTheStartTheyAreNotLookedAtAgain() throws Exception {
        start(Optional.empty(), ModelChoice.none("main"), List.of());
        route.source.put(FakeSource.SETTINGS, new GatedEngine(clockNanos, 5_000));

        Models.Running running = after(ModelChoice.none("main").servingSettings("test", 1));

        assertThat(running.refusal()).isEmpty();
        assertThat(route.source.opened).isEmpty();
        assertThat(served()).isEqualTo(serving.model().version());
    }

    @Test
    void aModelOfTheSettingsThatCanNotServeHereChangesNothing() throws Exception {
        Chosen one = new Chosen("one", serving.model());
        start(Optional.of(one), ModelChoice.none("main"), List.of());
        ModelChoice back = ModelChoice.none("main").serving(one, "test", 1).servingSettings("test", 2);

        assertThat(after(back).refusal()).isEqualTo("there is no settings");

        GatedEngine wide = new GatedEngine(clockNanos, 5_000, new InputGeometry(64, 32, 0, false));
        route.source.put(FakeSource.SETTINGS, wide);
        Models.Running running = after(back.servingSettings("test", 3));
        assertThat(running.refusal()).contains("takes 64x32", "decodes for 32x32", "framelot model swap --settings");
        assertThat(wide.closed()).isTrue();
        assertThat(running.serving().folder()).contains("one");
        assertThat(served()).isEqualTo(serving.model().version());
    }

    /** Size, order and grey are the same: what differs must be in the sentence. */
    @Test
    void whatDiffersBetweenTwoInputsIsToldWhateverItIs() throws Exception {
        start(Optional.empty(), ModelChoice.none("main"), List.of());
        InputGeometry plane = GatedEngine.PLANE;
        Chosen stretched = route.source.put("stretched", new GatedEngine(clockNanos, 2_000, new InputGeometry(32, 32, 0, false, Placement.STRETCH, false)));
        Chosen exact = route.source.put("exact", new GatedEngine(clockNanos, 3_000, new InputGeometry(32, 32, 0, false, plane.placement(), true)));
        ModelChoice choice = ModelChoice.none("main").serving(stretched, "test", 1);

        assertThat(after(choice).refusal()).contains("takes 32x32 RGB, fit stretch on grey 0, resize fast", "decodes for 32x32 RGB, fit letterbox on grey 0, resize fast");
        assertThat(after(choice.serving(exact, "test", 2)).refusal()).contains("takes 32x32 RGB, fit letterbox on grey 0, resize exact", "decodes for 32x32 RGB, fit letterbox on grey 0, resize fast");
        assertThat(served()).isEqualTo(serving.model().version());
    }

    @Test
    void aChangedCardUnderTheVersionThatServesIsRefused() throws Exception {
        serving.with("as it was");
        start(Optional.empty(), ModelChoice.none("main"), List.of());
        Chosen changed = route.source.put("one", new GatedEngine(clockNanos, 1_000).with("corrected"));
        ModelChoice choice = ModelChoice.none("main").serving(changed, "test", 1);

        assertThat(after(choice).refusal()).contains("one serves already", "its card now differs", "give it another version");
        assertThat(route.source.opened).as("nothing is loaded for it").isEmpty();
        assertThat(serving.closed()).isFalse();
        assertThatThrownBy(() -> route.running.prepare(Optional.of("one"))).as("asked by HTTP").isInstanceOf(InferenceException.class).hasMessageContaining("give it another version");
        assertThat(served()).isEqualTo(serving.model().version());
        assertThat(route.running.view(choice, "").ready()).isEmpty();

        Chosen older = new Chosen("one", new ModelIdentity(changed.identity().name(), changed.identity().version(), changed.identity().sha256()));
        assertThat(after(choice.serving(older, "test", 2)).refusal()).as("written by a version that knows no cards").isEmpty();
    }

    @Test
    void aShadowEndsAlsoWhereTheModelThatIsToServeCanNot() throws Exception {
        start(Optional.empty(), ModelChoice.none("main"), List.of());
        Chosen watching = route.source.put("two", new GatedEngine(clockNanos, 2_000));
        ModelChoice shadowed = ModelChoice.none("main").shadow(Optional.of(watching), "test", 1);
        assertThat(after(shadowed).shadow()).isPresent();
        ModelChoice broken = shadowed.serving(new Chosen("three", new GatedEngine(clockNanos, 3_000).model()), "test", 2);

        Models.Running running = after(broken);
        assertThat(running.refusal()).isEqualTo("there is no three");
        assertThat(running.shadow()).as("still wanted").isPresent();

        running = after(broken.shadow(Optional.empty(), "test", 3));
        assertThat(running.refusal()).isEqualTo("there is no three");
        assertThat(running.shadow()).isEmpty();
        assertThat(served()).isEqualTo(serving.model().version());
    }

    @Test
    void aShadowThatCanNotWatchIsNotToldAsASwapThatFailed() throws Exception {
        start(Optional.empty(), ModelChoice.none("main"), List.of());
        Chosen next = route.source.put("two", new GatedEngine(clockNanos, 2_000));
        Chosen gone = new Chosen("three", new GatedEngine(clockNanos, 3_000).model());

        Models.Running running = after(ModelChoice.none("main").shadow(Optional.of(gone), "test", 1).serving(next, "test", 2));

        assertThat(running.refusal()).contains("the shadow three", "can't watch here: there is no three");
        assertThat(running.serving().folder()).contains("two");
        assertThat(served()).isEqualTo(next.identity().version());
        assertThat(route.notes).noneSatisfy(note -> assertThat(note).contains("not followed"))
                .anySatisfy(note -> assertThat(note).contains("Version 2 by test: the shadow three", next.identity().version() + " serves"));
    }

    @Test
    void aModelThatFindsNoMemoryIsRefusedInWords() throws Exception {
        start(Optional.empty(), ModelChoice.none("main"), List.of());
        Chosen large = route.source.put("large", new GatedEngine(clockNanos, 2_000));
        route.source.findNoMemory();

        Models.Running running = after(ModelChoice.none("main").serving(large, "test", 1));

        assertThat(running.refusal()).contains("no memory for a second model", "-XX:MaxDirectMemorySize");
        assertThat(served()).isEqualTo(serving.model().version());
    }
}
