package dev.framelot.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HandOffTest {
    private final HandOff events = new HandOff(2);

    @Test
    void givesEventsInTheOrderToldAndHoldsNoMoreThanItMay() {
        events.add(new DispatchEvent.Drain());
        assertThat(events.offer(new DispatchEvent.Stop())).isTrue();
        assertThat(events.offer(new DispatchEvent.Pursue())).isFalse();
        assertThatThrownBy(() -> events.add(new DispatchEvent.Pursue())).hasMessageContaining("More than 2 events");
        assertThat(events.poll()).isInstanceOf(DispatchEvent.Drain.class);
        assertThat(events.poll()).isInstanceOf(DispatchEvent.Stop.class);
        assertThat(events.poll()).isNull();
    }

    @Test
    void whoWaitsWakesForAnEventAndLeavesIt() throws Exception {
        CountDownLatch woken = new CountDownLatch(1);
        Thread waiter = new Thread(() -> {
            try {
                events.await(TimeUnit.HOURS.toNanos(1));
                woken.countDown();
            } catch (InterruptedException unexpected) {
                Thread.currentThread().interrupt();
            }
        });
        waiter.start();
        events.add(new DispatchEvent.Drain());
        assertThat(woken.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(events.poll()).isInstanceOf(DispatchEvent.Drain.class);
    }

    @Test
    void whoWaitsForNothingIsBackWhenTheTimeIsOver() throws Exception {
        events.await(1);
        assertThat(events.poll()).isNull();
    }
}
