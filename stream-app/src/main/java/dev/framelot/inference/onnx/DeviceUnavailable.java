package dev.framelot.inference.onnx;

/** A device was asked for and is not what would run the model; the message is the clause that says why. */
final class DeviceUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    DeviceUnavailable(String found) {
        super(found, null, false, false);
    }
}
