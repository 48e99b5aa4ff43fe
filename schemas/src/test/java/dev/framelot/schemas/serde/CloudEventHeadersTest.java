package dev.framelot.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class CloudEventHeadersTest {
    private final RecordHeaders headers = new RecordHeaders();

    private CloudEventHeadersTest with(String name, String value) {
        headers.add(name, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    @Test
    void readsIdSubjectAndTime() {
        with("ce_specversion", "1.0").with("ce_id", "e1").with("ce_source", "/line/4").with("ce_subject", "cam-7").with("ce_time", "2026-01-01T01:00:01.5+01:00");
        CloudEventHeaders event = CloudEventHeaders.read(headers);
        assertThat(event.frameId()).contains("e1");
        assertThat(event.cameraId()).contains("cam-7");
        assertThat(event.capturedAtMicros()).contains(1_767_225_601_500_000L);
    }

    @Test
    void readsTheContentTypeOfTheValue() {
        with("ce_specversion", "1.0").with("content-type", "image/png");
        assertThat(CloudEventHeaders.read(headers).contentType()).contains("image/png");
    }

    @Test
    void theSourceNamesTheCameraWithoutASubject() {
        with("ce_specversion", "1.0").with("ce_source", "/line/4");
        assertThat(CloudEventHeaders.read(headers).cameraId()).contains("/line/4");
    }

    @Test
    void withoutASpecVersionItIsNoCloudEvent() {
        with("ce_id", "e1");
        assertThat(CloudEventHeaders.read(headers).frameId()).isEmpty();
    }

    @Test
    void garbageIsAbsentAndNeverThrows() {
        with("ce_specversion", "1.0").with("ce_id", null).with("ce_time", "yesterday").with("ce_subject", "x".repeat(5_000));
        CloudEventHeaders event = CloudEventHeaders.read(headers);
        assertThat(event.frameId()).isEmpty();
        assertThat(event.cameraId()).isEmpty();
        assertThat(event.capturedAtMicros()).isEmpty();
    }
}
