package dev.framelot.peers;

import dev.framelot.image.FrameDecoder;
import dev.framelot.image.FrameDecoders;
import dev.framelot.image.FrameRejectedException;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;
import dev.framelot.schemas.CameraFrame;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.serde.AvroCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.stream.IntStream;

/** One lane's work: decode a batch, run it, encode what it found. While one lane decodes another has the device. */
final class LaneThread implements Runnable {
    private final int laneId;
    private final PeerSettings settings;
    private final InferenceEngine engine;
    private final FrameDecoders decoders;
    private final AvroCodec<CameraFrame> frames;
    private final DetectionRecords records;
    private final BlockingQueue<BatchDetector.Job> jobs;
    private long batches;

    LaneThread(int laneId, PeerSettings settings, InferenceEngine engine, FrameDecoders decoders, AvroCodec<CameraFrame> frames,
            AvroCodec<FrameDetections> detections, BlockingQueue<BatchDetector.Job> jobs) {
        this.laneId = laneId;
        this.settings = settings;
        this.engine = engine;
        this.decoders = decoders;
        this.frames = frames;
        this.records = new DetectionRecords(settings.framesTopic(), engine, detections);
        this.jobs = jobs;
    }

    @Override
    public void run() {
        List<Integer> shapes = IntStream.rangeClosed(1, settings.batch()).boxed().toList();
        try (Lane lane = engine.openLane(laneId, shapes);
                FrameDecoder decoder = decoders.newDecoder()) {
            List<ByteBuffer> slots = IntStream.range(0, settings.batch())
                    .mapToObj(slot -> ByteBuffer.allocateDirect(engine.input().slotBytes()))
                    .toList();
            while (!Thread.currentThread().isInterrupted()) {
                BatchDetector.Job job = jobs.take();
                try {
                    job.result().complete(detect(job.frames(), lane, decoder, slots));
                } catch (FrameRejectedException | InferenceException | RuntimeException failed) {
                    job.result().completeExceptionally(failed);
                }
            }
        } catch (InterruptedException stopped) {
            // close() ends the thread this way.
        } catch (InferenceException noLane) {
            throw new IllegalStateException("Lane " + laneId + " of the declared device does not open", noLane);
        }
    }

    private List<DetectedFrame> detect(List<TakenFrame> taken, Lane lane, FrameDecoder decoder, List<ByteBuffer> slots)
            throws FrameRejectedException, InferenceException {
        long beganNanos = System.nanoTime();
        List<CameraFrame> read = new ArrayList<>(taken.size());
        List<Lane.Input> inputs = new ArrayList<>(taken.size());
        for (int i = 0; i < taken.size(); i++) {
            CameraFrame frame = frames.decode(taken.get(i).value());
            read.add(frame);
            inputs.add(new Lane.Input(slots.get(i), decoder.decode(frame.getImage(), slots.get(i)).letterbox()));
        }
        long decodedNanos = System.nanoTime();
        Lane.BatchResult result = lane.run(inputs, inputs.size());
        DetectionRecords.Batch batch =
                new DetectionRecords.Batch(laneId + "-" + batches++, laneId, inputs.size(), decodedNanos - beganNanos, result.runNanos(), result.postProcessNanos());
        List<DetectedFrame> detected = new ArrayList<>(taken.size());
        for (int i = 0; i < taken.size(); i++) {
            detected.add(records.of(taken.get(i), read.get(i), inputs.get(i).letterbox(), result.results().get(i), batch));
        }
        return detected;
    }
}
