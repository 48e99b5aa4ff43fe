package dev.framelot.load.measure;

import sun.misc.Signal;

/** How a person ends a measurement. */
public final class Interrupts {
    public static final int EXIT_CODE = 130;

    private Interrupts() {}

    /** The first INT or TERM interrupts {@code measuring}, which then ends all it started; a second one ends this process at once. */
    public static void onSignal(Thread measuring) {
        boolean[] asked = {false};
        for (String signal : new String[] {"INT", "TERM"}) {
            Signal.handle(new Signal(signal), received -> {
                synchronized (asked) {
                    if (asked[0]) {
                        Runtime.getRuntime().halt(EXIT_CODE);
                    }
                    asked[0] = true;
                    measuring.interrupt();
                }
            });
        }
    }
}
