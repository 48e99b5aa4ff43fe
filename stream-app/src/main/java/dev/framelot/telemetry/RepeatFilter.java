package dev.framelot.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Marker;

/**
 * The same warning again and again fills disks and hides the rest: of one message (before its arguments are filled in) at most
 * {@value #EACH} in ten seconds are written, and the first of a later ten seconds is preceded by how many were left out.
 */
public final class RepeatFilter extends TurboFilter {
    static final int EACH = 10;
    static final long WINDOW_NANOS = 10_000_000_000L;
    private static final int MESSAGES_KNOWN = 500;

    private static final class Seen {
        long beganNanos;
        int count;
    }

    private final LongSupplier nanoClock;
    private final Map<String, Seen> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > MESSAGES_KNOWN;
        }
    };

    public RepeatFilter() {
        this(System::nanoTime);
    }

    RepeatFilter(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    @Override
    public FilterReply decide(Marker marker, Logger logger, Level level, String format, Object[] arguments, Throwable failure) {
        if (format == null || level.toInt() < Level.INFO_INT || logger.getEffectiveLevel().toInt() > level.toInt()) {
            return FilterReply.NEUTRAL;
        }
        int leftOut;
        synchronized (seen) {
            Seen one = seen.computeIfAbsent(logger.getName() + ' ' + format, first -> new Seen());
            long now = nanoClock.getAsLong();
            if (one.count == 0 || now - one.beganNanos >= WINDOW_NANOS) {
                leftOut = Math.max(0, one.count - EACH);
                one.beganNanos = now;
                one.count = 1;
            } else {
                leftOut = 0;
                one.count++;
                if (one.count > EACH) {
                    return FilterReply.DENY;
                }
            }
        }
        if (leftOut > 0) {
            logger.log(marker, RepeatFilter.class.getName(), org.slf4j.spi.LocationAwareLogger.WARN_INT, "Left out since: " + leftOut + " times the message that follows", null, null);
        }
        return FilterReply.NEUTRAL;
    }
}
