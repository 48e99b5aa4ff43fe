package dev.framelot.load.demo;

import dev.framelot.load.board.JpegBoard;
import dev.framelot.load.board.Defect;
import dev.framelot.load.source.BoardFrames;
import dev.framelot.load.verify.Accuracy;
import dev.framelot.load.verify.Box;
import dev.framelot.load.verify.FrameLedger;
import dev.framelot.schemas.Detection;
import dev.framelot.schemas.FrameDetections;
import java.util.List;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Keeps the demo's books as frames go out and detections come in. Safe for the publisher's and the verifier's threads. */
final class DemoAudit {
    private static final long LONGEST_MICROS = 3_600_000_000L;

    private final FrameLedger ledger = new FrameLedger();
    private final Histogram latencyMicros = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private final BoardFrames boards;
    private Accuracy accuracy = Accuracy.NONE; // guarded by this
    private long boxes; // guarded by this

    DemoAudit(BoardFrames boards) {
        this.boards = boards;
    }

    FrameLedger ledger() {
        return ledger;
    }

    /** Each frame's first detection, as a consumer sees it. */
    void detected(FrameDetections frame) {
        long ageMicros = System.currentTimeMillis() * 1_000 - frame.getCapturedAtMicros();
        latencyMicros.recordValue(Math.max(0, Math.min(LONGEST_MICROS, ageMicros)));
        JpegBoard board = boards.truthOf(frame.getCameraId(), Integer.parseInt(frame.getAttributes().get(BoardFrames.BOARD)));
        List<Box> truth = board.truth().stream()
                .map(box -> Box.truth(box.x1(), box.y1(), box.x2(), box.y2(), Defect.values()[box.classId()].label()))
                .toList();
        List<Box> found = frame.getDetections().stream().map(DemoAudit::box).toList();
        Accuracy one = Accuracy.ofFrame(found, truth);
        synchronized (this) {
            accuracy = accuracy.plus(one);
            boxes += found.size();
        }
    }

    private static Box box(Detection d) {
        return new Box(d.getX1(), d.getY1(), d.getX2(), d.getY2(), d.getLabel(), d.getConfidence());
    }

    synchronized Accuracy accuracy() {
        return accuracy;
    }

    /** Defects found so far. */
    synchronized long boxes() {
        return boxes;
    }

    double latencyMillis(double percentile) {
        return latencyMicros.getValueAtPercentile(percentile) / 1e3;
    }
}
