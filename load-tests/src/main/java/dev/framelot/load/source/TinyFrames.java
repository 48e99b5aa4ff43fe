package dev.framelot.load.source;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Black JPEGs of 64 x 64 pixels, for loads in which the picture does not matter. */
public final class TinyFrames implements FrameSource {
    private final byte[] jpeg = jpeg();
    private final CameraTurns turns;

    public TinyFrames(int cameras) {
        this("camera", cameras);
    }

    /** @param name that all cameras begin with */
    public TinyFrames(String name, int cameras) {
        turns = new CameraTurns(CameraTurns.numbered(name, cameras));
    }

    @Override
    public Optional<EncodedFrame> next(long capturedAtMicros) {
        EncodedFrame frame = new EncodedFrame(turns.camera(), turns.sequence(), jpeg, capturedAtMicros, Map.of());
        turns.pass();
        return Optional.of(frame);
    }

    /** The picture itself. */
    public static byte[] jpeg() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "jpeg", out);
        } catch (IOException impossible) {
            throw new UncheckedIOException("Encoding in memory", impossible);
        }
        return out.toByteArray();
    }
}
