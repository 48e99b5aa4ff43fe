package dev.framelot.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A thread for work that blocks long, so that all else that is asked finds the server's common workers free. Ends with Vert.x. Any thread. */
final class BoundedWorker {
    /** Vert.x logs where the thread stands when work takes longer: loading large weights on a busy machine, and 60 s of following. */
    private static final long REMARKABLE_MINUTES = 5;

    private final WorkerExecutor thread;
    private final String what;
    private final int most;
    private final AtomicInteger asked = new AtomicInteger();

    /** @param what is done there, plural, in words @param most that may run or wait; more is refused at once */
    BoundedWorker(Vertx vertx, String name, String what, int most) {
        this.thread = vertx.createSharedWorkerExecutor(name, 1, REMARKABLE_MINUTES, TimeUnit.MINUTES);
        this.what = what;
        this.most = most;
    }

    /** One after the other. Fails with an IllegalStateException, in words, where too much waits. */
    <T> Future<T> run(Callable<T> work) {
        if (asked.incrementAndGet() > most) {
            asked.decrementAndGet();
            return Future.failedFuture(new IllegalStateException(most + " " + what + " run or wait already, no more are taken; ask again when one has ended"));
        }
        return thread.executeBlocking(work, false).onComplete(done -> asked.decrementAndGet());
    }
}
