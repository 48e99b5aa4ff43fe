package dev.framelot.peers;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Gathers frames in state until there are enough or the first of them has waited long enough. */
final class FlinkCountOrTimeBatch extends KeyedProcessFunction<Integer, TakenFrame, TakenFrame[]> {
    private final int most;
    private final int waitMillis;
    private transient ListState<TakenFrame> waiting;
    private transient ValueState<Integer> count;
    private transient ValueState<Long> dueAtMillis;

    FlinkCountOrTimeBatch(int most, int waitMillis) {
        this.most = most;
        this.waitMillis = waitMillis;
    }

    @Override
    public void open(OpenContext context) {
        waiting = getRuntimeContext().getListState(new ListStateDescriptor<>("waiting", TakenFrame.class));
        count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Integer.class));
        dueAtMillis = getRuntimeContext().getState(new ValueStateDescriptor<>("due", Long.class));
    }

    @Override
    public void processElement(TakenFrame frame, Context context, Collector<TakenFrame[]> out) throws Exception {
        waiting.add(frame);
        int now = count.value() == null ? 1 : count.value() + 1;
        count.update(now);
        if (now == 1) {
            dueAtMillis.update(context.timerService().currentProcessingTime() + waitMillis);
            context.timerService().registerProcessingTimeTimer(dueAtMillis.value());
        }
        if (now >= most) {
            context.timerService().deleteProcessingTimeTimer(dueAtMillis.value());
            emit(out);
        }
    }

    @Override
    public void onTimer(long atMillis, OnTimerContext context, Collector<TakenFrame[]> out) throws Exception {
        emit(out);
    }

    private void emit(Collector<TakenFrame[]> out) throws Exception {
        List<TakenFrame> batch = new ArrayList<>(most);
        waiting.get().forEach(batch::add);
        waiting.clear();
        count.clear();
        dueAtMillis.clear();
        if (!batch.isEmpty()) {
            out.collect(batch.toArray(TakenFrame[]::new));
        }
    }
}
