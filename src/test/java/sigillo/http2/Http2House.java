package sigillo.http2;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import sigillo.base.LoggedAlarms;
import sigillo.base.Octets;
import sigillo.http.Admission;
import sigillo.http.Answering;
import sigillo.http.Asked;
import sigillo.http.Incoming;
import sigillo.http.Reply;
import sigillo.net.Listener;
import sigillo.net.ListenerSettings;
import sigillo.net.Room;
import sigillo.net.TestCertificates;
import sigillo.net.Tls;

/** A site of paths that show what HTTP/2 carries, behind a real listener with TLS. */
final class Http2House implements AutoCloseable, Answering {
    /** What is never said twice. */
    static final long BIG_OCTETS = 8 << 20;

    final Room room = Room.ofHeap(new LoggedAlarms(), name -> name);
    final Listener listener;
    final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    final AtomicInteger atOnce = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    final AtomicInteger ended = new AtomicInteger();
    final AtomicLong received = new AtomicLong();
    volatile CountDownLatch gate = new CountDownLatch(0);
    volatile Asked last;

    Http2House(Path folder) throws Exception { this(folder, Patience.DEFAULT); }

    Http2House(Path folder, Patience patience) throws Exception {
        var tls = Optional.of(Tls.open(List.of(TestCertificates.write(folder, "localhost"))));
        listener = Listener.open(ListenerSettings.of("https", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), true), tls, new Http2Protocol(this, patience),
            Optional.of(room.door(Room.Share.BROWSERS)));
    }

    int port() { return listener.address().getPort(); }

    String url(String path) { return "https://localhost:" + port() + path; }

    @Override public Reply answer(Asked asked) {
        last = asked;
        if (asked.header("x-known").isPresent()) asked.recognised().run();
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            return reply(asked).then(ended::incrementAndGet);
        } finally {
            atOnce.decrementAndGet();
        }
    }

    private Reply reply(Asked asked) {
        return switch (asked.path()) {
            case "/big" -> Reply.of(200, "application/octet-stream", new Counted(BIG_OCTETS));
            case "/echo" -> Reply.of(200, "text/plain", asked.body().clone());
            case "/said" -> Reply.text(200, asked.method() + " " + asked.path() + " " + asked.query().get("q") + " " + asked.host()
                + " " + new String(asked.authorization(), StandardCharsets.ISO_8859_1) + " " + asked.cookie("a").orElse("-"));
            case "/waits" -> {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                yield Reply.text(200, "waited");
            }
            case "/events" -> Reply.of(200, "text/event-stream", out -> {
                for (String event = ""; !out.isOver() && !event.equals("end"); event = next()) if (!event.isEmpty()) out.send(event.getBytes(StandardCharsets.UTF_8));
            });
            case "/nothing" -> Reply.nothing(204);
            case "/broken" -> Reply.of(200, "text/plain", new Broken());
            case "/fails" -> throw new IllegalStateException("on purpose");
            default -> Reply.text(404, "none");
        };
    }

    private String next() {
        try {
            var event = events.poll(20, TimeUnit.MILLISECONDS);
            return event == null ? "" : event;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override public int bodyOctetsMax(String path) { return 64 << 10; }

    @Override public boolean goesOn(String path) { return true; }

    @Override public Admission admit(Asked asked) {
        return asked.header("x-away").isPresent() ? new Admission.Away(Reply.text(401, "who are you")) : new Admission.Owner();
    }

    @Override public boolean receives(String path, long octets) { return path.equals("/upload"); }

    @Override public Reply receive(Asked asked, Incoming body) throws IOException {
        if (asked.header("x-refused").isPresent()) return Reply.text(403, "no");
        long count = 0;
        try (InputStream in = body.stream()) {
            for (var buffer = new byte[1_000]; ; ) {
                gate.await();
                int n = in.read(buffer, 0, (int) Math.min(buffer.length, body.octets() - count));
                if (n <= 0) break;
                for (int i = 0; i < n; i++) if (buffer[i] != Counted.at(count + i)) throw new AssertionError("octet " + (count + i));
                count += n;
                received.set(count);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return Reply.text(200, "received " + count);
    }

    @Override public void close() { listener.close(); }

    /** Octets that tell their place. */
    record Counted(long length) implements Octets {
        static byte at(long position) { return (byte) (position * 31 + (position >> 12)); }

        @Override public int read(long position, byte[] into, int offset, int count) {
            int n = (int) Math.min(count, length - position);
            for (int i = 0; i < n; i++) into[offset + i] = at(position + i);
            return n;
        }
    }

    private static final class Broken implements Octets {
        @Override public long length() { return 100_000; }

        @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
            if (position > 30_000) throw new IOException("a broken disk");
            return Math.min(count, 1_000);
        }
    }
}
