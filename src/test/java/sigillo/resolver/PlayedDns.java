package sigillo.resolver;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A DNS server on loopback, over UDP and TCP, that knows some records. Names may also fail in their own way: a line
 * {@code x.test SERVFAIL}, {@code x.test REFUSED} or {@code x.test SILENT}. What it knows nothing of does not exist.
 * What does not fit in 512 octets is truncated over UDP.
 */
final class PlayedDns implements AutoCloseable {
    private static final int UDP_OCTETS = 512;

    private final Map<Name, List<Record>> records = new HashMap<>();
    private final Map<Name, String> failing = new HashMap<>();
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    final AtomicInteger questions = new AtomicInteger();
    volatile boolean silent;
    /** Answers over TCP that are asked for and not given, now and at most; they are given when {@code mayTell} is open. */
    final AtomicInteger longMost = new AtomicInteger();
    private final AtomicInteger longNow = new AtomicInteger();
    volatile CountDownLatch mayTell = new CountDownLatch(0);

    PlayedDns(List<String> lines) throws IOException {
        for (var line : lines) read(line);
        tcp = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
        udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serveUdp);
        Thread.ofVirtual().start(this::serveTcp);
    }

    private void read(String line) throws IOException {
        var words = line.split(" +", 4);
        var name = Name.fromString(words[0], Name.root);
        if (words.length == 2) failing.put(name, words[1]);
        else records.computeIfAbsent(name, _ -> new ArrayList<>())
            .add(Record.fromString(name, Type.value(words[2]), DClass.IN, Long.parseLong(words[1]), words[3],
                Name.root));
    }

    InetSocketAddress address() { return new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort()); }

    private void serveUdp() {
        var in = new DatagramPacket(new byte[4_096], 4_096);
        try {
            while (true) {
                in.setLength(4_096);
                udp.receive(in);
                var answer = answer(new Message(java.util.Arrays.copyOf(in.getData(), in.getLength())));
                if (answer.isEmpty()) continue;
                var wire = answer.get().toWire(UDP_OCTETS); // sets TC when it does not fit
                udp.send(new DatagramPacket(wire, wire.length, in.getSocketAddress()));
            }
        } catch (IOException closed) {
            // the end
        }
    }

    private void serveTcp() {
        try {
            while (true) {
                var socket = tcp.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the end
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new DataInputStream(socket.getInputStream());
            var out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                var answer = answer(new Message(in.readNBytes(in.readUnsignedShort())));
                if (answer.isEmpty()) return;
                longMost.accumulateAndGet(longNow.incrementAndGet(), Math::max);
                Thread.ofVirtual().start(() -> tell(answer.get().toWire(), out));
            }
        } catch (IOException gone) {
            // the end of this one
        }
    }

    private void tell(byte[] wire, DataOutputStream out) {
        try {
            mayTell.await();
            longNow.decrementAndGet();
            synchronized (out) {
                out.writeShort(wire.length);
                out.write(wire);
                out.flush();
            }
        } catch (IOException | InterruptedException gone) {
            // whoever asked has
        }
    }

    private Optional<Message> answer(Message query) throws IOException {
        questions.incrementAndGet();
        var question = query.getQuestion();
        var answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question, Section.QUESTION);
        var failure = silent ? "SILENT" : failing.getOrDefault(question.getName(), "");
        switch (failure) {
            case "SILENT" -> { return Optional.empty(); }
            case "SERVFAIL" -> answer.getHeader().setRcode(Rcode.SERVFAIL);
            case "REFUSED" -> answer.getHeader().setRcode(Rcode.REFUSED);
            default -> fill(answer, question);
        }
        return Optional.of(answer);
    }

    private void fill(Message answer, Record question) throws IOException {
        var found = records.getOrDefault(question.getName(), List.of());
        var fitting = found.stream().filter(r -> r.getType() == question.getType() || r instanceof CNAMERecord)
            .toList();
        fitting.forEach(r -> answer.addRecord(r, Section.ANSWER));
        if (found.isEmpty()) answer.getHeader().setRcode(Rcode.NXDOMAIN);
        if (fitting.isEmpty()) answer.addRecord(soa(), Section.AUTHORITY);
    }

    private static Record soa() throws IOException {
        return new SOARecord(Name.root, DClass.IN, 3600, Name.fromString("ns.test."), Name.fromString("nobody.test."),
            1, 2, 3, 4, 5);
    }

    static List<String> lines(String text) { return Stream.of(text.split("\n")).map(String::strip).filter(l ->
        !l.isEmpty()).toList(); }

    @Override public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
