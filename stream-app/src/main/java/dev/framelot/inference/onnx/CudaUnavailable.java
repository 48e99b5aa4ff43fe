package dev.framelot.inference.onnx;

/** CUDA was asked for and is not what would run the model; the message is the clause that says why. */
final class CudaUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    CudaUnavailable(String found) {
        super(found, null, false, false);
    }
}
