package dev.framelot.app;

import dev.framelot.claim.ClaimException;
import dev.framelot.config.ClaimCheckSettings;
import dev.framelot.config.FrameSettings;
import dev.framelot.config.FramelotConfig;
import dev.framelot.frame.ImageReference;
import dev.framelot.schemas.CameraFrame;
import dev.framelot.schemas.Detection;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.serde.AvroCodec;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Fetches frames by their source coordinates and writes them with their boxes drawn: for people, not for the data path. */
final class AnnotatedFrames implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Color[] COLOURS = {
        new Color(0xE6194B), new Color(0x3CB44B), new Color(0x4363D8), new Color(0xF58231), new Color(0x911EB4), new Color(0x008080)
    };

    private final boolean avro;
    private final AvroCodec<CameraFrame> codec;
    private final Path folder;
    private final long maxPixels;
    private final ClaimCheckSettings claims;
    private final KafkaConsumer<byte[], byte[]> frames;

    AnnotatedFrames(FramelotConfig config, Map<String, Object> settings, Path folder) throws IOException {
        this.avro = config.frame().format() == FrameSettings.Format.AVRO;
        this.codec = Codecs.of(config.schemaRegistry()).cameraFrame(config.topics().frames());
        this.maxPixels = Math.max(config.frame().maxPixels(), config.slicing().maxPixels());
        this.claims = config.claimCheck();
        this.folder = Files.createDirectories(folder);
        Map<String, Object> one = new java.util.HashMap<>(settings);
        one.put("max.poll.records", 1);
        this.frames = new KafkaConsumer<>(one, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** What was written, or why not. */
    String save(FrameDetections found) throws IOException {
        TopicPartition partition = new TopicPartition(found.getSource().getTopic(), found.getSource().getPartition());
        frames.assign(List.of(partition));
        frames.seek(partition, found.getSource().getOffset());
        List<ConsumerRecord<byte[], byte[]>> records = frames.poll(PATIENCE).records(partition);
        if (records.isEmpty() || records.get(0).offset() != found.getSource().getOffset()) {
            return "not saved: the frame is no longer in " + partition + " at offset " + found.getSource().getOffset();
        }
        if (records.get(0).value() == null) {
            return "not saved: the frame's record has no value";
        }
        BoundedImage read;
        try {
            read = BoundedImage.read(bytes(records.get(0).value()), maxPixels);
        } catch (IOException undecodable) {
            return "not saved: the viewer can't decode the image of " + WatchCommand.printable(found.getFrameId()) + ": " + undecodable.getMessage();
        }
        BufferedImage image = read.image();
        BufferedImage drawn = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = drawn.createGraphics();
        g.drawImage(image, 0, 0, null);
        g.setStroke(new BasicStroke(2));
        g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
        LabelPlaces labels = new LabelPlaces();
        for (Detection box : found.getDetections()) {
            draw(g, box, read.shrunk(), labels);
        }
        g.dispose();
        Path file = folder.resolve(found.getFrameId().replaceAll("[^A-Za-z0-9._-]", "_") + ".jpg");
        ImageIO.write(drawn, "jpeg", file.toFile());
        return "saved " + file + (read.shrunk() == 1 ? "" : ", shrunk to 1/" + read.shrunk());
    }

    private static void draw(Graphics2D g, Detection box, int shrunk, LabelPlaces labels) {
        int x = Math.round(box.getX1() / shrunk);
        int y = Math.round(box.getY1() / shrunk);
        g.setColor(COLOURS[Math.floorMod(box.getClassId(), COLOURS.length)]);
        int height = Math.round((box.getY2() - box.getY1()) / shrunk);
        g.drawRect(x, y, Math.round((box.getX2() - box.getX1()) / shrunk), height);
        String label = String.format(Locale.ROOT, "%s %.2f", box.getLabel(), box.getConfidence());
        Rectangle place = labels.next(x, y, y + height, g.getFontMetrics().stringWidth(label) + 4);
        g.fillRect(place.x, place.y, place.width, place.height);
        g.setColor(Color.WHITE);
        g.drawString(label, place.x + 2, place.y + 12);
    }

    /** @throws IOException the image is elsewhere and can't be fetched */
    private byte[] bytes(byte[] value) throws IOException {
        if (!avro) {
            return value;
        }
        CameraFrame frame = codec.decode(value);
        if (frame.getImage() == null && frame.getReference() != null) {
            return fetch(frame.getReference());
        }
        ByteBuffer image = frame.getImage();
        byte[] bytes = new byte[image == null ? 0 : image.remaining()];
        if (image != null) {
            image.duplicate().get(bytes);
        }
        return bytes;
    }

    private byte[] fetch(dev.framelot.schemas.ImageReference said) throws IOException {
        if (said.getSizeBytes() < 1 || said.getSizeBytes() > claims.maxBytes()) {
            throw new IOException("its record refers to " + said.getSizeBytes() + " bytes, the limit is " + claims.maxBytes() + " (claim-check.max-bytes)");
        }
        try {
            return LargeFrames.fetcher(claims).fetch(new ImageReference(said.getUri(), (int) said.getSizeBytes(), said.getSha256()));
        } catch (ClaimException refused) {
            throw new IOException(refused.getMessage(), refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        frames.close();
    }
}
