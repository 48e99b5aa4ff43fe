package dev.framelot.image;

import dev.framelot.frame.FrameFault.Reason;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Everything that is refused before a decoder is called. Stateless. */
final class ImageGate {
    private ImageGate() {}

    /** Reads position..limit and leaves the position alone. */
    static ImageHeader admit(ByteBuffer image, ImageLimits limits) throws FrameRejectedException {
        int size = image.remaining();
        if (size == 0) {
            throw new FrameRejectedException(Reason.EMPTY, "the image has 0 bytes");
        }
        if (size > limits.maxBytes()) {
            throw new FrameRejectedException(
                    Reason.TOO_LARGE,
                    "the image has " + size + " bytes, the limit is " + limits.maxBytes() + " (frame.max-bytes); send smaller frames or raise the limit");
        }
        if (startsWith(image, 0xFF, 0xD8)) {
            return JpegStructure.read(image, limits);
        }
        if (size >= 8 && image.slice().getLong(0) == PngStructure.SIGNATURE) {
            if (!limits.pngEnabled()) {
                throw new FrameRejectedException(Reason.UNSUPPORTED_FORMAT, "the image is a PNG, which is not enabled; set frame.png to true or send JPEG");
            }
            return PngStructure.read(image, limits);
        }
        throw new FrameRejectedException(Reason.UNSUPPORTED_FORMAT, what(image) + "; send JPEG" + (limits.pngEnabled() ? " or PNG" : ""));
    }

    private static String what(ByteBuffer image) {
        if (startsWith(image, 'G', 'I', 'F', '8')) {
            return "the image is a GIF";
        }
        if (startsWith(image, 'R', 'I', 'F', 'F')) {
            return "the image is a RIFF container, such as WebP";
        }
        if (startsWith(image, '%', 'P', 'D', 'F')) {
            return "the value is a PDF";
        }
        if (startsWith(image, 'B', 'M')) {
            return "the image is a BMP";
        }
        if (startsWith(image, 'I', 'I', 0x2A, 0) || startsWith(image, 'M', 'M', 0, 0x2A)) {
            return "the image is a TIFF";
        }
        byte[] begin = new byte[Math.min(8, image.remaining())];
        image.duplicate().get(begin);
        return "the value begins with " + HexFormat.ofDelimiter(" ").formatHex(begin) + ", which is no image that is decoded here";
    }

    private static boolean startsWith(ByteBuffer image, int... bytes) {
        if (image.remaining() < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((image.get(image.position() + i) & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
