package dev.framelot.control;

import dev.framelot.config.BatchingSettings;
import dev.framelot.config.DurationText;
import dev.framelot.schemas.ControlCommand;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What all instances pursue, and since when by whose wish.
 *
 * @param slo zero: none
 * @param maxFrames most frames of a batch; each instance's largest shape bounds it too
 * @param maxWait empty: what the mode says
 * @param version 1, 2, 3, …; 0 for what an instance's own settings say
 * @param issuedBy who asked
 */
public record ControlState(
        BatchingSettings.Mode mode,
        Duration slo,
        BatchingSettings.Drop drop,
        int maxFrames,
        Optional<Duration> maxWait,
        long version,
        String issuedBy,
        long issuedAtMicros) {
    static final String KIND = "mode";

    /** What the settings say, before anyone changed it. */
    public static ControlState of(BatchingSettings settings) {
        return new ControlState(settings.mode(), settings.slo(), settings.drop(), settings.maxFrames(), settings.maxWait(), 0, "settings", 0);
    }

    /** @param from what it replaces, told with it */
    ControlCommand command(String id, ControlState from) {
        Map<String, String> arguments = new HashMap<>(arguments());
        from.arguments().forEach((key, value) -> arguments.put("from." + key, value));
        return ControlCommand.newBuilder()
                .setId(id)
                .setIssuedAtMicros(issuedAtMicros)
                .setIssuedBy(issuedBy)
                .setKind(KIND)
                .setArguments(arguments)
                .setExpectedVersion(from.version)
                .build();
    }

    private Map<String, String> arguments() {
        Map<String, String> arguments = new HashMap<>();
        arguments.put("mode", kebab(mode));
        arguments.put("slo", DurationText.write(slo));
        arguments.put("drop", kebab(drop));
        arguments.put("max-frames", String.valueOf(maxFrames));
        arguments.put("max-wait", maxWait.map(DurationText::write).orElse(""));
        arguments.put("version", String.valueOf(version));
        return arguments;
    }

    /** @throws IllegalArgumentException it is no state, with the reason: written by something newer, or by hand */
    static ControlState read(ControlCommand command) {
        if (!command.getKind().equals(KIND)) {
            throw new IllegalArgumentException("kind '" + command.getKind() + "' is unknown here");
        }
        return read(command, "");
    }

    /** What the command replaced. */
    static ControlState replaced(ControlCommand command) {
        return read(command, "from.");
    }

    private static ControlState read(ControlCommand command, String prefix) {
        Map<String, String> a = command.getArguments();
        String wait = a.getOrDefault(prefix + "max-wait", "");
        ControlState state = new ControlState(
                named(BatchingSettings.Mode.class, a.get(prefix + "mode")),
                DurationText.read(a.getOrDefault(prefix + "slo", "0ms")),
                named(BatchingSettings.Drop.class, a.get(prefix + "drop")),
                Integer.parseInt(a.getOrDefault(prefix + "max-frames", "1")),
                wait.isEmpty() ? Optional.empty() : Optional.of(DurationText.read(wait)),
                Long.parseLong(a.getOrDefault(prefix + "version", "0")),
                command.getIssuedBy(),
                command.getIssuedAtMicros());
        state.problem().ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        return state;
    }

    /** Why no instance could pursue this; empty if one can. */
    public Optional<String> problem() {
        if (maxFrames < 1) {
            return Optional.of("max-frames is " + maxFrames + "; it must be at least 1");
        }
        if (slo.isNegative() || maxWait.isPresent() && maxWait.get().isNegative()) {
            return Optional.of("slo is " + DurationText.write(slo.abs()) + " below zero; times are 0 or more");
        }
        if (mode == BatchingSettings.Mode.FIXED && drop != BatchingSettings.Drop.KEEP_ALL) {
            return Optional.of("mode fixed never leaves frames out; with it drop must be keep-all");
        }
        return Optional.empty();
    }

    /** As a person reads it. */
    public String sentence() {
        return "mode " + kebab(mode) + ", slo " + (slo.isZero() ? "none" : DurationText.write(slo)) + ", drop " + kebab(drop) + ", at most " + maxFrames
                + " frames a batch" + maxWait.map(wait -> ", waiting at most " + DurationText.write(wait)).orElse("");
    }

    private static String kebab(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> E named(Class<E> type, String name) {
        if (name == null) {
            throw new IllegalArgumentException(type.getSimpleName().toLowerCase(Locale.ROOT) + " is absent");
        }
        return Enum.valueOf(type, name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
