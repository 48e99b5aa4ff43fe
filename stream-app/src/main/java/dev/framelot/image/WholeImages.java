package dev.framelot.image;

import dev.framelot.frame.FrameFault.Reason;
import java.nio.ByteBuffer;

/**
 * Images of which no part can be had without the whole: progressive JPEGs, as each scan has a part of every pixel, and PNGs, as each row leans on the one
 * before. They are decoded once, within a limit of memory, and turned into what can be cut without loss; that alone is kept while
 * the frame is in work, and it is about as large as the compressed image.
 *
 * <p>Shared by the decode workers. Lock: this, so that the memory is needed once and not once a worker.
 */
final class WholeImages {
    /** What is kept may be so many times as large as what came. */
    private static final int MOST_TIMES = 4;

    private final long mostBytes;
    private final boolean turbo;

    /** @param mostBytes for decoding one; 0: they are refused @param turbo TurboJPEG decodes */
    WholeImages(long mostBytes, boolean turbo) {
        this.mostBytes = mostBytes;
        this.turbo = turbo;
    }

    /** The same coefficients in one scan. */
    synchronized ByteBuffer sequential(ByteBuffer jpeg, ImageHeader header) throws FrameRejectedException {
        String what = "the JPEG of " + header.width() + "x" + header.height() + " pixels has " + header.scans() + " scans (progressive)";
        String remedy = "send it sequential (baseline), or of at most slicing.above-pixels";
        if (!turbo) {
            throw new FrameRejectedException(Reason.UNSUPPORTED_FORMAT, what + ", which can't be cut into tiles by OpenCV; " + remedy + ", or decode with TurboJPEG (decode.library)");
        }
        // Two bytes a coefficient; fewer where colour is halved, which only the library knows before it decodes.
        check(2L * header.components() * header.width() * header.height(), what, remedy);
        long blocks = (long) header.width() * header.height() * header.components() / 64;
        return SequentialJpeg.of(jpeg, MOST_TIMES * (long) jpeg.remaining() + 2 * blocks + 4_096);
    }

    synchronized SlicedPng cutPng(ByteBuffer png, ImageHeader header, SliceLimits limits, InputGeometry input) throws FrameRejectedException {
        TileGrid grid = SlicedImage.gridOf(header.width(), header.height(), 1, 1, limits, input);
        int colours = PngStructure.isGrey(png) ? 1 : 3;
        check((long) colours * header.width() * header.height(), "the PNG of " + header.width() + "x" + header.height() + " pixels is cut into tiles",
                "send a sequential JPEG, or a PNG of fewer pixels");
        long tilePixels = (long) grid.tileWidth() * grid.tileHeight();
        long tileBytes = grid.count() * tilePixels * colours;
        // Overlap is kept as often as it is seen; a tile without any variety still takes some bytes.
        double seen = Math.max(1, (double) grid.count() * tilePixels / ((double) header.width() * header.height()));
        long most = (long) (MOST_TIMES * seen * png.remaining()) + tileBytes / 16 + 4_096L * grid.count();
        return new SlicedPng(grid, PngTiles.of(png, header, colours, grid, most), limits, input);
    }

    private void check(long bytes, String what, String remedy) throws FrameRejectedException {
        if (bytes > mostBytes) {
            throw new FrameRejectedException(Reason.UNSUPPORTED_FORMAT,
                    what + ", so it has to be decoded whole first, which takes up to " + bytes + " bytes; the limit is " + mostBytes + " (slicing.whole-bytes): raise it, or " + remedy);
        }
    }

    static FrameRejectedException tooLarge(String what, long bytes, long limit, int came) {
        return new FrameRejectedException(Reason.TOO_LARGE, what + " " + bytes + " bytes, where the image came in " + came + " and the limit is therefore " + limit
                + "; send a sequential JPEG, or an image of fewer pixels");
    }
}
