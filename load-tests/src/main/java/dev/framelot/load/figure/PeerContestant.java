package dev.framelot.load.figure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
        for (String batch : quick ? List.of("32") : List.of("16", "32")) {
            switch (grid) {
                case NONE -> {}
                case WAIT -> {
                    for (String wait : quick ? List.of("5") : List.of("2", "5", "10", "20")) {
                        List.of("1", "2").forEach(lanes -> variants.add(Variant.of("batch", batch, "wait-ms", wait, "lanes", lanes)));
                    }
                }
                case ORDER -> {
                    for (String wait : quick ? List.of("40") : List.of("1", "20", "40")) {
                        List.of("true", "false").forEach(inOrder -> variants.add(Variant.of("batch", batch, "wait-ms", wait, "in-order", inOrder)));
                    }
                }
            }
        }
        return variants.isEmpty() ? List.of(Variant.of()) : variants;
    }

    @Override
    public List<String> command(ContestTerms terms, ContestPlace place, Variant variant) throws IOException {
        List<String> command = JavaCommand.of(jvmOptions, PeerModule.classPath(), "dev.framelot.peers.PeerMain");
        Map<String, String> settings = new TreeMap<>(Map.ofEntries(
                Map.entry("peer", id),
                Map.entry("bootstrap-servers", place.config().kafka().bootstrapServers()),
                Map.entry("frames", place.config().topics().frames()),
                Map.entry("detections", place.config().topics().detections()),
                Map.entry("group", place.config().kafka().applicationId()),
                Map.entry("fixed-us", String.valueOf(terms.fixedMicros())),
                Map.entry("frame-us", String.valueOf(terms.frameMicros())),
                Map.entry("input-side", "64"),
                Map.entry("lanes", String.valueOf(terms.lanes())),
                Map.entry("batch", "1"),
                Map.entry("wait-ms", "1"),
                Map.entry("commit-ms", String.valueOf(terms.commitMillis())),
                Map.entry("session-ms", String.valueOf(terms.sessionMillis())),
                Map.entry("state", place.state().toString())));
        settings.putAll(variant.settings());
        settings.forEach((key, value) -> command.add(key + "=" + value));
        return command;
    }

    @Override
    public long userLines(Variant variant) throws IOException {
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

    @Override
    public boolean keepsOrder(Variant variant) {
        return grid != Grid.ORDER || variant.settings().get("in-order").equals("true");
    }
}
