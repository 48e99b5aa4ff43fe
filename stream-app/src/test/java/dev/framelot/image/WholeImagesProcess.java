package dev.framelot.image;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Cuts images as so many decode workers at once, or decodes one after the other, in a process of its own, and says what that took. Its heap has to be touched from the start
 * ({@code -Xms} as {@code -Xmx}, {@code AlwaysPreTouch}): what it grows by is native then. Linux.
 */
final class WholeImagesProcess {
    /** Decoded one after the other, each image is so often. */
    private static final int ROUNDS = 6;

    private WholeImagesProcess() {}

    /** @param args cut or decode, limit of bytes, workers, folder of small images like those that follow, then the images, by which the workers take turns */
    public static void main(String[] args) throws Exception {
        boolean cut = args[0].equals("cut");
        long wholeBytes = Long.parseLong(args[1]);
        int workers = Integer.parseInt(args[2]);
        FrameDecoders decoders = FrameDecoders.open(
                cut ? FrameDecoders.Library.AUTO : FrameDecoders.Library.OPENCV,
                new ImageLimits(Integer.MAX_VALUE, 2_000_000_000L, 100, true, true),
                new InputGeometry(640, 640, 114, false),
                new SliceLimits(500_000, 0, 0.2, 100_000, 2_000_000_000L, 300, wholeBytes));
        List<byte[]> images = new ArrayList<>();
        for (int i = 4; i < args.length; i++) {
            images.add(Files.readAllBytes(Path.of(args[i])));
        }
        List<byte[]> small = new ArrayList<>();
        try (var files = Files.list(Path.of(args[3]))) {
            for (Path file : files.sorted().toList()) {
                small.add(Files.readAllBytes(file));
            }
        }
        ByteBuffer slot = ByteBuffer.allocateDirect(3 * 640 * 640);
        if (cut) {
            all(decoders, small, workers);
        } else {
            inTurn(decoders, small, slot);
        }
        System.gc();
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        long before = kibibytes("VmRSS:");
        long used = usedHeap();
        List<SlicedImage> kept = List.of();
        if (cut) {
            kept = all(decoders, images, workers);
        } else {
            inTurn(decoders, images, slot);
        }
        long peak = kibibytes("VmHWM:");
        System.gc();
        System.out.println("native " + (peak - before) * 1024 + " kept " + (usedHeap() - used));
        java.lang.ref.Reference.reachabilityFence(kept);
    }

    private static void inTurn(FrameDecoders decoders, List<byte[]> images, ByteBuffer slot) throws FrameRejectedException {
        try (FrameDecoder decoder = decoders.newDecoder()) {
            for (int i = 0; i < ROUNDS * images.size(); i++) {
                decoder.decode(ByteBuffer.wrap(images.get(i % images.size())), slot);
            }
        }
    }

    private static List<SlicedImage> all(FrameDecoders decoders, List<byte[]> images, int workers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        List<Future<SlicedImage>> begun = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            byte[] image = images.get(i % images.size());
            begun.add(threads.submit(() -> {
                try (FrameDecoder decoder = decoders.newDecoder()) {
                    return decoder.slice(ByteBuffer.wrap(image)).orElseThrow();
                }
            }));
        }
        threads.shutdown();
        List<SlicedImage> cut = new ArrayList<>();
        for (Future<SlicedImage> one : begun) {
            cut.add(one.get());
        }
        return cut;
    }

    private static long usedHeap() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long kibibytes(String key) throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith(key)).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
    }
}
