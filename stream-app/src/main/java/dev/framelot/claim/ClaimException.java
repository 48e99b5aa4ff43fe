package dev.framelot.claim;

import dev.framelot.frame.FrameFault;

/** An image can't be had; carries the reason for the dead letter. Has no stack trace: it is a verdict, not a bug. */
public final class ClaimException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient FrameFault fault;
    private final boolean mayPass;

    private ClaimException(FrameFault.Reason reason, String detail, boolean mayPass) {
        super(reason.wireName() + ": " + detail, null, false, false);
        this.fault = new FrameFault(reason, detail);
        this.mayPass = mayPass;
    }

    static ClaimException forbidden(String detail) {
        return new ClaimException(FrameFault.Reason.REF_FORBIDDEN, detail, false);
    }

    static ClaimException mismatch(String detail) {
        return new ClaimException(FrameFault.Reason.REF_MISMATCH, detail, false);
    }

    /** Another attempt may find it. */
    static ClaimException unavailable(String detail) {
        return new ClaimException(FrameFault.Reason.REF_UNAVAILABLE, detail, true);
    }

    public FrameFault fault() {
        return fault;
    }

    boolean mayPass() {
        return mayPass;
    }

    ClaimException after(int attempts) {
        return new ClaimException(fault.reason(), fault.detail() + "; given up after " + attempts + " attempts (claim-check.attempts)", false);
    }
}
