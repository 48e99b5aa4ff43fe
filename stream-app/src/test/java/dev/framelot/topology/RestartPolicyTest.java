package dev.framelot.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.schemas.serde.RegistryUnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
    private final List<String> troubles = new ArrayList<>();
    private final List<Throwable> fatal = new ArrayList<>();
    private final RestartPolicy policy = new RestartPolicy(troubles::add, fatal::add);

    @Test
    void whatKafkaRefusesIsTriedAgainWithAGrowingPause() {
        StreamsException refused = new StreamsException("wrapped", new RecordTooLargeException("900 bytes, 100 allowed"));
        assertThat(policy.handle(refused)).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        assertThat(policy.handle(refused)).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        assertThat(troubles.get(0)).contains("900 bytes, 100 allowed").contains("again in 500 ms").contains("Nothing of it was committed");
        assertThat(troubles.get(1)).contains("again in 1000 ms");
        policy.recovered();
        policy.handle(refused);
        assertThat(troubles.get(2)).contains("again in 500 ms");
        assertThat(fatal).isEmpty();
    }

    @Test
    void aRegistryThatIsAwayIsTriedAgainWhateverLiesBeneath() {
        StreamsException away = new StreamsException("wrapped", new RegistryUnavailableException("no answer", new IOException("connection refused")));
        assertThat(policy.handle(away)).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        assertThat(fatal).isEmpty();
    }

    @Test
    void anythingElseIsABugAndEndsTheApplication() {
        IllegalStateException bug = new IllegalStateException("a second fate");
        assertThat(policy.handle(new StreamsException("wrapped", bug))).isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        assertThat(fatal).hasSize(1);
    }
}
