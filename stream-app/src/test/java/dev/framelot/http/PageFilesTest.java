package dev.framelot.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PageFilesTest {
    @RegisterExtension
    final Served served = new Served();

    @Test
    void thePageComesWithAStrictPolicyAndNothingBesideItsFolder() throws Exception {
        Ask ask = served.serve();
        Ask.Answer page = ask.get("/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'", "script-src 'self'").doesNotContain("unsafe");
        for (String path : List.of("/../logback.xml", "/%2e%2e/logback.xml", "/..%2flogback.xml", "/.hidden.html", "/nothing.js")) {
            assertThat(ask.get(path).status()).as(path).isEqualTo(404);
        }
    }
}
