package dev.framelot.image;

import dev.framelot.frame.FrameFault;

/** The image can't be decoded; carries the reason for the dead letter. Has no stack trace: it is a verdict, not a bug. */
public final class FrameRejectedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient FrameFault fault;

    public FrameRejectedException(FrameFault.Reason reason, String detail) {
        super(reason.wireName() + ": " + detail, null, false, false);
        this.fault = new FrameFault(reason, detail);
    }

    public FrameFault fault() {
        return fault;
    }
}
