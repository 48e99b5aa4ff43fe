package dev.framelot.load.figure;

import dev.framelot.config.FramelotConfig;
import dev.framelot.load.measure.BrokerChild;
import dev.framelot.load.measure.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How much of what decoders and session can do arrives at the other end of the application: exactly once, with the shipped model on the CPU. */
final class PipelineFigure implements Figure {
    @Override
    public long plannedSeconds(boolean quick) {
        return quick ? 65 : 220;
    }

    @Override
    public List<FigureRow> measure(FigureRun run) throws Exception {
        int rounds = run.quickOr(2, 5);
        int seconds = run.quickOr(6, 12);
        run.progress().say("starting a broker and drawing boards");
        List<byte[]> jpegs = BoardImages.jpegs(run.seed());
        try (BrokerChild broker = BrokerChild.start()) {
            FigureSettings settings = FigureSettings.of(broker.bootstrapServers());
            FramelotConfig config = settings.asNewGroup();
            run.progress().say("finding the rate of the bare loop");
            double rate = BareLoop.measure(config, jpegs, 60, 60).framesPerSecond();
            long skip = Math.max(40, Math.round(rate * 2));
            long frames = Math.max(100, Math.round(rate * seconds));
            long backlog = skip + frames + Drain.MARGIN_FRAMES;
            run.progress().say(String.format(Locale.ROOT, "publishing a backlog of %,d frames", backlog), rounds * 2L * (seconds + 6) + backlog / 300);
            Backlog.fill(config, BoardImages.cameras(run.seed()), backlog);

            List<Double> bare = new ArrayList<>();
            List<Double> whole = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                long left = (rounds - round + 1) * 2L * (seconds + 6);
                run.progress().say("round " + round + " of " + rounds + ": bare decode and session loop", left);
                bare.add(BareLoop.measure(config, jpegs, skip, frames).framesPerSecond());
                run.progress().say("round " + round + " of " + rounds + ": the application, from topic to topic", left - seconds - 6);
                whole.add(Drain.measure(settings.asNewGroup(), skip, frames).framesPerSecond());
                ratios.add(whole.get(round - 1) / bare.get(round - 1));
            }
            run.note(String.format(Locale.ROOT, "Shipped model on the CPU, boards of 640 x 640 pixels and %.0f kB; both ways: %d decode thread(s), %d lane(s), "
                            + "intra-op threads %d (0: the runtime's choice), batches of %d; the application exactly once, commits every %d ms.",
                    BoardImages.meanKilobytes(jpegs), config.decode().workers(), config.inference().lanes(), config.inference().threads(),
                    config.batching().maxFrames(), config.delivery().commitInterval().toMillis()));
            run.note("The broker is a process of its own on the same cores; the frames were published before. " + rounds + " round(s) of "
                    + frames + " frames each way in turn.");
            return List.of(
                    FigureRow.told("bare decode and session loop", Samples.of(bare).median(), "frames/s"),
                    FigureRow.told("application, topic to topic", Samples.of(whole).median(), "frames/s"),
                    FigureRow.told("lowest ratio of a round", Samples.of(ratios).min(), ""),
                    FigureRow.told("highest ratio of a round", Samples.of(ratios).max(), ""),
                    FigureRow.of("application / bare loop", Samples.of(ratios).median(), "", Goal.atLeast(0.90)));
        }
    }
}
