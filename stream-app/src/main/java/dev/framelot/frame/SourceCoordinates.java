package dev.framelot.frame;

/** Where a frame's record stands in Kafka: with the topic's name this identifies it for ever. */
public record SourceCoordinates(String topic, int partition, long offset) {
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
