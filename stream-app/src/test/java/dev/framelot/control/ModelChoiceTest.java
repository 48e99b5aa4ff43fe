package dev.framelot.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.inference.ModelIdentity;
import dev.framelot.schemas.ControlCommand;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelChoiceTest {
    private static final Chosen THREE = new Chosen("pcb-3", new ModelIdentity("pcb", "3", "aa".repeat(32)));
    private static final Chosen FOUR = new Chosen("pcb-4", new ModelIdentity("pcb", "4", "bb".repeat(32)));

    @Test
    void aChoiceIsReadAsItWasWritten() {
        ModelChoice choice = ModelChoice.none("main").serving(THREE, "a", 7).shadow(Optional.of(FOUR), "night-shift", 9);
        assertThat(choice.version()).isEqualTo(2);
        assertThat(choice.sentence()).contains("pcb-3 (pcb 3", "serves", "pcb-4 (pcb 4", "shadow");
        assertThat(ModelChoice.read(choice.command("id"))).isEqualTo(choice);
        assertThat(ModelChoice.read(ModelChoice.none("main").shadow(Optional.empty(), "b", 1).command("id")).serving()).isEmpty();
    }

    @Test
    void theShadowThatComesToServeIsNoShadowAnyMoreAndWhatServedIsRemembered() {
        ModelChoice shadowed = ModelChoice.none("main").serving(THREE, "a", 1).shadow(Optional.of(FOUR), "a", 2);
        ModelChoice swapped = shadowed.serving(FOUR, "a", 3);
        assertThat(swapped.serving()).contains(FOUR);
        assertThat(swapped.shadow()).isEmpty();
        assertThat(swapped.before()).contains(THREE);
        assertThat(shadowed.serving(THREE, "a", 3).shadow()).as("another shadow goes on").contains(FOUR);
    }

    @Test
    void choosingTheSameOneAgainKeepsTheOneBefore() {
        ModelChoice repaired = ModelChoice.none("main").serving(THREE, "a", 1).serving(FOUR, "a", 2).serving(FOUR, "a", 3);
        assertThat(repaired.version()).as("a new try").isEqualTo(3);
        assertThat(repaired.serving()).contains(FOUR);
        assertThat(repaired.before()).contains(THREE);
    }

    @Test
    void theWayBackToTheSettingsIsAVersionThatNamesNoModelAndNoneBefore() {
        ModelChoice back = ModelChoice.none("thermal").serving(THREE, "a", 1).shadow(Optional.of(FOUR), "a", 2).servingSettings("day-shift", 3);
        assertThat(back.version()).isEqualTo(3);
        assertThat(back.serving()).isEmpty();
        assertThat(back.before()).as("else a start would prefer it to the settings").isEmpty();
        assertThat(back.shadow()).as("it goes on").contains(FOUR);
        assertThat(back.sentence()).contains("on route thermal the model of the settings serves");
        assertThat(back.command("id").getArguments()).as("what older versions understand").doesNotContainKeys("serving", "before").containsEntry("version", "3");
        assertThat(ModelChoice.read(back.command("id"))).isEqualTo(back);
        assertThat(back.serving(THREE, "a", 4).before()).as("then too the settings come next").isEmpty();
    }

    @Test
    void aChoiceIsForOneRouteAndOneThatNamesNoneIsForMain() {
        ModelChoice thermal = ModelChoice.none("thermal").serving(THREE, "a", 7);
        assertThat(ModelChoice.read(thermal.command("id"))).isEqualTo(thermal);
        assertThat(thermal.sentence()).contains("thermal");
        ControlCommand older = ModelChoice.none("main").serving(THREE, "a", 7).command("id");
        Map<String, String> without = new HashMap<>(older.getArguments());
        assertThat(without.remove("route")).isEqualTo("main");
        assertThat(ModelChoice.read(ControlCommand.newBuilder(older).setArguments(without).build()).route()).isEqualTo("main");
    }

    @Test
    void aChoiceNamesItsCardAndOneOfAnOlderVersionGoesWithAny() {
        Chosen carded = new Chosen("pcb-3", new ModelIdentity("pcb", "3", "aa".repeat(32), "card"));
        ModelChoice choice = ModelChoice.none("main").serving(FOUR, "a", 1).serving(carded, "a", 2);
        assertThat(ModelChoice.read(choice.command("id"))).isEqualTo(choice);
        Map<String, String> without = new HashMap<>(choice.command("id").getArguments());
        assertThat(without.remove("serving.card")).isEqualTo("card");
        ModelChoice older = ModelChoice.read(ControlCommand.newBuilder(choice.command("id")).setArguments(without).build());
        assertThat(older.serving()).contains(THREE);
        assertThat(older.serving(carded, "a", 3).before()).as("chosen again").contains(FOUR);
        assertThat(carded.identity().is(new ModelIdentity("pcb", "3", "aa".repeat(32), "other"))).isFalse();
    }

    @Test
    void whatIsNoChoiceIsRefused() {
        ControlCommand command = ModelChoice.none("main").serving(THREE, "a", 1).command("id");
        Map<String, String> without = new HashMap<>(command.getArguments());
        without.remove("serving.sha256");
        assertThatThrownBy(() -> ModelChoice.read(ControlCommand.newBuilder(command).setArguments(without).build())).hasMessageContaining("serving.sha256");
        assertThatThrownBy(() -> ModelChoice.read(ControlCommand.newBuilder(command).setKind("mode").build())).hasMessageContaining("mode");
    }
}
