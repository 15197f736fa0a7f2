package sigillo.peers;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A private OpenDMARC, asked by the milter protocol over a socket in a folder. It reads its DNS server from
 * /etc/resolv.conf, at port 53: so it runs beside an Unbound in a network of its own, which takes root.
 */
public final class OpenDmarcPeer implements AutoCloseable {
    /** Who is believed of SPF and DKIM: it looks at neither itself. */
    public static final String SERVER = "us.test";

    private static final Pattern RESULT = Pattern.compile("dmarc=([a-z]+)(?: \\(p=([a-z]+) dis=([a-z]+)\\))?");

    private final Path socket;
    private final Program program;

    public static boolean isUsable() {
        return Program.isInstalled("opendmarc") && Program.isInstalled("unbound") && Program.isInstalled("ip") && Program.isInstalled("unshare")
            && Program.run(Duration.ofSeconds(10), "unshare", "-nm", "true").code() == 0;
    }

    /** {@code records}: as for {@link UnboundPeer}, all the Internet that there is. */
    public OpenDmarcPeer(Path parent, List<String> records, List<String> suffixes) {
        var folder = parent.resolve("opendmarc");
        socket = folder.resolve("socket");
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("suffixes"), suffixes);
            Files.writeString(folder.resolve("resolv.conf"), "nameserver 127.0.0.1\n");
            Files.writeString(folder.resolve("unbound.conf"), UnboundPeer.configuration(folder, 53, records));
            Files.writeString(folder.resolve("opendmarc.conf"), "AuthservID " + SERVER + "\nTrustedAuthservIDs " + SERVER
                + "\nSyslog false\nPublicSuffixList " + folder.resolve("suffixes") + "\nSocket local:" + socket + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        program = Program.start(folder.resolve("opendmarc.log"), Map.of(), List.of("unshare", "-nm", "sh", "-c",
            "cd '" + folder + "' && ip link set lo up && mount --bind resolv.conf /etc/resolv.conf && { /usr/sbin/unbound -d -p -c unbound.conf & }"
                + " && exec /usr/sbin/opendmarc -f -c opendmarc.conf"));
        Program.waitUntil("OpenDMARC runs:\n" + program.printed(), Duration.ofSeconds(20),
            () -> !program.isRunning() || Files.exists(socket) && program.printed().contains("start of service"));
        if (!program.isRunning()) throw new AssertionError(program.printed());
    }

    /** {@code result}: as in Authentication-Results; {@code policy} is empty where there is none. */
    public record Verdict(String result, String policy) {}

    /** {@code header}: its fields; what {@link #SERVER} says in Authentication-Results among them is believed. */
    public Verdict verdict(String client, String helo, String sender, List<Map.Entry<String, String>> header) {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            var talk = new Talk(new DataInputStream(Channels.newInputStream(channel)), new DataOutputStream(Channels.newOutputStream(channel)));
            talk.say('O', new byte[] {0, 0, 0, 6, 0, 0, 1, (byte) 0xFF, 0, 0, 0, 0});
            talk.macros('C', "j", SERVER, "{client_addr}", client);
            talk.say('C', talk.text("client.test") + "4" + "\0\31" + talk.text(client));
            talk.say('H', talk.text(helo));
            talk.macros('M', "i", "id", "{mail_addr}", sender);
            talk.say('M', talk.text("<" + sender + ">"));
            talk.say('R', talk.text("<anna@home.test>"));
            for (var field : header) talk.say('L', talk.text(field.getKey()) + talk.text(field.getValue()));
            talk.say('N', "");
            talk.say('B', "Hello.\r\n");
            return talk.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The milter protocol: length, command, data; one answer to each command, some at the end. */
    private record Talk(DataInputStream in, DataOutputStream out) {
        String text(String value) { return value + "\0"; }

        void macros(char command, String... namesAndValues) throws IOException {
            write('D', (command + String.join("\0", namesAndValues) + "\0").getBytes(StandardCharsets.ISO_8859_1));
        }

        void say(char command, String data) throws IOException { say(command, data.getBytes(StandardCharsets.ISO_8859_1)); }

        void say(char command, byte[] data) throws IOException {
            write(command, data);
            var answer = read();
            if ("Oc".indexOf(answer.charAt(0)) < 0) throw new AssertionError(command + " is answered " + answer);
        }

        private void write(char command, byte[] data) throws IOException {
            var packet = new ByteArrayOutputStream();
            packet.write(command);
            packet.write(data);
            out.writeInt(packet.size());
            out.write(packet.toByteArray());
            out.flush();
        }

        private String read() throws IOException {
            var packet = new byte[in.readInt()];
            in.readFully(packet);
            return new String(packet, StandardCharsets.ISO_8859_1);
        }

        Verdict end() throws IOException {
            write('E', new byte[0]);
            var verdict = new Verdict("", "");
            while (true) {
                var answer = read();
                var found = RESULT.matcher(answer);
                if ("ih".indexOf(answer.charAt(0)) >= 0 && found.find()) {
                    verdict = new Verdict(found.group(1), found.group(2) == null ? "" : found.group(2));
                }
                if ("acrty".indexOf(answer.charAt(0)) >= 0) return verdict;
            }
        }
    }

    @Override public void close() { program.close(); }
}
