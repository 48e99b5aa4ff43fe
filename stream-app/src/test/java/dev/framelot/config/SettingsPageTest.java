package dev.framelot.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsPageTest {
    @Test
    void thePageSaysWhatTheCatalogueSays() throws IOException {
        Path page = Path.of("..", "docs", "configuration.md");
        if (Boolean.getBoolean("framelot.docs.rewrite")) {
            Files.writeString(page, SettingsPage.markdown());
        }
        assertThat(page).as("out of date? run with -Dframelot.docs.rewrite=true").hasContent(SettingsPage.markdown());
    }
}
