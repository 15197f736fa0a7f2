package sigillo.smtpd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import sigillo.base.Domain;
import sigillo.delivery.Deliver;
import sigillo.delivery.Incoming;
import sigillo.net.Listener;
import sigillo.net.ListenerSettings;
import sigillo.net.Networks;
import sigillo.net.PlayedLink;
import sigillo.net.Wire;
import sigillo.smtp.SmtpReply;
import sigillo.spool.Spool;
import sigillo.spool.SpoolSettings;
import sigillo.trace.Traces;

/**
 * What the door itself costs: CPU a message of 4 KiB through framer, grammar, session and spool, with a delivery that
 * only says yes; without a network, then over loopback. Arguments: messages, octets of each.
 */
public final class SmtpBench {
    private static final int MAILS_BY_CONNECTION = 100;

    private SmtpBench() {}

    public static void main(String[] arguments) throws Exception {
        int messages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
        int octets = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4_096;
        var folder = Files.createTempDirectory("smtp-bench");
        var spool = Spool.open(SpoolSettings.at(folder.resolve("spool")));
        var town = new SmallTown();
        var house = new SmtpHouse(town, town, new SaysYes(), town,
            new RefusalStories(Traces.NONE, InstantSource.system()), InstantSource.system());
        var settings = SmtpSettings.of(Domain.of("mx.home.example"));
        var budget = new AddressBudget(Networks.LOOPBACK);
        var door = new SmtpProtocol(SmtpRole.MX, settings, house, budget, spool, Optional.empty());
        var line = "0123456789abcdef".repeat(4) + "0123456789\r\n";
        var opening = "HELO a.example\r\nMAIL FROM:<bob@sender.example>\r\nRCPT TO:<anna@home.example>\r\nDATA\r\n";
        var message = Stage.octets(opening + line.repeat(octets / line.length()) + ".\r\n");
        for (int round = 0; round < 3; round++) {
            measure("in memory", messages, () -> inMemory(door, message, messages));
            measure("loopback", messages / 4, () -> overLoopback(door, message, messages / 4));
        }
    }

    private interface Work { void run() throws Exception; }

    private static void measure(String what, int messages, Work work) throws Exception {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        work.run();
        System.out.printf("%s: %d messages, %.1f us of CPU a message, %.0f messages a second%n", what, messages,
            (system.getProcessCpuTime() - cpu) / 1e3 / messages, messages * 1e9 / (System.nanoTime() - start));
    }

    private static void inMemory(SmtpProtocol door, byte[] message, int messages) throws IOException {
        for (int done = 0; done < messages; done += MAILS_BY_CONNECTION) {
            var left = new int[] {MAILS_BY_CONNECTION};
            var client = InetAddress.getLoopbackAddress();
            var link = new PlayedLink(client, Integer.MAX_VALUE, _ -> left[0]-- > 0 ? message : null);
            try (var wire = new Wire(link)) {
                door.serve(wire);
            }
        }
    }

    private static void overLoopback(SmtpProtocol door, byte[] message, int messages) throws Exception {
        var bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var listener = Listener.open(ListenerSettings.of("bench", bind, false), Optional.empty(), door)) {
            for (int done = 0; done < messages; done += MAILS_BY_CONNECTION) {
                try (var socket = new java.net.Socket(listener.address().getAddress(), listener.address().getPort())) {
                    converse(socket.getInputStream(), socket.getOutputStream(), message);
                }
            }
        }
    }

    private static void converse(InputStream in, OutputStream out, byte[] message) throws IOException {
        var heard = new byte[1_000];
        in.read(heard); // the greeting: who speaks before it is refused
        for (int n = 0; n < MAILS_BY_CONNECTION; n++) {
            out.write(message);
            for (var text = ""; !text.contains("Accepted"); ) text += new String(heard, 0, in.read(heard));
        }
    }

    private static final class SaysYes implements Deliver {
        private static final SmtpReply YES = SmtpReply.of(250, "2.0.0", "Accepted");

        @Override public List<SmtpReply> toEach(Incoming incoming) {
            return Collections.nCopies(incoming.envelope().recipients().size(), YES);
        }

        @Override public SmtpReply toAll(Incoming incoming) { return YES; }
    }
}
