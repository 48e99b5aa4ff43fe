package dev.framelot.load.figure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The same work written with another library, from the module of the peers. */
enum PeerContestant implements Contestant {
    STREAMS_EACH(
            "kafka streams, one by one", "streams-each", Grid.NONE, List.of(), List.of("StreamsEachPeer", "StreamsProperties", "RunningStreams"),
            "at least once, order of each partition"),
    STREAMS_WINDOW(
            "kafka streams, windows by hand", "streams-window", Grid.WAIT, List.of(), List.of("StreamsWindowPeer", "StreamsProperties", "RunningStreams"),
            "at least once (what waits has a changelog), order of each partition"),
    PEKKO("pekko connectors, groupedWithin", "pekko", Grid.WAIT, List.of(), List.of("PekkoPeer"), "at least once, order of each partition"),
    FLINK(
            "flink, async I/O", "flink", Grid.WAIT,
            Stream.of("lang", "util", "util.concurrent", "time").map(name -> "--add-opens=java.base/java." + name + "=ALL-UNNAMED").toList(),
            List.of("FlinkPeer", "FlinkCountOrTimeBatch", "FlinkAsyncDetection"), "at least once from its checkpoints, order of each partition"),
    PARALLEL_CONSUMER(
            "parallel consumer, batches", "parallel-consumer", Grid.ORDER, List.of(), List.of("ParallelConsumerPeer"),
            "at least once; order of each camera only where set so");

    private enum Grid {
        NONE,
        WAIT,
        ORDER
    }

    private final String label;
    private final String id;
    private final Grid grid;
    private final List<String> jvmOptions;
    private final List<String> classes;
    private final String guarantee;

    PeerContestant(String label, String id, Grid grid, List<String> jvmOptions, List<String> classes, String guarantee) {
        this.label = label;
        this.id = id;
        this.grid = grid;
        this.jvmOptions = jvmOptions;
        this.classes = classes;
        this.guarantee = guarantee;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public List<Variant> variants(boolean quick) {
        List<Variant> variants = new ArrayList<>();
        for (int batch : quick ? new int[] {32} : new int[] {16, 32}) {
            switch (grid) {
                case NONE -> {}
                case WAIT -> {
                    for (int wait : quick ? new int[] {5, 20} : new int[] {2, 5, 10, 20, 40}) {
                        variants.add(new Variant(batch, wait, true));
                    }
                }
                case ORDER -> {
                    variants.add(new Variant(batch, 0, true));
                    variants.add(new Variant(batch, 0, false));
                }
            }
        }
        return variants.isEmpty() ? List.of(new Variant(1, 0, true)) : variants;
    }

    @Override
    public List<String> command(ContestTerms terms, ContestPlace place, Variant variant) throws IOException {
        List<String> command = JavaCommand.of(jvmOptions, PeerModule.classPath(), "dev.framelot.peers.PeerMain");
        command.addAll(List.of(
                "peer=" + id,
                "bootstrap-servers=" + place.config().kafka().bootstrapServers(),
                "frames=" + place.config().topics().frames(),
                "detections=" + place.config().topics().detections(),
                "group=" + place.config().kafka().applicationId(),
                "fixed-us=" + terms.fixedMicros(),
                "frame-us=" + terms.frameMicros(),
                "input-side=" + 64,
                "lanes=" + terms.lanes(),
                "batch=" + variant.batch(),
                "wait-ms=" + Math.max(1, variant.waitMillis()),
                "in-order=" + variant.inOrder(),
                "commit-ms=" + terms.commitMillis(),
                "session-ms=" + terms.sessionMillis(),
                "state=" + place.state()));
        return command;
    }

    @Override
    public long userLines() throws IOException {
        long lines = 0;
        for (String name : classes) {
            lines += CodeLines.of(PeerModule.source(name));
        }
        return lines;
    }

    @Override
    public String guarantee() {
        return guarantee;
    }
}
