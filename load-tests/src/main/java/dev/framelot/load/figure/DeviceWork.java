package dev.framelot.load.figure;

import java.util.List;

/**
 * How long each part of the device figure is measured, in seconds, and by which batch sizes.
 *
 * @param decoding JPEG decoding alone
 * @param session the bare session loop, for each batch size
 * @param pipeline without Kafka, likewise
 * @param lanes for each number of lanes and each thing that they do
 * @param topics the application from topic to topic, for each batch size
 * @param shapes ascending; those that memory has no room for are left out
 */
record DeviceWork(double decoding, double session, double pipeline, double lanes, double topics, List<Integer> shapes) {
    DeviceWork {
        shapes = List.copyOf(shapes);
    }

    static DeviceWork of(boolean quick, boolean onGpu) {
        return quick
                ? new DeviceWork(2, 2, 3, 2, 6, List.of(1, 4, onGpu ? 32 : 8))
                : new DeviceWork(5, 6, 8, 5, 10, onGpu ? List.of(1, 2, 4, 8, 16, 32, 64, 128) : List.of(1, 2, 4, 8, 16));
    }
}
