package dev.framelot.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.schemas.CameraFrame;
import dev.framelot.schemas.FrameEncoding;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryClientTest {
    private FakeRegistry registry;
    private RegistryClient client;

    @BeforeEach
    void start() throws Exception {
        registry = new FakeRegistry();
        client = new RegistryClient(registry.url(), Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private static CameraFrame frame() {
        return CameraFrame.newBuilder().setFrameId("f").setCameraId("c").setSequence(1).setEncoding(FrameEncoding.JPEG)
                .setImage(ByteBuffer.wrap(new byte[] {9})).build();
    }

    @Test
    void framesWithTheIdOfTheTopicsSubject() {
        AvroCodec<CameraFrame> codec = FrameCodecs.withRegistry(client).cameraFrame("frames");
        byte[] value = codec.encode(frame());
        assertThat(value[0]).isZero();
        assertThat(ByteBuffer.wrap(value).getInt(1)).isEqualTo(registry.idOf("frames-value"));
        assertThat(codec.decode(value)).isEqualTo(frame());
    }

    @Test
    void asksForEachSchemaOnce() {
        AvroCodec<CameraFrame> codec = FrameCodecs.withRegistry(client).cameraFrame("frames");
        byte[] value = codec.encode(frame());
        codec.decode(value);
        int asked = registry.requests();
        codec.decode(value);
        codec.encode(frame());
        assertThat(registry.requests()).isEqualTo(asked);
    }

    @Test
    void aReaderWithARegistryStillReadsSingleObjects() {
        byte[] bundled = FrameCodecs.bundled().cameraFrame("frames").encode(frame());
        assertThat(FrameCodecs.withRegistry(client).cameraFrame("frames").decode(bundled)).isEqualTo(frame());
    }

    @Test
    void aReaderWithoutARegistryNamesTheSetting() {
        byte[] framed = FrameCodecs.withRegistry(client).cameraFrame("frames").encode(frame());
        assertThatThrownBy(() -> FrameCodecs.bundled().cameraFrame("frames").decode(framed))
                .isInstanceOf(SchemaMismatchException.class).hasMessageContaining("schema-registry.url");
    }

    @Test
    void aNewerWriterWithOneMoreFieldIsRead() {
        String newer = CameraFrame.getClassSchema().toString().replace(
                "\"fields\":[{\"name\":\"frameId\"", "\"fields\":[{\"name\":\"lens\",\"type\":\"string\",\"default\":\"\"},{\"name\":\"frameId\"");
        Schema written = new Schema.Parser().parse(newer);
        assertThat(written.getField("lens")).isNotNull();
        byte[] value = registry.framed("frames-value", written, record -> {
            record.put("lens", "f/2");
            record.put("frameId", "n");
            record.put("cameraId", "c");
        });
        assertThat(FrameCodecs.withRegistry(client).cameraFrame("frames").decode(value).getFrameId()).isEqualTo("n");
    }

    @Test
    void anOlderWriterWithoutADefaultedFieldIsRead() {
        Schema older = new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"CameraFrame\",\"namespace\":\"dev.framelot.schemas\",\"fields\":["
                + "{\"name\":\"frameId\",\"type\":\"string\"},{\"name\":\"cameraId\",\"type\":\"string\"}]}");
        byte[] value = registry.framed("frames-value", older, record -> {
            record.put("frameId", "o");
            record.put("cameraId", "c");
        });
        CameraFrame read = FrameCodecs.withRegistry(client).cameraFrame("frames").decode(value);
        assertThat(read.getFrameId()).isEqualTo("o");
        assertThat(read.getSequence()).isEqualTo(-1);
    }

    @Test
    void aMissingFieldWithoutADefaultIsAMismatch() {
        Schema lacking = new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"CameraFrame\",\"namespace\":\"dev.framelot.schemas\",\"fields\":["
                + "{\"name\":\"frameId\",\"type\":\"string\"}]}");
        byte[] value = registry.framed("frames-value", lacking, record -> record.put("frameId", "o"));
        assertThatThrownBy(() -> FrameCodecs.withRegistry(client).cameraFrame("frames").decode(value))
                .isInstanceOf(SchemaMismatchException.class).hasMessageContaining("cameraId");
    }

    @Test
    void anUnknownIdIsAMismatchForEver() {
        byte[] value = ByteBuffer.allocate(6).put((byte) 0).putInt(4711).put((byte) 1).array();
        assertThatThrownBy(() -> FrameCodecs.withRegistry(client).cameraFrame("frames").decode(value))
                .isInstanceOf(SchemaMismatchException.class).hasMessageContaining("4711");
    }

    @Test
    void aRegistryInTroubleIsAskedThreeTimesAndMayBeAskedAgainLater() {
        registry.failWith(503);
        byte[] value = ByteBuffer.allocate(6).put((byte) 0).putInt(1).put((byte) 1).array();
        assertThatThrownBy(() -> FrameCodecs.withRegistry(client).cameraFrame("frames").decode(value))
                .isInstanceOf(RegistryUnavailableException.class).hasMessageContaining("schema-registry.url").hasMessageContaining("3 attempts");
        assertThat(registry.requests()).isEqualTo(3);
    }

    @Test
    void userInformationInTheUrlBecomesBasicAuthentication() {
        URI withUser = URI.create(registry.url().toString().replace("http://", "http://me:secret@"));
        new RegistryClient(withUser, Duration.ofSeconds(5)).register("frames-value", CameraFrame.getClassSchema());
        assertThat(registry.lastAuthorization()).isEqualTo("Basic bWU6c2VjcmV0");
    }

    @Test
    void aPathInTheAddressIsKept() throws Exception {
        try (FakeRegistry apicurio = new FakeRegistry("/apis/ccompat/v7")) {
            AvroCodec<CameraFrame> codec = FrameCodecs.withRegistry(new RegistryClient(apicurio.url(), Duration.ofSeconds(5))).cameraFrame("frames");
            assertThat(codec.decode(codec.encode(frame()))).isEqualTo(frame());
        }
    }

    @Test
    void aPageWhereNoRegistryIsSaysNothingOfTheRecord() throws Exception {
        try (FakeRegistry apicurio = new FakeRegistry("/apis/ccompat/v7")) {
            RegistryClient lost = new RegistryClient(apicurio.url().resolve("/"), Duration.ofSeconds(5));
            assertThatThrownBy(() -> lost.schemaById(1)).isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("404").hasMessageContaining("/apis/ccompat/v7");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 407, 408, 429})
    void aRefusalThatIsNotOfTheSchemaMayBeTriedAgainLater(int status) {
        registry.failWith(status);
        assertThatThrownBy(() -> client.schemaById(1)).isInstanceOf(RegistryUnavailableException.class).hasMessageContaining("HTTP " + status);
        assertThatThrownBy(() -> client.register("frames-value", CameraFrame.getClassSchema()))
                .isInstanceOf(RegistryUnavailableException.class).hasMessageContaining("HTTP " + status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>log in</html>", "{}", "[]", "null"})
    void anAnswerThatIsNoneMayBeTriedAgainLater(String body) {
        registry.failWith(200, body, Integer.MAX_VALUE);
        assertThatThrownBy(() -> client.schemaById(1)).isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> client.register("frames-value", CameraFrame.getClassSchema())).isInstanceOf(RegistryUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 422})
    void aSchemaThatIsRefusedIsAMismatchForEver(int status) {
        registry.failWith(status);
        assertThatThrownBy(() -> FrameCodecs.withRegistry(client).cameraFrame("frames").encode(frame()))
                .isInstanceOf(SchemaMismatchException.class).hasMessageContaining("frames-value").hasMessageContaining("HTTP " + status);
    }

    @Test
    void aTroubleThatPassesIsNotNoticed() {
        registry.failWith(503, "busy", 2);
        AvroCodec<CameraFrame> codec = FrameCodecs.withRegistry(client).cameraFrame("frames");
        assertThat(codec.decode(codec.encode(frame()))).isEqualTo(frame());
    }

    @Test
    void silenceIsUnavailableAfterTheTimeoutsOfAllAttempts() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            RegistryClient waiting = new RegistryClient(URI.create("http://127.0.0.1:" + silent.getLocalPort()), Duration.ofMillis(50));
            assertThatThrownBy(() -> waiting.schemaById(1)).isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("3 attempts of 50 ms").hasMessageContaining("schema-registry.timeout");
        }
    }

    @Test
    void aPasswordIsInNoMessage() {
        registry.failWith(401);
        RegistryClient withUser = new RegistryClient(URI.create(registry.url().toString().replace("http://", "http://me:secret@")), Duration.ofSeconds(5));
        assertThatThrownBy(() -> withUser.schemaById(1)).isInstanceOf(RegistryUnavailableException.class)
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("secret"));
    }
}
