package dev.framelot.image;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;

/** OpenCV by JavaCPP, loaded before the first of its objects is made. */
final class OpenCvLibrary {
    private static final String MOST_BYTES = "org.bytedeco.javacpp.maxBytes";

    private OpenCvLibrary() {}

    /** @throws LinkageError it is not there */
    static void load() {
        // Else JavaCPP refuses, after ten collections and a second of sleep, each object while the process has more than four heaps in memory: a
        // runtime for a GPU alone has. What is allocated here is bounded by the limits of images, and closed.
        if (System.getProperty(MOST_BYTES) == null) {
            System.setProperty(MOST_BYTES, "0");
        }
        Loader.load(opencv_imgproc.class);
        Loader.load(opencv_imgcodecs.class);
    }
}
