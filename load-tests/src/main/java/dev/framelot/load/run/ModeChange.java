package dev.framelot.load.run;

import dev.framelot.config.BatchingSettings;
import dev.framelot.config.FramelotConfig;
import dev.framelot.control.ControlState;
import dev.framelot.control.ControlTopic;
import dev.framelot.load.measure.EpochMicros;
import dev.framelot.load.workload.Workload;
import dev.framelot.schemas.serde.FrameCodecs;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Changes the mode as {@code framelot mode} does: a record on the control topic, which the instances follow. */
public final class ModeChange {
    private ModeChange() {}

    /**
     * @param askedMicros when it was asked for, epoch; {@code writtenMicros}: when the topic had it and who asked knew that
     * @param version that instances name when they pursue it
     */
    public record Asked(String mode, long askedMicros, long writtenMicros, long version) {}

    /** Back to what the settings say. */
    static Workload.Change initial(BatchingSettings settings) {
        return new Workload.Change(0, LoadRun.wire(settings.mode()), Optional.of(settings.slo()), settings.maxWait(), Optional.of(LoadRun.wire(settings.drop())));
    }

    public static Asked ask(FramelotConfig config, Workload.Change change) throws InterruptedException {
        long asked = EpochMicros.now();
        String name = config.topics().control();
        ControlTopic topic = new ControlTopic(
                name, Map.of("bootstrap.servers", config.kafka().bootstrapServers()), FrameCodecs.bundled().controlCommand(name));
        ControlState now = topic.read().flatMap(ControlTopic.Content::state).orElseGet(() -> ControlState.of(config.batching()));
        ControlState next = new ControlState(
                BatchingSettings.Mode.valueOf(change.mode().toUpperCase(Locale.ROOT)),
                change.slo().orElse(now.slo()),
                change.drop().map(drop -> BatchingSettings.Drop.valueOf(drop.toUpperCase(Locale.ROOT).replace('-', '_'))).orElse(now.drop()),
                now.maxFrames(),
                change.maxWait(),
                now.version() + 1,
                "load-test",
                asked);
        topic.change(now, next);
        return new Asked(change.mode(), asked, EpochMicros.now(), next.version());
    }

    /** Milliseconds from asking until the instance said that it pursues it; empty where its log does not say. */
    static OptionalLong inForceMillis(Asked asked, List<String> log, ZoneId zone) {
        Optional<String> line = log.stream().filter(said -> said.contains(" Version " + asked.version() + " by load-test")).findFirst();
        if (line.isEmpty() || line.get().length() < 12) {
            return OptionalLong.empty();
        }
        ZonedDateTime askedAt = Instant.ofEpochSecond(0, asked.askedMicros() * 1_000).atZone(zone);
        ZonedDateTime said = askedAt.with(LocalTime.parse(line.get().substring(0, 12)));
        if (said.isBefore(askedAt.minusHours(12))) {
            said = said.plusDays(1); // the log names no day
        }
        return OptionalLong.of(Math.max(0, Duration.between(askedAt, said).toMillis()));
    }
}
