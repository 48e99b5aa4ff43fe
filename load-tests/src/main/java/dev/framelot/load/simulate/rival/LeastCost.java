package dev.framelot.load.simulate.rival;

import dev.framelot.batching.BatchPolicy;
import dev.framelot.batching.DispatchReason;
import dev.framelot.batching.QueueView;
import dev.framelot.batching.Shapes;

/** Padded up or cut down to the next allowed size, whichever costs less per frame: TensorFlow Serving's MINIMIZE_TPU_COST_PER_REQUEST. */
public final class LeastCost implements BatchPolicy {
    @Override
    public String name() {
        return "least cost per frame";
    }

    @Override
    public Verdict decide(QueueView queue) {
        Shapes shapes = queue.cost().shapes();
        int frames = queue.eligible();
        int up = shapes.holding(frames);
        int index = shapes.indexOf(up);
        if (up == frames || index == 0) {
            return new Verdict.Go(frames, up, DispatchReason.IDLE_DEVICE);
        }
        int down = shapes.ascending().get(index - 1);
        double costUp = (double) queue.cost().typicalNanos(up) / frames;
        double costDown = (double) queue.cost().typicalNanos(down) / down;
        return costUp <= costDown
                ? new Verdict.Go(frames, up, DispatchReason.IDLE_DEVICE)
                : new Verdict.Go(down, down, DispatchReason.IDLE_DEVICE);
    }
}
