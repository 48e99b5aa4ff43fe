package dev.framelot.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.config.BatchingSettings;
import dev.framelot.schemas.ControlCommand;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ControlStateTest {
    private static final ControlState BEFORE =
            new ControlState(BatchingSettings.Mode.ADAPTIVE, Duration.ofMillis(100), BatchingSettings.Drop.KEEP_ALL, 8, Optional.empty(), 3, "settings", 5);
    private static final ControlState AFTER = new ControlState(
            BatchingSettings.Mode.LATENCY, Duration.ofMillis(50), BatchingSettings.Drop.SHED_LATE, 4, Optional.of(Duration.ofMillis(7)), 4, "night-shift", 99);

    @Test
    void aChangeTellsWhoWhenFromAndTo() {
        ControlCommand command = AFTER.command("id", BEFORE);
        assertThat(ControlState.read(command)).isEqualTo(AFTER);
        ControlState from = ControlState.replaced(command);
        assertThat(from.mode()).isEqualTo(BEFORE.mode());
        assertThat(from.slo()).isEqualTo(BEFORE.slo());
        assertThat(from.maxWait()).isEmpty();
        assertThat(command.getIssuedBy()).isEqualTo("night-shift");
        assertThat(command.getExpectedVersion()).isEqualTo(3);
    }

    @Test
    void whatNoInstanceCouldPursueIsRefused() {
        for (Map.Entry<String, String> wrong : Map.of("mode", "warp", "max-frames", "0", "slo", "soon", "drop", "all").entrySet()) {
            Map<String, String> arguments = new HashMap<>(AFTER.command("id", BEFORE).getArguments());
            arguments.put(wrong.getKey(), wrong.getValue());
            ControlCommand command = ControlCommand.newBuilder(AFTER.command("id", BEFORE)).setArguments(arguments).build();
            assertThatThrownBy(() -> ControlState.read(command)).as(wrong.toString()).isInstanceOf(IllegalArgumentException.class);
        }
        ControlCommand other = ControlCommand.newBuilder(AFTER.command("id", BEFORE)).setKind("selfdestruct").build();
        assertThatThrownBy(() -> ControlState.read(other)).hasMessageContaining("selfdestruct");
    }

    @Test
    void fixedDoesNotLeaveFramesOut() {
        assertThat(new ControlState(BatchingSettings.Mode.FIXED, Duration.ZERO, BatchingSettings.Drop.KEEP_LATEST, 4, Optional.empty(), 1, "a", 1).problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("keep-all"));
    }
}
