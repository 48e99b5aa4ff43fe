package dev.framelot.inference.onnx;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the CUDA driver tells of one device: the runtime's Java API tells neither its name nor its memory. It shares the
 * device's primary context with the runtime, and numbers devices as the runtime does.
 */
final class CudaDevice {
    private final NativeLibrary driver;
    private final Pointer context;
    private final String name;

    private CudaDevice(NativeLibrary driver, Pointer context, String name) {
        this.driver = driver;
        this.context = context;
        this.name = name;
    }

    /** Empty where there is no driver or it refuses: then names and memory stay unknown, and nothing else suffers. */
    static Optional<CudaDevice> open(int deviceId) {
        try {
            NativeLibrary driver = NativeLibrary.getInstance("libcuda.so.1");
            IntByReference device = new IntByReference();
            PointerByReference context = new PointerByReference();
            byte[] name = new byte[256];
            boolean answered = call(driver, "cuInit", 0)
                    && call(driver, "cuDeviceGet", device, deviceId)
                    && call(driver, "cuDeviceGetName", name, name.length, device.getValue())
                    && call(driver, "cuDevicePrimaryCtxRetain", context, device.getValue());
            return answered
                    ? Optional.of(new CudaDevice(driver, context.getValue(), Native.toString(name, StandardCharsets.UTF_8.name())))
                    : Optional.empty();
        } catch (LinkageError noDriver) {
            return Optional.empty();
        }
    }

    String name() {
        return name;
    }

    /** Device memory in use, by all processes together. */
    OptionalLong usedBytes() {
        LongByReference free = new LongByReference();
        LongByReference total = new LongByReference();
        boolean entered = call(driver, "cuCtxPushCurrent_v2", context);
        boolean answered = entered && call(driver, "cuMemGetInfo_v2", free, total);
        if (entered) {
            call(driver, "cuCtxPopCurrent_v2", new PointerByReference());
        }
        return answered ? OptionalLong.of(total.getValue() - free.getValue()) : OptionalLong.empty();
    }

    private static boolean call(NativeLibrary driver, String function, Object... arguments) {
        int success = 0;
        return driver.getFunction(function).invokeInt(arguments) == success;
    }
}
