package dev.framelot.inference.family;

import dev.framelot.inference.OutputFamily;
import java.util.List;

/** Every family that is decoded. */
public final class Families {
    private Families() {}

    public static List<OutputFamily> all() {
        return List.of(
                new TopkFamily(),
                new EndToEndFamily(),
                new YoloV8Family(),
                new YoloV5Family(),
                new YoloxFamily(),
                new NanodetFamily(),
                new FastestDetFamily(),
                new RtdetrFamily(),
                new DetrFamily(),
                new DFineFamily(),
                new SsdFamily("ssd"),
                new SsdFamily("ultraface"),
                new SsdNmsFamily(),
                new ClassifierFamily());
    }
}
