package dev.framelot.schemas.serde;

import dev.framelot.schemas.CameraFrame;
import org.apache.avro.util.ClassSecurityValidator;

/** Tells Avro (1.12.2 and later) that a schema may name our generated records, beside what is trusted already. */
final class TrustedRecords {
    private static final String PACKAGE = CameraFrame.class.getPackageName();

    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> type.getPackageName().equals(PACKAGE)));
    }

    private TrustedRecords() {}

    /** Once a process, before the first codec. */
    static void trust() {
        // The static initializer did it.
    }
}
