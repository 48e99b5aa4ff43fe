package dev.framelot.image;

import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/** The system's TurboJPEG (libjpeg-turbo's own C API, version 2 entry points, which version 3 keeps) by JNA's direct mapping. */
final class TurboJpegLibrary {
    static final int PIXELS_RGB = 0;
    static final int PIXELS_BGR = 1;
    static final int STOP_ON_WARNING = 8_192;
    /** What {@link #tjGetErrorCode} says when the image was decoded, but is damaged. */
    static final int ERROR_WARNING = 0;

    private static final String[] NAMES = {"turbojpeg", "libturbojpeg.so.0", "libturbojpeg.dylib"};
    private static final String PROBLEM = load();

    private TurboJpegLibrary() {}

    private static String load() {
        StringBuilder tried = new StringBuilder();
        for (String name : NAMES) {
            try {
                Native.register(TurboJpegLibrary.class, name);
                return null;
            } catch (UnsatisfiedLinkError missing) {
                tried.append(tried.isEmpty() ? "" : ", ").append(name);
            }
        }
        return "none of " + tried + " can be loaded";
    }

    /** Null when the library is there, else why not. */
    static String problem() {
        return PROBLEM;
    }

    static native Pointer tjInitDecompress();

    static native int tjDecompress2(
            Pointer handle, Pointer jpeg, NativeLong size, Pointer pixels, int width, int pitch, int height, int pixelFormat, int flags);

    static native String tjGetErrorStr2(Pointer handle);

    static native int tjGetErrorCode(Pointer handle);

    static native Pointer tjInitTransform();

    /** @param targets one pointer, null: the library allocates, {@link #tjFree} frees @param sizes one NativeLong @param transforms one struct tjtransform */
    static native int tjTransform(
            Pointer handle, Pointer jpeg, NativeLong size, int count, Pointer targets, Pointer sizes, Pointer transforms, int flags);

    static native void tjFree(Pointer buffer);

    static native int tjDestroy(Pointer handle);
}
