package dev.framelot.inference.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.InferenceException.Kind;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Sorts the runtime's failures by what may be done about them. It tells most of them apart by text only. */
final class OrtFailures {
    /** As the arena, CUDA, cuDNN 8 and 9, cuBLAS and TensorRT say it. TensorRT often says it to the log alone, and fails without a reason. */
    private static final Pattern NO_ROOM = Pattern.compile("failed to allocate|failed to find a free memory block|out of memory|outofmemory|error_out_of_memory|"
            + "bad_alloc|bad allocation|allocation_failed|alloc_failed|allocation failed|allocator error allocating|insufficient workspace|"
            + "available memory of \\d+ is smaller|cudaerrormemoryallocation|cuda (failure|error)[ :(]*2\\b");
    /**
     * Errors after which CUDA fails every later call of the process: illegal access, assert, launch failure, lost device. The same
     * range of numbers holds errors that harm only their call: too many resources for a launch (701), memory that is registered
     * already (712) or not at all (713), peer access (704, 705).
     */
    private static final Pattern STICKY = Pattern.compile("illegal memory access|illegaladdress|illegal_address|device-side assert|launch failure|launchfailure|"
            + "launch_failed|launch timed out|unspecified launch|illegal instruction|misaligned address|address space|hardware stack|invalid program counter|"
            + "uncorrectable (ecc|nvlink)|eccuncorrectable|ecc_uncorrectable|device is lost|fallen off|context is destroyed|no cuda-capable device|"
            + "cuda (failure|error)[ :(]*(46|100|214|220|226|700|702|703|709|710|714|715|716|717|718|719|721|999)\\b");
    /** The device is there and sound, and this build or this driver has no code for it: no kernel for its generation, a driver that is too old. */
    private static final Pattern UNFIT = Pattern.compile("no kernel image|invalid device function|unsupported toolchain|driver version is insufficient|"
            + "arch_?mismatch|unsupported display driver|cuda (failure|error)[ :(]*(35|98|209|218|222|803|804)\\b");
    /** Unknown operators and weights outside the model's folder come with no code of their own. */
    private static final Pattern LOADING = Pattern.compile("load model from .* failed|external (data|initializer)", Pattern.DOTALL);
    private static final Set<OrtErrorCode> OF_THE_MODEL = EnumSet.of(
            OrtErrorCode.ORT_NO_SUCHFILE,
            OrtErrorCode.ORT_NO_MODEL,
            OrtErrorCode.ORT_INVALID_PROTOBUF,
            OrtErrorCode.ORT_INVALID_GRAPH,
            OrtErrorCode.ORT_NOT_IMPLEMENTED);

    private static final String OPENING = "; there is no room for another session where the model runs: free memory there, lower inference.sessions-per-device,"
            + " raise inference.gpu-memory-limit if it is set, or run a smaller model";
    private static final String RUNNING = "; lower batching.shapes or inference.lanes";

    private OrtFailures() {}

    /** While making a session: what is neither room nor device is the model. */
    static InferenceException atOpen(String attempt, OrtException cause) {
        return failure(attempt, cause, Kind.UNUSABLE_MODEL, OPENING);
    }

    /** While asking or warming a session: what is neither room nor device is the model. */
    static InferenceException atLoad(String attempt, OrtException cause) {
        return failure(attempt, cause, Kind.UNUSABLE_MODEL, RUNNING);
    }

    /**
     * While running a shape that ran before: what is neither room nor a known end of the device may be the fault of a frame.
     * Whether it was the device after all shows when a harmless frame fails too.
     */
    static InferenceException atRun(String attempt, OrtException cause) {
        return failure(attempt, cause, Kind.BATCH_FAILED, RUNNING);
    }

    /** The device has no room for it: another device, or the CPU, would hide that. */
    static boolean isNoRoom(OrtException failure) {
        return kind(failure, Kind.UNUSABLE_MODEL) == Kind.OUT_OF_MEMORY;
    }

    /** The file would not load anywhere; another device does not help. */
    static boolean isOfTheModel(OrtException failure) {
        return OF_THE_MODEL.contains(failure.getCode()) || LOADING.matcher(text(failure)).find();
    }

    /** No model runs on this device with this build and this driver. */
    static boolean isOfTheDevice(OrtException failure) {
        return UNFIT.matcher(text(failure)).find();
    }

    /** The runtime's messages have line breaks, where sentences for a person have none. */
    static String oneLine(OrtException failure) {
        return String.valueOf(failure.getMessage()).strip().replaceAll("\\s+", " ");
    }

    private static String text(OrtException failure) {
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    }

    private static Kind kind(OrtException failure, Kind otherwise) {
        String text = text(failure);
        if (failure.getCode() == OrtErrorCode.ORT_DEVICE_RESET || STICKY.matcher(text).find()) {
            return Kind.DEVICE_LOST;
        }
        return NO_ROOM.matcher(text).find() ? Kind.OUT_OF_MEMORY : otherwise;
    }

    /** @param room what helps where there is none */
    private static InferenceException failure(String attempt, OrtException cause, Kind otherwise, String room) {
        Kind kind = kind(cause, otherwise);
        String remedy = "";
        if (cause.getCode() == OrtErrorCode.ORT_INVALID_PROTOBUF || text(cause).contains("does not have a graph")) {
            remedy = "; the file is no ONNX model, or a part of one: fetch or export it again";
        }
        if (kind == Kind.DEVICE_LOST) {
            remedy = "; the device or the runtime is lost, this process can't use it any more: restart it";
        } else if (kind == Kind.OUT_OF_MEMORY) {
            remedy = room;
        }
        return new InferenceException(kind, attempt + " failed: " + oneLine(cause) + remedy, cause);
    }
}
