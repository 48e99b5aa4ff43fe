package dev.framelot.inference.onnx;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the CUDA driver tells of one device: the runtime's Java API tells neither its name nor its memory. It shares the
 * device's primary context with the runtime, and numbers devices as the runtime does.
 */
final class CudaDevice implements HostPinning {
    private static final Logger LOG = LoggerFactory.getLogger(CudaDevice.class);
    /** For all devices of the process, not for this one alone. */
    private static final int PORTABLE = 1;

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
        boolean answered = callInContext("cuMemGetInfo_v2", free, total);
        return answered ? OptionalLong.of(total.getValue() - free.getValue()) : OptionalLong.empty();
    }

    @Override
    public Pin pin(ByteBuffer memory) {
        Pointer address = Native.getDirectBufferPointer(memory);
        long bytes = memory.capacity();
        if (!callInContext("cuMemHostRegister_v2", address, bytes, PORTABLE)) {
            LOG.warn("{} refuses to lock {} bytes of a lane in RAM: its copies make the host wait", name, bytes);
            return () -> {};
        }
        return () -> callInContext("cuMemHostUnregister", address);
    }

    private boolean callInContext(String function, Object... arguments) {
        boolean entered = call(driver, "cuCtxPushCurrent_v2", context);
        boolean done = entered && call(driver, function, arguments);
        if (entered) {
            call(driver, "cuCtxPopCurrent_v2", new PointerByReference());
        }
        return done;
    }

    private static boolean call(NativeLibrary driver, String function, Object... arguments) {
        int success = 0;
        return driver.getFunction(function).invokeInt(arguments) == success;
    }
}
