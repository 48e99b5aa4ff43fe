package dev.framelot.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SlotPoolTest {
    @Test
    void countsWhatIsOutAndHandsEachSlotToOne() throws Exception {
        SlotPool pool = new SlotPool(2, 12);
        ByteBuffer a = pool.acquire();
        ByteBuffer b = pool.acquire();
        assertThat(a).isNotSameAs(b);
        assertThat(pool.inUse()).isEqualTo(2);
        pool.release(a);
        assertThat(pool.acquire()).isSameAs(a);
    }

    @Test
    void whoeverComesToAnEmptyPoolWaitsForARelease() throws Exception {
        SlotPool pool = new SlotPool(1, 12);
        ByteBuffer slot = pool.acquire();
        CompletableFuture<ByteBuffer> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return pool.acquire();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
        pool.release(slot);
        assertThat(waiting.get()).isSameAs(slot);
    }

    @Test
    void whoeverDoesNotWaitIsToldThatNothingIsFree() throws Exception {
        SlotPool pool = new SlotPool(1, 12);
        ByteBuffer slot = pool.tryAcquire().orElseThrow();
        assertThat(pool.tryAcquire()).isEmpty();
        assertThat(pool.inUse()).isEqualTo(1);
        pool.release(slot);
        assertThat(pool.tryAcquire()).containsSame(slot);
    }

    @Test
    void anInterruptEndsTheWaitAndTakesNoSlot() throws Exception {
        SlotPool pool = new SlotPool(1, 12);
        ByteBuffer slot = pool.acquire();
        Thread.currentThread().interrupt();
        assertThatThrownBy(pool::acquire).isInstanceOf(InterruptedException.class);
        pool.release(slot);
        assertThat(pool.inUse()).isZero();
        assertThat(pool.acquire()).isSameAs(slot);
    }

    @Test
    void aSlotGivenBackTwiceIsABug() throws Exception {
        SlotPool pool = new SlotPool(1, 12);
        ByteBuffer slot = pool.acquire();
        pool.release(slot);
        assertThatThrownBy(() -> pool.release(slot)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pool.release(ByteBuffer.allocateDirect(12))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSlotThatIsKeptIsReplacedByAnotherOfItsSize() throws Exception {
        SlotPool pool = new SlotPool(1, 12);
        ByteBuffer kept = pool.acquire();
        ByteBuffer spare = ByteBuffer.allocateDirect(12);
        pool.exchange(kept, spare);
        assertThat(pool.inUse()).isZero();
        assertThat(pool.acquire()).isSameAs(spare);
        assertThatThrownBy(() -> pool.release(kept)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pool.exchange(kept, ByteBuffer.allocateDirect(12))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pool.exchange(spare, ByteBuffer.allocateDirect(24))).hasMessageContaining("24");
    }
}
