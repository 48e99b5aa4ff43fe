package dev.framelot.claim;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;

/** Name service and sockets, each call one question, so that a test can answer. */
interface Network {
    List<InetAddress> resolve(String host) throws UnknownHostException;

    Socket connect(InetAddress address, int port, int timeoutMillis) throws IOException;

    /** This machine's, without a proxy: it would resolve the name again. */
    Network REAL = new Network() {
        @Override
        public List<InetAddress> resolve(String host) throws UnknownHostException {
            return List.of(InetAddress.getAllByName(host));
        }

        @Override
        public Socket connect(InetAddress address, int port, int timeoutMillis) throws IOException {
            Socket socket = new Socket(Proxy.NO_PROXY);
            try {
                socket.connect(new InetSocketAddress(address, port), timeoutMillis);
                return socket;
            } catch (IOException refused) {
                socket.close();
                throw refused;
            }
        }
    };
}
