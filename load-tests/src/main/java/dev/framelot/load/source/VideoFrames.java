package dev.framelot.load.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A video's pictures as JPEG, decoded by the {@code ffmpeg} program in a child process. Every camera is shown every
 * picture, as if all looked at the same scene.
 */
public final class VideoFrames implements FrameSource {
    private static final int MAX_PICTURE_BYTES = 16 << 20;

    private final List<String> command;
    private final Path file;
    private final boolean loop;
    private final CameraTurns turns;

    private Process ffmpeg; // null between two passes
    private JpegSplitter pictures;
    private byte[] picture;
    private long picturesOfThisPass;

    /**
     * @param fps pictures taken per second of video; 0 = all of them
     * @param loop start over at the end, for ever
     */
    public VideoFrames(Path file, List<String> cameras, double fps, boolean loop) {
        this("ffmpeg", file, cameras, fps, loop);
    }

    VideoFrames(String program, Path file, List<String> cameras, double fps, boolean loop) {
        if (!Files.isReadable(file)) {
            throw new SourceException("There is no readable video at " + file.toAbsolutePath() + ". Check the path.");
        }
        this.file = file;
        this.loop = loop;
        this.turns = new CameraTurns(cameras);
        this.command = command(program, file, fps);
        open();
    }

    private static List<String> command(String program, Path file, double fps) {
        List<String> command = new ArrayList<>(List.of(program, "-nostdin", "-v", "error", "-i", file.toAbsolutePath().toString(), "-an"));
        if (fps > 0) {
            command.addAll(List.of("-vf", "fps=" + fps));
        }
        command.addAll(List.of("-f", "image2pipe", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", "3", "-"));
        return List.copyOf(command);
    }

    private void open() {
        try {
            ffmpeg = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (IOException failure) {
            throw new SourceException(
                    "Can't run '" + command.get(0) + "', which reads videos: " + failure.getMessage()
                            + ". Install it (Debian: apt install ffmpeg), or extract the pictures and use --images.",
                    failure);
        }
        pictures = new JpegSplitter(ffmpeg.getInputStream(), MAX_PICTURE_BYTES);
        picturesOfThisPass = 0;
    }

    @Override
    public Optional<EncodedFrame> next(long capturedAtMicros) {
        if (turns.index() == 0 && !advance()) {
            return Optional.empty();
        }
        EncodedFrame frame = new EncodedFrame(
                turns.camera(), turns.sequence(), picture, capturedAtMicros, Map.of("file", String.valueOf(file.getFileName())));
        turns.pass();
        return Optional.of(frame);
    }

    private boolean advance() {
        Optional<byte[]> next = read();
        if (next.isEmpty() && loop && picturesOfThisPass > 0) {
            close();
            open();
            next = read();
        }
        if (next.isEmpty()) {
            failUnlessThereWerePictures();
            return false;
        }
        picture = next.get();
        picturesOfThisPass++;
        return true;
    }

    private Optional<byte[]> read() {
        try {
            return pictures.next();
        } catch (IOException failure) {
            throw new SourceException("Reading the pictures of " + file + " from ffmpeg failed: " + failure.getMessage() + ".", failure);
        }
    }

    private void failUnlessThereWerePictures() {
        if (picturesOfThisPass == 0) {
            throw new SourceException("ffmpeg found no picture in " + file + "; its own message is above. Is it a video?");
        }
    }

    /** By force: told politely, ffmpeg complains about the closed pipe. */
    @Override
    public void close() {
        ffmpeg.destroyForcibly();
    }
}
