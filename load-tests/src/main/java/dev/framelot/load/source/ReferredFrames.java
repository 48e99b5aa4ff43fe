package dev.framelot.load.source;

import dev.framelot.schemas.CameraFrame;
import dev.framelot.schemas.ImageReference;
import dev.framelot.schemas.serde.AvroCodec;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.kafka.clients.producer.ProducerRecord;

/** {@code frame.format: avro}: a {@code CameraFrame} that says where its image is instead of carrying it. Owner: the publisher's thread. */
public final class ReferredFrames implements FrameEncoding {
    private final AvroCodec<CameraFrame> codec;
    private final String base;
    private byte[] lastImage;
    private String lastSha256;

    /** @param base the address of the folder that the images lie in, as the application reaches it */
    public ReferredFrames(AvroCodec<CameraFrame> codec, URI base) {
        this.codec = codec;
        this.base = base.toString().endsWith("/") ? base.toString() : base + "/";
    }

    @Override
    public ProducerRecord<byte[], byte[]> record(String topic, EncodedFrame frame) {
        String name = frame.attributes().get(ImageFolder.FILE);
        if (name == null) {
            throw new SourceException("Only images that lie in files can be referred to.", null);
        }
        byte[] value = codec.encode(CameraFrame.newBuilder()
                .setFrameId(frame.frameId())
                .setCameraId(frame.camera())
                .setSequence(frame.sequence())
                .setCapturedAtMicros(frame.capturedAtMicros())
                .setEncoding(frame.image()[0] == (byte) 0x89 ? dev.framelot.schemas.FrameEncoding.PNG : dev.framelot.schemas.FrameEncoding.JPEG)
                .setReference(new ImageReference(
                        base + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"), (long) frame.image().length, sha256(frame.image())))
                .setAttributes(frame.attributes())
                .build());
        return new ProducerRecord<>(topic, null, frame.capturedAtMicros() / 1_000, frame.camera().getBytes(StandardCharsets.UTF_8), value);
    }

    private String sha256(byte[] image) {
        if (image != lastImage) {
            try {
                lastSha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(image));
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
            lastImage = image;
        }
        return lastSha256;
    }
}
