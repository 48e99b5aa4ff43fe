package dev.framelot.peers;

import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

/** A batch at the device while the task goes on. */
final class FlinkAsyncDetection extends RichAsyncFunction<TakenFrame[], DetectedFrame> {
    private final PeerSettings settings;
    private transient BatchDetector detector;

    FlinkAsyncDetection(PeerSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        detector = BatchDetector.open(settings);
    }

    @Override
    public void asyncInvoke(TakenFrame[] batch, ResultFuture<DetectedFrame> result) {
        detector.detect(List.of(batch)).whenComplete((detected, failure) -> {
            if (failure == null) {
                result.complete(detected);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }

    @Override
    public void close() throws Exception {
        if (detector != null) {
            detector.close();
        }
    }
}
