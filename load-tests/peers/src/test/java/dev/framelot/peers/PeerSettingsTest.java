package dev.framelot.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerSettingsTest {
    private static final List<String> WHOLE = List.of(
            "peer=pekko", "bootstrap-servers=localhost:1", "frames=f", "detections=d", "group=g", "fixed-us=4000", "frame-us=300", "input-side=64",
            "lanes=2", "batch=32", "wait-ms=5", "in-order=false", "commit-ms=1000", "session-ms=5000", "state=s");

    private static PeerSettings parsed(List<String> arguments) {
        return PeerSettings.parse(arguments.toArray(String[]::new));
    }

    @Test
    void readsWhatAPeerIsTold() {
        PeerSettings settings = parsed(WHOLE);
        assertThat(settings.peer()).isEqualTo(PeerName.PEKKO);
        assertThat(settings.batch()).isEqualTo(32);
        assertThat(settings.inOrder()).isFalse();
        assertThat(settings.consumer()).containsEntry("session.timeout.ms", "5000").containsEntry("heartbeat.interval.ms", "1000");
    }

    @Test
    void saysWhichSettingIsWrong() {
        for (int left = 0; left < WHOLE.size(); left++) {
            String key = WHOLE.get(left).substring(0, WHOLE.get(left).indexOf('='));
            List<String> without = new ArrayList<>(WHOLE);
            without.remove(left);
            if (key.equals("in-order")) {
                assertThat(parsed(without).inOrder()).isTrue();
            } else {
                assertThatThrownBy(() -> parsed(without)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(key);
            }
        }
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        List<String> more = new ArrayList<>(WHOLE);
        more.add("waits=3");
        assertThatThrownBy(() -> parsed(more)).hasMessageContaining("waits");
        more.set(more.size() - 1, "wait-ms=soon");
        assertThatThrownBy(() -> parsed(more)).hasMessageContaining("wait-ms=soon");
        more.set(more.size() - 1, "lanes=0");
        assertThatThrownBy(() -> parsed(more)).hasMessageContaining("lanes=0 lies outside 1..64");
        more.set(more.size() - 1, "peer=spark");
        assertThatThrownBy(() -> parsed(more)).hasMessageContaining("spark").hasMessageContaining("pekko");
    }
}
