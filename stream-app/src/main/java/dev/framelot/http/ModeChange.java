package dev.framelot.http;

import dev.framelot.config.BatchingSettings;
import dev.framelot.config.Setting;
import dev.framelot.config.SettingsCatalogue;
import dev.framelot.control.ControlState;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the body of PUT /v1/mode makes of the state in force. The body has been checked against the contract. */
record ModeChange(JsonObject body, String by) implements UnaryOperator<ControlState> {

    Optional<Long> expectedVersion() {
        return Optional.ofNullable(body.getLong("version"));
    }

    @Override
    public ControlState apply(ControlState now) {
        Instant at = Instant.now();
        String wait = body.getString("maxWait");
        return new ControlState(
                body.containsKey("mode") ? named(BatchingSettings.Mode.class, body.getString("mode")) : now.mode(),
                body.containsKey("slo") ? time("slo", SettingsCatalogue.BATCHING_SLO, body.getString("slo")) : now.slo(),
                body.containsKey("drop") ? named(BatchingSettings.Drop.class, body.getString("drop")) : now.drop(),
                body.containsKey("maxFrames") ? body.getInteger("maxFrames") : now.maxFrames(),
                wait == null ? now.maxWait() : wait.equals("auto") ? Optional.empty() : Optional.of(time("maxWait", SettingsCatalogue.BATCHING_MAX_WAIT, wait)),
                now.version() + 1,
                body.getString("by", by),
                at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000);
    }

    /** In the bounds of the setting that it takes the place of. */
    private static Duration time(String key, Setting<Duration> setting, String text) {
        try {
            return setting.type().read(text);
        } catch (IllegalArgumentException | ArithmeticException unreadable) {
            throw new IllegalArgumentException(key + " is '" + text + "'; it must be " + setting.type().allowed(), unreadable);
        }
    }

    private static <E extends Enum<E>> E named(Class<E> type, String name) {
        return Enum.valueOf(type, name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
