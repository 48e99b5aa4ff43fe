package dev.framelot.load.broker;

import java.io.IOException;
import java.util.Map;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * An embedded broker in a JVM of its own, for measurements whose application must not share a heap with Kafka.
 *
 * <p>Prints {@code READY <bootstrap servers>} when it serves; ends when its standard input closes, that is with its parent.
 * A terminal sends Ctrl-C to all processes at once; this one leaves that to its parent, whose application could else commit nothing more and would wait for it.
 */
public final class BrokerProcess {
    private BrokerProcess() {}

    /** @param args number of nodes, 1 by default, then broker settings as {@code key=value} */
    public static void main(String[] args) throws IOException {
        int nodes = args.length == 0 ? 1 : Integer.parseInt(args[0]);
        Map<String, String> overrides = new java.util.HashMap<>();
        for (int i = 1; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + args[i] + "' is no broker setting; write key=value.");
            }
            overrides.put(args[i].substring(0, equals), args[i].substring(equals + 1));
        }
        Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        EmbeddedKafka kafka = EmbeddedKafka.start(nodes, overrides);
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "embedded-kafka-close"));
        System.out.println("READY " + kafka.bootstrapServers());
        while (System.in.read() >= 0) {
            // Nothing is expected; the end of the stream is the signal.
        }
        System.exit(0);
    }
}
