package dev.framelot.app;

import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;

/**
 * What runs beside or after another model runs where that one runs. A fall back to the CPU, which the settings may allow, is decided at the start, for all: later it
 * would take the throughput of a whole instance away with a line in the log. Between CUDA and TensorRT models may differ: one device has both.
 */
final class SameDevice {
    private static final String CPU = "cpu";

    private SameDevice() {}

    /** @param other the provider that the engine must stand beside @param whose it is, as in "this route runs on" */
    static void check(InferenceEngine engine, String other, String whose) throws InferenceException {
        String provider = engine.provider();
        if (!provider.equals(other) && (provider.equals(CPU) || other.equals(CPU))) {
            throw RouteSource.refused(engine.model().name() + " " + engine.model().version() + " would run on " + provider + " here, " + whose + " " + other
                    + (provider.equals(CPU) ? ": the log says why the device did not take it. Make room or mend that (docs/gpu.md), or set inference.provider to cpu for all"
                            : ", where it fell back to at the start: restart this instance, so that all models run on the device"));
        }
    }
}
