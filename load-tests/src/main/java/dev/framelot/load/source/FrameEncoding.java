package dev.framelot.load.source;

import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts a frame into a record of the frames topic. */
public interface FrameEncoding {
    ProducerRecord<byte[], byte[]> record(String topic, EncodedFrame frame);
}
