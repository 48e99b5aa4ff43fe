package dev.framelot.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A camera's name that tries to write log lines of its own. */
class LogTextTest {
    private static final String HOSTILE = "cam\r\n12:00:00 ERROR forged\u001b[31m${jndi:ldap://x}\u0007";

    private final LoggerContext context = new LoggerContext();

    LogTextTest() {
        context.setMDCAdapter(new LogbackMDCAdapter());
    }

    private LoggingEvent event() {
        return new LoggingEvent("test", context.getLogger("dev.framelot.Test"), Level.WARN, "Frame of camera {} is bad", null, new Object[] {HOSTILE});
    }

    @Test
    void inTextItStaysOnItsLine() throws IOException {
        String xml;
        try (InputStream in = LogTextTest.class.getResourceAsStream("/logging-text.xml")) {
            xml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Matcher pattern = Pattern.compile("<pattern>(.*)</pattern>").matcher(xml);
        assertThat(pattern.find()).isTrue();
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern(pattern.group(1));
        layout.start();
        String line = layout.doLayout(event());
        assertThat(line).contains("Frame of camera cam", "${jndi:ldap://x}").endsWith(System.lineSeparator());
        assertThat(line.stripTrailing().chars()).as(line).noneMatch(Character::isISOControl);
    }

    @Test
    void inJsonItIsOneObjectOnOneLine() throws IOException {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.start();
        String line = new String(encoder.encode(event()), StandardCharsets.UTF_8);
        assertThat(line.stripTrailing().chars()).noneMatch(Character::isISOControl);
        assertThat(new ObjectMapper().readTree(line).get("arguments").get(0).asText()).isEqualTo(HOSTILE);
    }
}
