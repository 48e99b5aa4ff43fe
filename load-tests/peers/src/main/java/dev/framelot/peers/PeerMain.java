package dev.framelot.peers;

import java.io.IOException;

/** One peer in a JVM of its own. Prints {@code READY} when it was started; ends when its standard input closes, that is with its parent. */
public final class PeerMain {
    private static final int FAILED = 1;
    private static final int WRONG_SETTINGS = 2;

    private PeerMain() {}

    /** @param arguments see {@link PeerSettings} */
    public static void main(String[] arguments) throws IOException {
        PeerSettings settings;
        try {
            settings = PeerSettings.parse(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(WRONG_SETTINGS);
            return;
        }
        try (RunningPeer peer = settings.peer().start(settings)) {
            peer.ended().whenComplete((nothing, failure) -> {
                if (failure != null) {
                    failed(settings, failure);
                }
            });
            System.out.println("READY");
            while (System.in.read() >= 0) {
                // Nothing is expected; the end of the stream is the signal.
            }
        } catch (Exception failure) {
            failed(settings, failure);
        }
        System.exit(0);
    }

    private static void failed(PeerSettings settings, Throwable failure) {
        System.err.println("Peer " + settings.peer().id() + " failed: " + failure);
        failure.printStackTrace();
        Runtime.getRuntime().halt(FAILED);
    }
}
