package dev.framelot.load.cli;

import dev.framelot.app.ConfigOptions;
import dev.framelot.config.FrameSettings;
import dev.framelot.config.FramelotConfig;
import dev.framelot.load.board.BoardOptions;
import dev.framelot.load.source.AvroFrames;
import dev.framelot.load.source.BareImages;
import dev.framelot.load.source.BoardFrames;
import dev.framelot.load.source.FrameEncoding;
import dev.framelot.load.source.FramePublisher;
import dev.framelot.load.source.FrameSource;
import dev.framelot.load.source.ImageFolder;
import dev.framelot.load.source.PublishCounts;
import dev.framelot.load.source.PublishObserver;
import dev.framelot.load.source.ReferredFrames;
import dev.framelot.load.source.SendSchedule;
import dev.framelot.load.source.VideoFrames;
import dev.framelot.schemas.serde.FrameCodecs;
import dev.framelot.schemas.serde.RegistryClient;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "publish",
        description = {
            "Publish frames to the frames topic: images, a video (through the ffmpeg program), or drawn circuit boards.",
            "Example: framelot publish --boards --cameras 4 --fps 5 --duration 30s --bootstrap-servers localhost:9092",
            "Example: framelot publish --images photos/ --camera door --fps 2 --loop",
            "Example: framelot publish --video yard.mp4 --camera yard",
            "Example: framelot publish --image panel.jpg --by-reference (with claim-check.roots set where the application runs)"
        },
        mixinStandardHelpOptions = true)
public final class PublishCommand implements Callable<Integer> {
    @Mixin
    ConfigOptions options;

    @ArgGroup(multiplicity = "1")
    Source source;

    @Option(names = "--camera", paramLabel = "NAME", split = ",", description = "Cameras that send images or video, with commas between. Default: camera-01.")
    List<String> camera = List.of("camera-01");

    @Option(names = "--cameras", paramLabel = "N", defaultValue = "4", description = "How many lines of boards. Default: ${DEFAULT-VALUE}.")
    int cameras;

    @Option(names = "--fps", defaultValue = "5", description = "Frames per second of each camera. Default: ${DEFAULT-VALUE}.")
    double framesPerSecond;

    @Option(names = "--count", description = "Stop after this many frames in all.")
    Long count;

    @Option(names = "--duration", paramLabel = "TIME", converter = DurationConverter.class, description = "Stop after this time, such as 30s or 2m.")
    java.time.Duration duration;

    @Option(names = "--loop", description = "Begin again when the images or the video end.")
    boolean loop;

    @Option(names = "--by-reference", description = "Images: the record says where the file is (address, size, SHA-256) instead of carrying it.")
    boolean byReference;

    @Option(names = "--reference-base", paramLabel = "URL",
            description = "With --by-reference: the address of the images' folder as the application reaches it. Default: the folder itself, as file:…")
    URI referenceBase;

    @Option(names = "--seed", defaultValue = "1", description = "Of the drawn boards. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Spec
    CommandSpec spec;

    static final class Source {
        @Option(names = "--images", paramLabel = "DIR", description = "The JPEG and PNG files of a folder, by name.")
        Path images;

        @Option(names = "--image", paramLabel = "FILE", description = "One image.")
        Path image;

        @Option(names = "--video", paramLabel = "FILE", description = "A video file; needs the ffmpeg program.")
        Path video;

        @Option(names = "--boards", description = "Drawn circuit boards with defects.")
        boolean boards;
    }

    @Override
    public Integer call() {
        if (framesPerSecond <= 0 || framesPerSecond > 10_000 || cameras < 1 || cameras > 10_000 || count != null && count < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--fps is " + framesPerSecond + ", --cameras " + cameras + ", --count " + count
                    + "; allowed are fps above 0 to 10000, cameras 1 to 10000, count from 1");
        }
        boolean files = source.images != null || source.image != null;
        if (referenceBase != null && !byReference || byReference && !files) {
            throw new CommandLine.ParameterException(spec.commandLine(), byReference
                    ? "--by-reference goes with --image or --images: drawn boards and videos lie in no file that could be referred to"
                    : "--reference-base goes with --by-reference");
        }
        FramelotConfig config = options.loadWithoutModel().config();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progress = spec.commandLine().getErr();
        Map<String, Object> settings = new HashMap<>(config.kafka().properties());
        settings.put("bootstrap.servers", config.kafka().bootstrapServers());
        settings.put("max.block.ms", 15_000);
        double rate = framesPerSecond * (source.boards ? cameras : camera.size());
        CountDownLatch ended = new CountDownLatch(1);
        try (FrameSource frames = open();
                FramePublisher publisher = new FramePublisher(settings, config.topics().frames(), encoding(config), PublishObserver.none())) {
            // Ctrl-C ends the sending; the hook then waits for the broker's answers and the summary.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                publisher.stop();
                await(ended);
            }));
            Thread ticker = progress(publisher, progress);
            PublishCounts counts = publisher.run(frames, schedule(rate));
            ticker.interrupt();
            out.printf("%nPublished %d frames, %.1f MB, to '%s'%s%n", counts.acknowledged(), counts.bytes() / 1e6, config.topics().frames(),
                    counts.failed() == 0 ? "" : "; " + counts.failed() + " failed, the first because: " + publisher.firstFailure().map(Exception::getMessage).orElse("?"));
            out.flush();
            return counts.failed() == 0 ? 0 : 1;
        } finally {
            ended.countDown();
        }
    }

    private FrameSource open() {
        if (source.boards) {
            return new BoardFrames(cameras, 32, seed, BoardOptions.demo());
        }
        if (source.video != null) {
            return new VideoFrames(source.video, camera, framesPerSecond, loop);
        }
        return new ImageFolder(source.images != null ? source.images : source.image, camera, loop || source.image != null && (count != null || duration != null));
    }

    private SendSchedule schedule(double rate) {
        long most = count == null ? Long.MAX_VALUE : count;
        return duration == null ? new SendSchedule(rate, most) : new SendSchedule(rate, Math.min(most, SendSchedule.lasting(rate, duration).maxFrames()));
    }

    private FrameEncoding encoding(FramelotConfig config) {
        if (config.frame().format() == FrameSettings.Format.IMAGE) {
            if (byReference) {
                throw new CommandLine.ParameterException(spec.commandLine(), "--by-reference needs frame.format avro; it is image");
            }
            return new BareImages();
        }
        FrameCodecs codecs = config.schemaRegistry().url()
                .map(url -> FrameCodecs.withRegistry(new RegistryClient(url, config.schemaRegistry().timeout())))
                .orElseGet(FrameCodecs::bundled);
        if (byReference) {
            return new ReferredFrames(codecs.cameraFrame(config.topics().frames()), referenceBase != null ? referenceBase : folder().toUri());
        }
        return new AvroFrames(codecs.cameraFrame(config.topics().frames()));
    }

    private Path folder() {
        Path given = (source.images != null ? source.images : source.image).toAbsolutePath().normalize();
        return source.images != null ? given : given.getParent();
    }

    private static Thread progress(FramePublisher publisher, PrintWriter out) {
        Thread ticker = new Thread(() -> {
            try {
                while (true) {
                    TimeUnit.SECONDS.sleep(1);
                    PublishCounts counts = publisher.counts();
                    out.printf("\r%d frames, %.1f MB, %d waiting for the broker  ", counts.acknowledged(), counts.bytes() / 1e6, counts.pending());
                    out.flush();
                }
            } catch (InterruptedException done) {
                // The publication is over.
            }
        }, "publish-progress");
        ticker.setDaemon(true);
        ticker.start();
        return ticker;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
