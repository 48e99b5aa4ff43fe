package dev.framelot.load.figure;

import java.util.function.Supplier;

/** Every figure there is; the names as the command line has them. */
enum FigureName {
    pipeline(PipelineFigure::new),
    latency(LatencyFigure::new),
    guarantee(GuaranteeFigure::new),
    overhead(OverheadFigure::new),
    backlog(BacklogFigure::new),
    crash(CrashFigure::new),
    batching(BatchingFigure::new),
    overload(OverloadFigure::new),
    toggle(ToggleFigure::new),
    scale(ScaleFigure::new),
    peers(PeersFigure::new),
    device(DeviceFigure::new),
    viewers(ViewersFigure::new);

    private final Supplier<Figure> maker;

    FigureName(Supplier<Figure> maker) {
        this.maker = maker;
    }

    /** Whether it measures the application with settings of the one who asks. */
    boolean takesSettings() {
        return this == device;
    }

    Figure figure() {
        return maker.get();
    }
}
