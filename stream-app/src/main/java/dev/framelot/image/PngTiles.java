package dev.framelot.image;

import dev.framelot.frame.FrameFault.Reason;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/** A PNG as one PNG for each tile, by OpenCV: of 8 bits, without transparency, as images are decoded here anyway. */
final class PngTiles {
    private PngTiles() {}

    /** @param colours 1 or 3 @param mostBytes of all tiles together */
    static byte[][] of(ByteBuffer png, ImageHeader header, int colours, TileGrid grid, long mostBytes) throws FrameRejectedException {
        byte[][] tiles = new byte[grid.count()][];
        long bytes = 0;
        try (BytePointer encoded = new BytePointer((long) png.remaining());
                Mat source = new Mat(1, png.remaining(), opencv_core.CV_8UC1, encoded);
                // What is missing of a PNG that breaks off stays black, and shows nothing of another frame.
                Mat whole = new Mat(header.height(), header.width(), colours == 1 ? opencv_core.CV_8UC1 : opencv_core.CV_8UC3, Scalar.BLACK)) {
            encoded.asByteBuffer().put(png.duplicate());
            decode(source, colours, whole, header, png.remaining());
            for (int i = 0; i < tiles.length; i++) {
                tiles[i] = encoded(whole, grid.tile(i));
                bytes += tiles[i].length;
                if (bytes > mostBytes) {
                    throw WholeImages.tooLarge("the PNG's first " + (i + 1) + " of " + tiles.length + " tiles have", bytes, mostBytes, png.remaining());
                }
            }
        }
        return tiles;
    }

    private static void decode(Mat source, int colours, Mat whole, ImageHeader header, int size) throws FrameRejectedException {
        String why = "";
        try {
            // What comes back holds the same pixels once more: unclosed, they would stay until a collection that native memory does not bring about.
            opencv_imgcodecs.imdecode(source, (colours == 1 ? opencv_imgcodecs.IMREAD_GRAYSCALE : opencv_imgcodecs.IMREAD_COLOR) | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION, whole)
                    .close();
        } catch (RuntimeException refusal) {
            // How JavaCPP passes on OpenCV's own.
            why = ": " + refusal.getMessage();
        }
        if (!why.isEmpty() || whole.cols() != header.width() || whole.rows() != header.height() || whole.channels() != colours) {
            throw new FrameRejectedException(Reason.CORRUPT, "OpenCV can't decode the PNG of " + header.width() + "x" + header.height() + " pixels, " + size + " bytes" + why);
        }
    }

    private static byte[] encoded(Mat whole, Tile tile) {
        try (Rect place = new Rect(tile.x(), tile.y(), tile.width(), tile.height()); Mat part = new Mat(whole, place); BytePointer png = new BytePointer()) {
            if (!opencv_imgcodecs.imencode(".png", part, png)) {
                throw new IllegalStateException("OpenCV wrote no PNG of a tile of " + tile);
            }
            byte[] bytes = new byte[(int) png.limit()];
            png.get(bytes);
            return bytes;
        }
    }
}
