package sigillo.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import sigillo.dkim.DkimFields;
import sigillo.peers.SigilloPeer;
import sigillo.peers.UnboundPeer;

/**
 * What it costs a whole server to ask of each mail whether it comes from where it says: two of them, one that asks and one
 * that does not, by turns, the same mail, with the DNS of a real Unbound. Words: messages of a repetition, repetitions.
 */
final class CheckedMailing {
    private static final List<String> NAMES = List.of("from", "to", "subject", "date");
    private static final int CONNECTIONS = 10;

    private CheckedMailing() {}

    public static void main(String[] words) throws Exception {
        int each = Integer.parseInt(words[0]) / CONNECTIONS;
        int repetitions = Integer.parseInt(words[1]);
        var folder = Files.createTempDirectory(Files.createDirectories(Path.of("target/bench").toAbsolutePath()), "checked");
        var rsa = pair("RSA", 2048);
        var edwards = pair("Ed25519", 255);
        try (var unbound = new UnboundPeer(folder, records(rsa, edwards));
                var asking = server(folder, "asking", unbound, "unchecked = []");
                var silent = server(folder, "silent", unbound, "enabled = false")) {
            for (int octets : new int[] {4_096, 60_000}) {
                var mails = Mails.signed(200, text -> signed(text, rsa, edwards), octets);
                var rates = new TreeMap<String, List<Double>>();
                for (int i = 0; i <= repetitions; i++) {
                    for (var server : List.of(asking, silent)) {
                        var name = server == asking ? "asked" : "not asked";
                        var figures = one(server, each, mails);
                        if (i == 0) continue; // the compiler is at work
                        rates.computeIfAbsent(name + ", messages a second", _ -> new ArrayList<>()).add(figures[0]);
                        rates.computeIfAbsent(name + ", CPU ms a message", _ -> new ArrayList<>()).add(figures[1]);
                    }
                }
                rates.forEach((name, all) -> System.out.println(octets + " octets, " + name + ": " + text(all)));
            }
            System.out.println("in the mailbox: " + fields(asking));
        } finally {
            Folders.remove(folder);
        }
    }

    private static KeyPair pair(String algorithm, int bits) throws Exception {
        var generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static List<String> records(KeyPair rsa, KeyPair edwards) {
        var encoded = edwards.getPublic().getEncoded();
        var whole = Base64.getEncoder().encodeToString(rsa.getPublic().getEncoded());
        return List.of("sender.example. TXT \"v=spf1 include:a.example ip4:127.0.0.1 -all\"", "a.example. TXT \"v=spf1 ip4:192.0.2.0/24 -all\"",
            "_dmarc.sender.example. TXT \"v=DMARC1; p=reject\"", "1.0.0.127.in-addr.arpa. PTR mail.sender.example.", "mail.sender.example. A 127.0.0.1",
            "r._domainkey.sender.example. TXT \"v=DKIM1; p=" + whole.substring(0, 200) + "\" \"" + whole.substring(200) + "\"",
            "e._domainkey.sender.example. TXT \"v=DKIM1; k=ed25519; p="
                + Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)) + "\"");
    }

    private static String signed(String message, KeyPair rsa, KeyPair edwards) {
        try {
            return DkimFields.signed(message, NAMES, "sender.example", "r", rsa.getPrivate())
                + DkimFields.signed(message, NAMES, "sender.example", "e", edwards.getPrivate()) + message;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static SigilloPeer server(Path folder, String name, UnboundPeer dns, String setting) throws Exception {
        var settings = Files.writeString(folder.resolve(name + ".toml"), "\n[authentication]\n" + setting + "\n");
        return SigilloPeer.demo(Files.createDirectory(folder.resolve(name)), "--resolver", dns.address(), "--settings", settings.toString());
    }

    /** Messages a second, and CPU of the server in milliseconds a message. */
    private static double[] one(SigilloPeer server, int each, Mails mails) throws Exception {
        var process = ProcessTree.of(server.program().pid());
        double before = process.cpuSeconds();
        var sent = SmtpLoad.run(new SmtpLoad.Wish(server.port("smtp"), CONNECTIONS, each, 1,
            place -> server.address(place % 2 == 0 ? "anna" : "bruno"), mails));
        return new double[] {sent.perSecond(), 1_000 * (process.cpuSeconds() - before) / sent.accepted()};
    }

    private static String text(List<Double> all) {
        var sorted = all.stream().sorted().toList();
        return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast());
    }

    /** That it was asked, and what was found. */
    private static String fields(SigilloPeer server) throws Exception {
        try (var imap = server.imap("anna")) {
            imap.command("SELECT INBOX");
            return String.join(" ", imap.command("FETCH * BODY.PEEK[HEADER.FIELDS (Authentication-Results)]").untagged().stream()
                .flatMap(response -> response.literals().stream()).map(String::new).toList()).replaceAll("\\s+", " ");
        }
    }
}
