package dev.framelot.load.cli;

import dev.framelot.config.DurationText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as in the settings: 30s, 2m, 500ms. */
public final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            return DurationText.read(text);
        } catch (IllegalArgumentException unreadable) {
            throw new TypeConversionException("'" + text + "' is no time; write 30s, 2m or 500ms");
        }
    }
}
