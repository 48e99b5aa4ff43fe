package dev.framelot.peers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.kafka.CommitterSettings;
import org.apache.pekko.kafka.ConsumerMessage;
import org.apache.pekko.kafka.ConsumerMessage.Committable;
import org.apache.pekko.kafka.ConsumerMessage.CommittableMessage;
import org.apache.pekko.kafka.ConsumerSettings;
import org.apache.pekko.kafka.ProducerMessage;
import org.apache.pekko.kafka.ProducerMessage.Envelope;
import org.apache.pekko.kafka.ProducerSettings;
import org.apache.pekko.kafka.Subscriptions;
import org.apache.pekko.kafka.javadsl.Consumer;
import org.apache.pekko.kafka.javadsl.Producer;

/** Pekko Connectors Kafka: a committable source, {@code groupedWithin}, {@code mapAsync} with as many batches as lanes, a committable sink. */
final class PekkoPeer {
    /** The source asks Kafka this often and waits there this long; its own 50 ms each would be half of a small latency bound. */
    private static final Duration POLL = Duration.ofMillis(5);

    /** How long a stopped source still answers commits: without it the last ones are waited for in vain, its own 30 s are waited out in full. */
    private static final Duration STOP = Duration.ofSeconds(2);

    private PekkoPeer() {}

    static RunningPeer start(PeerSettings settings) {
        BatchDetector detector = BatchDetector.open(settings);
        ActorSystem system = ActorSystem.create("peer");
        ConsumerSettings<byte[], byte[]> consumer = ConsumerSettings.create(system, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .withProperties(texts(settings.consumer()))
                .withPollInterval(POLL)
                .withPollTimeout(POLL)
                .withStopTimeout(STOP);
        ProducerSettings<byte[], byte[]> producer =
                ProducerSettings.create(system, new ByteArraySerializer(), new ByteArraySerializer()).withProperties(texts(settings.producer()));
        CommitterSettings committer = CommitterSettings.create(system).withMaxInterval(Duration.ofMillis(settings.commitMillis()));

        Consumer.DrainingControl<Done> control = Consumer.committableSource(consumer, Subscriptions.topics(settings.framesTopic()))
                .groupedWithin(settings.batch(), Duration.ofMillis(settings.waitMillis()))
                .mapAsync(settings.lanes(), batch -> detect(batch, settings.detectionsTopic(), detector))
                .toMat(Producer.committableSink(producer, committer), Consumer::createDrainingControl)
                .run(system);
        return new RunningPekko(system, control, detector);
    }

    private static CompletionStage<Envelope<byte[], byte[], Committable>> detect(
            List<CommittableMessage<byte[], byte[]>> batch, String topic, BatchDetector detector) {
        List<TakenFrame> frames = batch.stream().map(message -> taken(message.record())).toList();
        Committable offsets = ConsumerMessage.createCommittableOffsetBatch(
                batch.stream().map(message -> (Committable) message.committableOffset()).toList());
        return detector.detect(frames).thenApply(detected -> {
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(detected.size());
            detected.forEach(frame -> records.add(new ProducerRecord<>(topic, frame.key(), frame.value())));
            return ProducerMessage.multi(records, offsets);
        });
    }

    private static TakenFrame taken(ConsumerRecord<byte[], byte[]> record) {
        return new TakenFrame(record.value(), record.partition(), record.offset(), record.timestamp());
    }

    private static Map<String, String> texts(java.util.Properties properties) {
        return properties.stringPropertyNames().stream().collect(Collectors.toMap(name -> name, properties::getProperty));
    }

    private record RunningPekko(ActorSystem system, Consumer.DrainingControl<Done> control, BatchDetector detector) implements RunningPeer {
        private static final long DRAIN_SECONDS = 8;

        @Override
        public CompletableFuture<Void> ended() {
            return control.streamCompletion().toCompletableFuture().thenApply(done -> null);
        }

        @Override
        public void close() throws Exception {
            try {
                control.drainAndShutdown(system.dispatcher()).toCompletableFuture().get(DRAIN_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException undrained) {
                // At least once: what was not committed comes again.
                system.log().warning("Not drained within {} s", DRAIN_SECONDS);
            } finally {
                system.terminate();
                system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
                detector.close();
            }
        }
    }
}
