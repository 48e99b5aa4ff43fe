package dev.framelot.load.figure;

import org.apache.kafka.common.errors.InterruptException;

/** A part of a figure whose failure is told and leaves what other parts measured. Only an interrupt ends them all. */
final class FigurePart {
    @FunctionalInterface
    interface Measuring {
        void measure() throws Exception;
    }

    private FigurePart() {}

    /** @param name the beginning of a sentence, as "batches of 32" @return whether it was measured to its end */
    static boolean measured(FigureRun run, String name, Measuring part) throws InterruptedException {
        try {
            part.measure();
            return true;
        } catch (InterruptedException | InterruptException stopped) {
            throw stopped;
        } catch (Exception | OutOfMemoryError failed) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            run.note(name + " could not be measured: " + (failed instanceof Exception && failed.getMessage() != null ? failed.getMessage() : failed.toString()));
            return false;
        }
    }
}
