package dev.framelot.claim;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** A hand-written HTTP server on any free port: each connection gets the next answer of its script, byte for byte. */
final class ScriptedServer implements AutoCloseable {
    /** Writes an answer; may be slow, break off, or lie. */
    interface Answer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final ServerSocket server;
    private final Deque<Answer> script = new ArrayDeque<>();
    private final Thread thread = new Thread(this::serve, "scripted-server");

    ScriptedServer(Answer... answers) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        script.addAll(List.of(answers));
        thread.setDaemon(true);
        thread.start();
    }

    static Answer answer(String head, byte[] body) {
        return out -> {
            out.write((head.replace("\n", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
        };
    }

    static Answer ok(byte[] body) {
        return answer("HTTP/1.1 200 OK\nContent-Length: " + body.length, body);
    }

    static Answer status(int status) {
        return answer("HTTP/1.1 " + status + " x\nContent-Length: 0", new byte[0]);
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                requests.add(head(socket.getInputStream()));
                Answer next = script.size() > 1 ? script.poll() : script.peek();
                next.write(socket.getOutputStream());
                socket.getOutputStream().flush();
            } catch (IOException | InterruptedException gone) {
                // The client went away, or the test is over.
            } catch (UncheckedIOException gone) {
                return;
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            text.append((char) next);
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        thread.interrupt();
    }
}
