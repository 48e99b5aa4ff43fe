package dev.framelot.peers;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.CommitMode;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import io.confluent.parallelconsumer.PollContext;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Confluent's parallel consumer with its batch option: as many batches at once as lanes. It has no time to wait for others and queues
 * a lone frame as a batch of one, so the wait is the broker's: a fetch is answered when it is worth it or the wait is over. By key, a
 * batch holds at most one frame of each camera; unordered, frames of a camera may overtake each other.
 */
final class ParallelConsumerPeer {
    /** More than a batch of small frames: the wait decides. */
    private static final int WORTH_A_FETCH_BYTES = 1 << 20;

    private ParallelConsumerPeer() {}

    static RunningPeer start(PeerSettings settings) {
        BatchDetector detector = BatchDetector.open(settings);
        ParallelStreamProcessor<byte[], byte[]> processor = ParallelStreamProcessor.createEosStreamProcessor(
                ParallelConsumerOptions.<byte[], byte[]>builder()
                        .consumer(new KafkaConsumer<>(gathering(settings)))
                        .producer(new KafkaProducer<>(settings.producer()))
                        .ordering(settings.inOrder() ? ProcessingOrder.KEY : ProcessingOrder.UNORDERED)
                        .commitMode(CommitMode.PERIODIC_CONSUMER_ASYNCHRONOUS)
                        .commitInterval(Duration.ofMillis(settings.commitMillis()))
                        .maxConcurrency(settings.lanes())
                        .batchSize(settings.batch())
                        .build());
        processor.subscribe(List.of(settings.framesTopic()));
        processor.pollAndProduceMany(batch -> detect(batch, settings.detectionsTopic(), detector));
        return new RunningParallelConsumer(processor, detector, new CompletableFuture<>());
    }

    private static Properties gathering(PeerSettings settings) {
        Properties properties = settings.consumer();
        properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, String.valueOf(WORTH_A_FETCH_BYTES));
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, String.valueOf(settings.waitMillis()));
        return properties;
    }

    private static List<ProducerRecord<byte[], byte[]>> detect(PollContext<byte[], byte[]> batch, String topic, BatchDetector detector) {
        List<TakenFrame> frames = batch.streamConsumerRecords().map(ParallelConsumerPeer::taken).toList();
        return detector.detect(frames).join().stream().map(frame -> new ProducerRecord<>(topic, frame.key(), frame.value())).toList();
    }

    private static TakenFrame taken(ConsumerRecord<byte[], byte[]> record) {
        return new TakenFrame(record.value(), record.partition(), record.offset(), record.timestamp());
    }

    /** The library tries again what failed and ends only when it is closed. */
    private record RunningParallelConsumer(
            ParallelStreamProcessor<byte[], byte[]> processor, BatchDetector detector, CompletableFuture<Void> ended) implements RunningPeer {
        @Override
        public void close() throws InterruptedException {
            processor.closeDrainFirst();
            detector.close();
            ended.complete(null);
        }
    }
}
