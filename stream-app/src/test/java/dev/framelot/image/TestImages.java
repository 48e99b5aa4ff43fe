package dev.framelot.image;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import org.w3c.dom.Element;

/** Images made on the spot. ImageIO encodes here; it decodes nowhere. */
public final class TestImages {
    private TestImages() {}

    static BufferedImage scene(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D g = image.createGraphics();
        g.setPaint(new GradientPaint(0, 0, new Color(200, 40, 30), width, height, new Color(20, 90, 220)));
        g.fillRect(0, 0, width, height);
        g.setColor(Color.WHITE);
        g.fillRect(width / 4, height / 4, Math.max(1, width / 3), Math.max(1, height / 5));
        g.dispose();
        return image;
    }

    static byte[] noisyJpeg(int width, int height, long seed) {
        BufferedImage image = scene(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int i = 0; i < width * height / 8; i++) {
            image.setRGB(random.nextInt(width), random.nextInt(height), random.nextInt());
        }
        return jpeg(image, false);
    }

    public static byte[] jpeg(int width, int height) {
        return jpeg(scene(width, height, BufferedImage.TYPE_INT_RGB), false);
    }

    static byte[] jpeg(BufferedImage image, boolean progressive) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(0.9f);
            settings.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.write(null, new IIOImage(image, null, null), settings);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    static byte[] png(int width, int height) {
        return png(scene(width, height, BufferedImage.TYPE_INT_RGB));
    }

    static byte[] png(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** A JPEG whose frame header says another size and number of components; the rest is as it was. */
    static byte[] withHeader(byte[] jpeg, int width, int height, int components) {
        byte[] changed = jpeg.clone();
        for (int i = 2; i < changed.length - 10; i++) {
            if ((changed[i] & 0xFF) == 0xFF && ((changed[i + 1] & 0xFF) == 0xC0 || (changed[i + 1] & 0xFF) == 0xC2)) {
                ByteBuffer.wrap(changed).putShort(i + 5, (short) height).putShort(i + 7, (short) width).put(i + 9, (byte) components);
                return changed;
            }
        }
        throw new IllegalArgumentException("no frame header");
    }

    /** @param across luminance samples per chrominance sample, 1 or 2 @param down likewise */
    static byte[] subsampled(int width, int height, int across, int down) {
        BufferedImage image = scene(width, height, BufferedImage.TYPE_INT_RGB);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            ImageWriteParam settings = writer.getDefaultWriteParam();
            IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), settings);
            Element root = (Element) metadata.getAsTree("javax_imageio_jpeg_image_1.0");
            Element luminance = (Element) root.getElementsByTagName("componentSpec").item(0);
            luminance.setAttribute("HsamplingFactor", Integer.toString(across));
            luminance.setAttribute("VsamplingFactor", Integer.toString(down));
            metadata.setFromTree("javax_imageio_jpeg_image_1.0", root);
            writer.write(null, new IIOImage(image, null, metadata), settings);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** Four components, as printers' software writes. */
    static byte[] cmyk(int width, int height) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, 4, null), null, null), null);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** With an EXIF segment that says how to turn the image. */
    static byte[] turned(byte[] jpeg, int orientation) {
        byte[] exif = {
            (byte) 0xFF, (byte) 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1,
            1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0, 0, 0, 0, 0
        };
        return spliced(jpeg, 2, exif);
    }

    /** Grey, one block high, a restart marker behind each block but the last: the markers that are given. */
    static byte[] withRestarts(int... markers) {
        return withRestarts(markers, 8 * (markers.length + 1));
    }

    /** As many blocks as markers and one more, whatever width the header says. */
    static byte[] withRestarts(int[] markers, int width) {
        byte[] block = withHeader(jpeg(scene(8, 8, BufferedImage.TYPE_BYTE_GRAY), false), width, 8, 1);
        int header = find(block, 0xDA);
        int data = header + 2 + (block[header + 2] << 8 | block[header + 3] & 0xFF);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(block, 0, header);
        out.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xDD, 0, 4, 0, 1});
        out.write(block, header, data - header);
        for (int marker : markers) {
            out.write(block, data, block.length - 2 - data);
            out.write(0xFF);
            out.write(0xD0 + marker);
        }
        out.write(block, data, block.length - data);
        return out.toByteArray();
    }

    /** A restart marker at the first place of the first scan's data, where no restarts are announced. */
    static byte[] withRestartInFirstScan(byte[] jpeg) {
        int header = find(jpeg, 0xDA);
        int data = header + 2 + (jpeg[header + 2] << 8 | jpeg[header + 3] & 0xFF);
        return spliced(jpeg, data, new byte[] {(byte) 0xFF, (byte) 0xD0});
    }

    static byte[] withLastScanRepeated(byte[] jpeg, int times) {
        int last = jpeg.length - 2;
        while (last > 0 && !((jpeg[last] & 0xFF) == 0xFF && (jpeg[last + 1] & 0xFF) == 0xDA)) {
            last--;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, jpeg.length - 2);
        for (int i = 0; i < times; i++) {
            out.write(jpeg, last, jpeg.length - 2 - last);
        }
        out.write(jpeg, jpeg.length - 2, 2);
        return out.toByteArray();
    }

    /** Announces so many frames, of which it has one. */
    static byte[] animated(byte[] png, int frames) {
        int header = 8 + 12 + 13;
        byte[] control = ByteBuffer.allocate(12 + 8).putInt(8).put(text("acTL")).putInt(frames).array();
        return withChecksums(spliced(png, header, control));
    }

    /** Damaged pixels under checksums that match: what a broken encoder would send. */
    static byte[] withChecksums(byte[] png) {
        ByteBuffer bytes = ByteBuffer.wrap(png.clone());
        for (int at = 8; at < png.length; ) {
            int length = bytes.getInt(at);
            CRC32 checksum = new CRC32();
            checksum.update(bytes.array(), at + 4, length + 4);
            bytes.putInt(at + 8 + length, (int) checksum.getValue());
            at += 12 + length;
        }
        return bytes.array();
    }

    private static int find(byte[] jpeg, int marker) {
        for (int i = 2; i < jpeg.length - 1; i++) {
            if ((jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == marker) {
                return i;
            }
        }
        throw new IllegalArgumentException("no marker " + marker);
    }

    private static byte[] spliced(byte[] bytes, int at, byte[] more) {
        return ByteBuffer.allocate(bytes.length + more.length).put(bytes, 0, at).put(more).put(bytes, at, bytes.length - at).array();
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
