package dev.framelot.telemetry;

/** The catalogue as docs/metrics.md. */
public final class MetricsPage {
    private MetricsPage() {}

    public static String markdown() {
        StringBuilder page = new StringBuilder("""
                # Metrics

                Written from the catalogue by `MetricsPageTest`, which fails when this page is out of date
                (`mvn test -pl stream-app -am -Dtest=MetricsPageTest -Dframelot.docs.rewrite=true -Dsurefire.failIfNoSpecifiedTests=false` rewrites it).

                `GET /metrics` in Prometheus' text format. Times in seconds, sizes in bytes. No label holds anything from outside: cameras are in
                `GET /v1/cameras`, not here. Counts are since the start and count what was forwarded; a transaction that Kafka aborts takes its records back
                but not these counts.

                | metric | kind | unit | labels | what | nearest in Triton |
                |---|---|---|---|---|---|
                """);
        for (Metric metric : MetricsCatalogue.all()) {
            page.append("| `").append(metric.exposed()).append("` | ").append(metric.kind()).append(" | ").append(metric.unit())
                    .append(" | ").append(metric.labels().isEmpty() ? "" : "`" + String.join("`, `", metric.labels()) + "`")
                    .append(" | ").append(metric.help()).append(" | ").append(metric.triton().isEmpty() ? "" : metric.triton()).append(" |\n");
        }
        return page.append("""

                Besides: `jvm_*`, `process_*` and `system_*` of the JVM, `kafka_*` of Kafka Streams and its clients, `vertx_*` of the control plane, as their
                binders in Micrometer name them.

                ## Questions and their answers
                | question | query |
                |---|---|
                | share on time | `rate(framelot_frames_on_time_total[1m]) / on() sum(rate(framelot_frames_total{fate="detected"}[1m]))` |
                | share of places that were padding | `rate(framelot_batch_padding_sum[1m]) / (rate(framelot_batch_padding_sum[1m]) + rate(framelot_batch_frames_sum[1m]))` |
                | 99th percentile of the age | `histogram_quantile(0.99, rate(framelot_frame_age_seconds_bucket[1m]))` |
                | share of time paused | `1 - avg_over_time(framelot_intake_taking[5m])` |
                | dead letters by reason | `sum by (reason) (rate(framelot_frames_total{fate="dead-letter"}[5m]))` |

                ## Triton's names
                The last column names the nearest metric of NVIDIA's Triton inference server, for dashboards that are being moved. Triton counts in
                microseconds, here are seconds; Triton's durations are sums, here are histograms whose `_sum` is that sum. Triton's `nv_inference_count` counts
                inferences, `nv_inference_exec_count` batches.
                """).toString();
    }
}
