package sigillo.resolver;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.function.Predicate;
import org.xbill.DNS.Message;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Stands before another DNS server, over UDP, and leaves out what it is told to. */
final class DnsBetween implements AutoCloseable {
    private final DatagramSocket socket;
    private final InetSocketAddress behind;
    volatile boolean silent;
    volatile Predicate<Record> leavesOut = _ -> false;

    DnsBetween(int port) throws IOException {
        behind = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    int port() { return socket.getLocalPort(); }

    /** The proof that a name or type is not there, with its signatures. */
    static boolean isProof(Record record) {
        int type = record instanceof RRSIGRecord signature ? signature.getTypeCovered() : record.getType();
        return type == Type.NSEC || type == Type.NSEC3;
    }

    private void serve() {
        var in = new DatagramPacket(new byte[4_096], 4_096);
        try {
            while (true) {
                in.setLength(4_096);
                socket.receive(in);
                if (silent) continue;
                var wire = answer(Arrays.copyOf(in.getData(), in.getLength()));
                socket.send(new DatagramPacket(wire, wire.length, in.getSocketAddress()));
            }
        } catch (IOException closed) {
            // the end
        }
    }

    private byte[] answer(byte[] query) throws IOException {
        try (var asking = new DatagramSocket()) {
            asking.setSoTimeout(3_000);
            asking.send(new DatagramPacket(query, query.length, behind));
            var out = new DatagramPacket(new byte[16_384], 16_384);
            asking.receive(out);
            var answer = new Message(Arrays.copyOf(out.getData(), out.getLength()));
            for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
                for (var record : answer.getSection(section)) if (leavesOut.test(record)) answer.removeRecord(record, section);
            }
            return answer.toWire();
        }
    }

    @Override public void close() { socket.close(); }
}
