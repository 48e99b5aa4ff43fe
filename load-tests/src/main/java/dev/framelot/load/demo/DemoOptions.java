package dev.framelot.load.demo;

import dev.framelot.config.BatchingSettings;
import dev.framelot.load.cli.DurationConverter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What a person may choose of a demo. */
final class DemoOptions {
    @Option(names = "--cameras", defaultValue = "8", description = "How many cameras. Default: ${DEFAULT-VALUE}.")
    int cameras;

    @Option(names = "--fps", defaultValue = "3", description = "Frames per second of each camera. Default: ${DEFAULT-VALUE}.")
    double framesPerSecond;

    @Option(names = "--duration", paramLabel = "TIME", converter = DurationConverter.class, description = "Stop after this time, such as 30s. Default: until Ctrl-C.")
    Duration duration;

    @Option(names = "--mode", defaultValue = "ADAPTIVE", description = "Batching mode: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    BatchingSettings.Mode mode;

    @Option(names = "--seed", defaultValue = "1", description = "Of the drawn boards: the same seed draws the same. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(names = {"-b", "--bootstrap-servers"}, paramLabel = "HOST:PORT", description = "Use this cluster. Default: start a broker of its own and delete it afterwards.")
    String bootstrapServers;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the final summary there as JSON.")
    Path json;

    @Option(names = "--http-port", paramLabel = "PORT", defaultValue = "0", description = "Port of the live page, API, health and metrics; 0: any free one, -1: none. Default: ${DEFAULT-VALUE}.")
    int httpPort;

    @Option(names = "--plain", description = "Lines instead of a screen; by itself where the output is no terminal.")
    boolean plain;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting of the application, such as delivery.guarantee=at-least-once; may be repeated.")
    Map<String, String> settings = new LinkedHashMap<>();

    double totalFramesPerSecond() {
        return cameras * framesPerSecond;
    }
}
