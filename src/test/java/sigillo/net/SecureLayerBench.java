package sigillo.net;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.List;
import javax.net.ssl.SSLSocket;

/**
 * What TLS costs this process for what is said and heard, without a network: CPU of the thread in milliseconds for a megabyte, and octets
 * of garbage for each; beside the JDK's own socket. Words: octets a write, megabytes.
 */
public final class SecureLayerBench {
    private static final com.sun.management.ThreadMXBean THREADS = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    public static void main(String[] words) throws Exception {
        int octets = words.length > 0 ? Integer.parseInt(words[0]) : 8 << 10;
        int megabytes = words.length > 1 ? Integer.parseInt(words[1]) : 50;
        var folder = Files.createTempDirectory("bench");
        folder.toFile().deleteOnExit();
        var tls = Tls.open(List.of(TestCertificates.write(folder, "mx.example")));
        try (var files = Files.list(folder)) {
            files.forEach(file -> file.toFile().deleteOnExit());
        }
        for (int round = 0; round < 4; round++) {
            var ours = new Ours(tls);
            told("said", () -> say(ours.layer.output(), octets, megabytes), megabytes);
            told("heard", ours.hearing(octets, megabytes), megabytes);
            var theirs = new Theirs(tls);
            told("said by the JDK's", () -> say(theirs.socket.getOutputStream(), octets, megabytes), megabytes);
            told("heard by the JDK's", theirs.hearing(octets, megabytes), megabytes);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void told(String what, Work work, int megabytes) throws IOException {
        long id = Thread.currentThread().threadId();
        long garbage = THREADS.getThreadAllocatedBytes(id);
        long cpu = THREADS.getCurrentThreadCpuTime();
        work.run();
        System.out.printf("%-20s %.3f ms a MB, %d octets of garbage%n", what, (THREADS.getCurrentThreadCpuTime() - cpu) / 1e6 / megabytes,
            (THREADS.getThreadAllocatedBytes(id) - garbage) / megabytes);
    }

    private static void say(OutputStream out, int octets, int megabytes) throws IOException {
        var some = new byte[octets];
        for (long left = megabytes * 1_000_000L; left > 0; left -= octets) out.write(some);
    }

    private static void hear(InputStream in, int octets, int megabytes) throws IOException {
        var some = new byte[16 << 10];
        for (long left = megabytes * 1_000_000L; left > 0; ) left -= in.read(some);
    }

    /** A network that ends in memory, once hands are shaken. */
    private static final class Network {
        final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        final SecureLayer client;
        final Switched said = new Switched();
        final Socket accepted;
        InputStream heard = InputStream.nullInputStream();
        OutputStream sink;

        Network(ThrowingConsumer shaking) throws Exception {
            var socket = new Socket(server.getInetAddress(), server.getLocalPort());
            accepted = server.accept();
            said.to = socket.getOutputStream();
            client = new SecureLayer(ClientTls.opportunistic().clientEngine("mx.example", 0), socket.getInputStream(), said, new byte[0], Holding.UNBOUNDED);
            var thread = Thread.ofVirtual().start(() -> {
                try {
                    client.shakeHands();
                    client.output().write(1);
                    client.input().read();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            sink = accepted.getOutputStream();
            shaking.accept(this);
            thread.join();
            sink = OutputStream.nullOutputStream();
            heard = InputStream.nullInputStream();
        }

        interface ThrowingConsumer { void accept(Network network) throws Exception; }

        InputStream in() {
            return new InputStream() {
                @Override public int available() throws IOException { return heard.available(); }

                @Override public int read() throws IOException { throw new IOException("one by one"); }

                @Override public int read(byte[] into, int offset, int count) throws IOException {
                    return sink == accepted.getOutputStream() ? accepted.getInputStream().read(into, offset, count) : heard.read(into, offset, count);
                }
            };
        }

        OutputStream out() {
            return new OutputStream() {
                @Override public void write(int octet) throws IOException { sink.write(octet); }

                @Override public void write(byte[] from, int offset, int count) throws IOException { sink.write(from, offset, count); }
            };
        }

        /** What the client says comes next. */
        void record(int octets, int megabytes) throws IOException {
            var records = new ByteArrayOutputStream(megabytes * 1_050_000);
            said.to = records;
            say(client.output(), octets, megabytes);
            heard = new ByteArrayInputStream(records.toByteArray());
        }
    }

    private static final class Switched extends OutputStream {
        OutputStream to;

        @Override public void write(int octet) throws IOException { to.write(octet); }

        @Override public void write(byte[] from, int offset, int count) throws IOException { to.write(from, offset, count); }
    }

    private static final class Ours {
        final Network network;
        SecureLayer layer;

        Ours(Tls tls) throws Exception {
            network = new Network(n -> {
                layer = new SecureLayer(tls.serverEngine(List.of()), n.in(), n.out(), new byte[0], Holding.UNBOUNDED);
                layer.shakeHands();
                layer.input().read();
                layer.output().write(1);
            });
        }

        Work hearing(int octets, int megabytes) throws IOException {
            network.record(octets, megabytes);
            return () -> hear(layer.input(), octets, megabytes);
        }
    }

    private static final class Theirs {
        final Network network;
        SSLSocket socket;

        Theirs(Tls tls) throws Exception {
            network = new Network(n -> {
                socket = (SSLSocket) tls.context().getSocketFactory().createSocket(new Layered(n), null, true);
                socket.setUseClientMode(false);
                socket.startHandshake();
                socket.getInputStream().read();
                socket.getOutputStream().write(1);
            });
        }

        Work hearing(int octets, int megabytes) throws IOException {
            network.record(octets, megabytes);
            return () -> hear(socket.getInputStream(), octets, megabytes);
        }
    }

    private static final class Layered extends Socket {
        private final Network network;

        Layered(Network network) { this.network = network; }

        @Override public InputStream getInputStream() { return network.in(); }

        @Override public OutputStream getOutputStream() { return network.out(); }

        @Override public boolean isConnected() { return true; }

        @Override public InetAddress getInetAddress() { return InetAddress.getLoopbackAddress(); }

        @Override public SocketAddress getRemoteSocketAddress() { return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1); }
    }
}
