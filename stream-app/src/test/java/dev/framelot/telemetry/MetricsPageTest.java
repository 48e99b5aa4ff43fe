package dev.framelot.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
    private static final Path PAGE = Path.of("../docs/metrics.md");

    @Test
    void thePageIsTheCatalogue() throws IOException {
        if (Boolean.getBoolean("framelot.docs.rewrite")) {
            Files.writeString(PAGE, MetricsPage.markdown());
        }
        assertThat(Files.readString(PAGE)).as("run with -Dframelot.docs.rewrite=true to write it anew").isEqualTo(MetricsPage.markdown());
    }

    @Test
    void namesAreUniqueAndInPrometheusForm() {
        assertThat(MetricsCatalogue.all()).extracting(Metric::exposed).doesNotHaveDuplicates().allMatch(name -> name.matches("framelot_[a-z_]+"));
        assertThat(MetricsCatalogue.all()).filteredOn(metric -> metric.kind().equals("counter")).allMatch(metric -> metric.exposed().endsWith("_total"));
    }
}
