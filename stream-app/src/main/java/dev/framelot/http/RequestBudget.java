package dev.framelot.http;

import java.util.function.LongSupplier;

/** So many requests a second, a second's worth at once. Owned by the event loop. */
final class RequestBudget {
    private final int perSecond;
    private final LongSupplier nanoClock;
    private double left;
    private long lastNanos;

    RequestBudget(int perSecond, LongSupplier nanoClock) {
        this.perSecond = perSecond;
        this.nanoClock = nanoClock;
        this.left = perSecond;
        this.lastNanos = nanoClock.getAsLong();
    }

    boolean take() {
        long now = nanoClock.getAsLong();
        left = Math.min(perSecond, left + (now - lastNanos) / 1e9 * perSecond);
        lastNanos = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
