package dev.framelot.load.source;

import java.time.Duration;

/**
 * Frames at a steady rate.
 *
 * @param framesPerSecond of all cameras together
 * @param maxFrames the schedule's length; {@link Long#MAX_VALUE} = without end
 */
public record SendSchedule(double framesPerSecond, long maxFrames) implements SendTimes {
    public SendSchedule {
        if (!(framesPerSecond > 0) || framesPerSecond > 1e6) {
            throw new IllegalArgumentException(
                    "Can't send " + framesPerSecond + " frames a second; choose a rate above 0 and up to 1,000,000 for all cameras together.");
        }
        if (maxFrames < 0) {
            throw new IllegalArgumentException("Can't send " + maxFrames + " frames; choose 0 or more.");
        }
    }

    /** @param duration frames due before its end are sent */
    public static SendSchedule lasting(double framesPerSecond, Duration duration) {
        return new SendSchedule(framesPerSecond, (long) Math.ceil(framesPerSecond * duration.toNanos() / 1e9));
    }

    @Override
    public long dueNanos(long index) {
        return (long) (index * (1e9 / framesPerSecond));
    }
}
