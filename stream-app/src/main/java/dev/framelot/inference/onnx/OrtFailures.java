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
    private static final Pattern NO_ROOM = Pattern.compile("failed to allocate|out of memory|bad_alloc|allocation_failed|alloc_failed|"
            + "allocation failed|available memory of \\d+ is smaller|cudaerrormemoryallocation|cuda failure 2\\b");
    /** Errors after which CUDA fails every later call of the process: illegal access, assert, launch failure, lost device. */
    private static final Pattern STICKY = Pattern.compile("illegal memory access|device-side assert|launch failure|"
            + "unspecified launch|illegal instruction|misaligned address|hardware stack|invalid program counter|uncorrectable ecc|"
            + "device is lost|fallen off|context is destroyed|cuda failure (46|214|219|220|7[01]\\d)\\b");
    private static final Set<OrtErrorCode> OF_THE_MODEL = EnumSet.of(
            OrtErrorCode.ORT_NO_SUCHFILE,
            OrtErrorCode.ORT_NO_MODEL,
            OrtErrorCode.ORT_INVALID_PROTOBUF,
            OrtErrorCode.ORT_INVALID_GRAPH,
            OrtErrorCode.ORT_NOT_IMPLEMENTED);

    private OrtFailures() {}

    /** While loading or warming: what is neither room nor device is the model. */
    static InferenceException atLoad(String attempt, OrtException cause) {
        return failure(attempt, cause, Kind.UNUSABLE_MODEL);
    }

    /**
     * While running a shape that ran before: what is neither room nor a known end of the device may be the fault of a frame.
     * Whether it was the device after all shows when a harmless frame fails too.
     */
    static InferenceException atRun(String attempt, OrtException cause) {
        return failure(attempt, cause, Kind.BATCH_FAILED);
    }

    /** The file would not load anywhere; another device does not help. */
    static boolean isOfTheModel(OrtException failure) {
        return OF_THE_MODEL.contains(failure.getCode());
    }

    private static InferenceException failure(String attempt, OrtException cause, Kind otherwise) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        Kind kind = otherwise;
        if (cause.getCode() == OrtErrorCode.ORT_DEVICE_RESET || STICKY.matcher(text).find()) {
            kind = Kind.DEVICE_LOST;
        } else if (NO_ROOM.matcher(text).find()) {
            kind = Kind.OUT_OF_MEMORY;
        }
        String remedy = "";
        if (kind == Kind.DEVICE_LOST) {
            remedy = "; the device or the runtime is lost, this process can't use it any more: restart it";
        } else if (kind == Kind.OUT_OF_MEMORY) {
            remedy = "; lower batching.shapes or inference.lanes";
        }
        return new InferenceException(kind, attempt + " failed: " + cause.getMessage() + remedy, cause);
    }
}
