package dev.framelot.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RepeatFilterTest {
    private final AtomicLong now = new AtomicLong();
    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();

    private Logger logger() {
        context.addTurboFilter(new RepeatFilter(now::get));
        Logger logger = context.getLogger("test");
        logger.setLevel(Level.INFO);
        written.setContext(context);
        written.start();
        logger.addAppender(written);
        return logger;
    }

    @Test
    void ofTheSameMessageTenAreWrittenAndTheRestIsCounted() {
        Logger logger = logger();
        for (int i = 0; i < 1_000; i++) {
            logger.warn("frame {} is bad", i);
        }
        logger.warn("something else");
        assertThat(written.list).hasSize(RepeatFilter.EACH + 1);
        now.addAndGet(RepeatFilter.WINDOW_NANOS);
        logger.warn("frame {} is bad", 1_000);
        assertThat(written.list).hasSize(RepeatFilter.EACH + 3);
        assertThat(written.list.get(RepeatFilter.EACH + 1).getFormattedMessage()).contains("990 times");
        assertThat(written.list.get(RepeatFilter.EACH + 2).getFormattedMessage()).isEqualTo("frame 1000 is bad");
    }

    @Test
    void whatItsLevelHidesIsNotCounted() {
        Logger logger = logger();
        for (int i = 0; i < 100; i++) {
            logger.debug("hidden");
        }
        logger.info("hidden");
        assertThat(written.list).hasSize(1);
    }
}
