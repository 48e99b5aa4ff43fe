package dev.framelot.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.batching.Batch;
import dev.framelot.batching.Decision;
import dev.framelot.batching.DispatchReason;
import dev.framelot.batching.QueuedFrame;
import dev.framelot.batching.TrafficClass;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecisionSentenceTest {
    private static Decision decision(DispatchReason reason, long slackNanos, int backfill) {
        QueuedFrame frame = new QueuedFrame(1, "camera", TrafficClass.LIVE, 0, slackNanos, 10);
        Batch batch = new Batch(4711, List.of(frame, frame, frame), 4, reason, 9_100_000, 21_000_000);
        return new Decision(batch, "adaptive", 5, backfill, slackNanos, 118e-9, 8, 0.61, List.of());
    }

    @Test
    void saysWhatWaitedWhatWentWhyAndWhatItTook() {
        assertThat(DecisionSentence.of(new DecisionLog.Entry(decision(DispatchReason.DEADLINE, 12_000_000, 2), 20_300_000)))
                .isEqualTo("adaptive: 3 of 7 waiting frames (2 backfill) in shape 4 (1 padding), because the first deadline left no time to wait for company;"
                        + " the oldest had waited 9.1 ms, the first had 12.0 ms left; 118.0 frames/s arrived, b* was 8, load 0.61; expected 21.0 ms, took 20.3 ms");
    }

    @Test
    void whatIsNotKnownIsNotSaid() {
        String sentence = DecisionSentence.of(new DecisionLog.Entry(decision(DispatchReason.FULL, QueuedFrame.NO_DEADLINE, 0), 0));
        assertThat(sentence).contains("3 of 5 waiting frames in shape", "still running").doesNotContain(" left;", "backfill");
        assertThat(DecisionSentence.of(new DecisionLog.Entry(decision(DispatchReason.BACKLOG, -3_000_000, 0), 0))).contains("the first was 3.0 ms late");
    }

    @ParameterizedTest
    @EnumSource(DispatchReason.class)
    void everyReasonHasItsWords(DispatchReason reason) {
        assertThat(DecisionSentence.why(reason)).isNotBlank();
    }
}
