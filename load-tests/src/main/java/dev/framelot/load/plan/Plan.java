package dev.framelot.load.plan;

import java.util.List;

/**
 * Devices, instances (one device each) and partitions for a demand.
 *
 * @param fullestCameras cameras of the instance that gets the most of them
 * @param chosen as simulated for that instance
 * @param tried numbers of devices that were simulated, ascending, the chosen one among them
 * @param cores of all instances together that the CPU work needs
 * @param boundBy what sets the number
 */
public record Plan(Demand demand, int devices, int partitions, int fullestCameras, Point chosen, List<Point> tried, double cores, String boundBy) {
    /**
     * One number of devices, the fullest one simulated.
     *
     * @param load of the fullest device, share of its best
     * @param cpuLoad of the fullest instance, share of its cores
     * @param p99Millis from capture to result, the path beside batching included; {@code p50Millis} likewise
     */
    public record Point(int devices, double load, double cpuLoad, double framesPerSecond, double p50Millis, double p99Millis, double onTime, double meanBatch, double busy) {
        public boolean holds(Demand demand) {
            return onTime >= Planner.LEAST_ON_TIME && p99Millis <= demand.sloMillis() && load <= demand.mostLoad() && cpuLoad <= demand.mostLoad();
        }
    }

    public Plan {
        tried = List.copyOf(tried);
    }

    /** Device hours for a million frames. */
    public double deviceHoursPerMillion() {
        return devices * 1e6 / demand.allFramesPerSecond() / 3_600;
    }
}
