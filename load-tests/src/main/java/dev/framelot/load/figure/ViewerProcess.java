package dev.framelot.load.figure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Viewers of the live feed in a process of their own, so that their reading is not taken for the application's work. Commands come
 * by standard input, one a line: {@code open} answers {@code OPEN} once all are connected, {@code close} answers {@code CLOSED}. It ends with its input.
 */
public final class ViewerProcess {
    private static final int SLOW_BYTES = 512;
    private static final long SLOW_EVERY_NANOS = 1_000_000_000L;
    private static final int SLOW_RECEIVE_BUFFER = 4_096;

    private final InetSocketAddress server;
    private final int prompt;
    private final int slow;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
    private final List<SocketChannel> prompts = new ArrayList<>();
    private final List<SocketChannel> slows = new ArrayList<>();
    private long slowReadNanos = System.nanoTime();

    private ViewerProcess(InetSocketAddress server, int prompt, int slow) throws IOException {
        this.server = server;
        this.prompt = prompt;
        this.slow = slow;
        this.selector = Selector.open();
    }

    /** @param args host, port, viewers that read at once, viewers that read 512 bytes a second */
    public static void main(String[] args) throws IOException {
        ViewerProcess viewers = new ViewerProcess(new InetSocketAddress(args[0], Integer.parseInt(args[1])), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        BlockingQueue<String> commands = new LinkedBlockingQueue<>();
        Thread input = new Thread(() -> listen(commands), "viewer-commands");
        input.setDaemon(true);
        input.start();
        while (true) {
            String command = commands.poll();
            if ("end".equals(command)) {
                System.exit(0);
            } else if ("open".equals(command)) {
                viewers.open();
                System.out.println("OPEN");
            } else if ("close".equals(command)) {
                viewers.close();
                System.out.println("CLOSED");
            }
            viewers.read();
        }
    }

    private static void listen(BlockingQueue<String> commands) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                commands.add(line);
            }
        } catch (IOException gone) {
            // The parent is gone.
        }
        commands.add("end");
    }

    private void open() throws IOException {
        for (int i = 0; i < prompt; i++) {
            SocketChannel channel = connect(false);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            prompts.add(channel);
        }
        for (int i = 0; i < slow; i++) {
            SocketChannel channel = connect(true);
            channel.configureBlocking(false);
            slows.add(channel);
        }
    }

    private SocketChannel connect(boolean slowly) throws IOException {
        SocketChannel channel = SocketChannel.open();
        if (slowly) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SLOW_RECEIVE_BUFFER);
        }
        channel.connect(server);
        channel.write(ByteBuffer.wrap(("GET /v1/live HTTP/1.1\r\nHost: " + server.getHostString() + ":" + server.getPort() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer head = ByteBuffer.allocate(12);
        while (head.hasRemaining()) {
            if (channel.read(head) < 0) {
                throw new IOException("The server closed a viewer's connection before it answered");
            }
        }
        String answer = new String(head.array(), StandardCharsets.US_ASCII);
        if (!answer.equals("HTTP/1.1 200")) {
            throw new IOException("A viewer was answered " + answer);
        }
        return channel;
    }

    private void close() throws IOException {
        for (SocketChannel channel : prompts) {
            channel.close();
        }
        for (SocketChannel channel : slows) {
            channel.close();
        }
        prompts.clear();
        slows.clear();
        selector.selectNow();
    }

    private void read() throws IOException {
        selector.select(20);
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid()) {
                buffer.clear();
                requireOpen(((SocketChannel) key.channel()).read(buffer));
            }
        }
        selector.selectedKeys().clear();
        if (System.nanoTime() - slowReadNanos >= SLOW_EVERY_NANOS) {
            slowReadNanos = System.nanoTime();
            for (SocketChannel channel : slows) {
                buffer.clear().limit(SLOW_BYTES);
                requireOpen(channel.read(buffer));
            }
        }
    }

    private static void requireOpen(int read) throws IOException {
        if (read < 0) {
            throw new IOException("The server ended a viewer's feed");
        }
    }
}
