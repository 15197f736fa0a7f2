package sigillo.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sigillo.peers.PostfixPeer;
import sigillo.peers.Program;

/**
 * Another mail server of the network: Postfix, which has OpenDKIM and OpenDMARC look at what comes, and keeps what they say in
 * Authentication-Results. OpenDMARC looks at SPF itself. It sends by TLS that DANE vouches for, where DNS has it.
 */
final class OutsideHost implements AutoCloseable {
    static final String DOMAIN = "outside.example";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Hosts hosts;
    private final String host;
    private final String address;
    private final Program dkim;
    private final Program dmarc;
    private final PostfixPeer postfix;

    static boolean isInstalled() { return List.of("postfix", "opendkim", "opendmarc", "swaks").stream().allMatch(Program::isInstalled); }

    OutsideHost(Hosts hosts, String host, String address, Path parent) throws IOException {
        this.hosts = hosts;
        this.host = host;
        this.address = address;
        var folder = Files.createDirectories(parent.resolve(host));
        Program.letOthersPass(folder);
        Files.writeString(folder.resolve("opendkim.conf"), """
            Mode v
            Syslog no
            UMask 000
            Socket local:%1$s/dkim
            AuthservID %2$s
            AlwaysAddARHeader yes
            Nameservers %3$s
            """.formatted(folder, DOMAIN, NamesHost.RESOLVER));
        Files.writeString(folder.resolve("suffixes"), "example\n");
        Files.writeString(folder.resolve("opendmarc.conf"), """
            Syslog false
            UMask 000
            Socket local:%1$s/dmarc
            AuthservID %2$s
            TrustedAuthservIDs %2$s
            PublicSuffixList %1$s/suffixes
            SPFSelfValidate true
            """.formatted(folder, DOMAIN));
        dkim = milter(folder, "dkim", "/usr/sbin/opendkim", "-f", "-x", folder.resolve("opendkim.conf").toString());
        dmarc = milter(folder, "dmarc", "/usr/sbin/opendmarc", "-f", "-c", folder.resolve("opendmarc.conf").toString());
        postfix = new PostfixPeer(hosts.at(host), folder, address, 25, DOMAIN, Map.of(DOMAIN, "virtual:"), "inet_interfaces = all", "smtp_bind_address =",
            "mynetworks = " + address, "smtp_dns_support_level = dnssec", "smtp_tls_security_level = dane", "smtp_tls_loglevel = 1", "smtp_tls_CApath =",
            "smtpd_milters = unix:" + folder + "/dkim, unix:" + folder + "/dmarc", "milter_default_action = tempfail", "smtp_host_lookup = dns",
            "smtpd_relay_restrictions = permit_mynetworks, permit_auth_destination, reject", "smtpd_peername_lookup = yes");
    }

    private Program milter(Path folder, String socket, String... command) {
        var program = hosts.start(host, folder.resolve(socket + ".log"), Map.of(), command);
        Program.waitUntil(socket + " runs:\n" + program.printed(), SOON, () -> Files.exists(folder.resolve(socket)) || !program.isRunning());
        if (!program.isRunning()) throw new AssertionError(program.printed());
        return program;
    }

    /** From paula@; it is in the queue when this returns. */
    void send(String to, String subject, String text) {
        hosts.run(host, "swaks", "--server", address, "--from", "paula@" + DOMAIN, "--to", to, "--header", "Subject: " + subject, "--body", text,
            "--suppress-data").orFail();
    }

    /** What has come for paula@, each as it is kept. */
    List<String> mails() { return List.of(postfix.mbox("paula").split("(?m)^From ")).stream().filter(one -> !one.isBlank()).toList(); }

    /** What this host says in Authentication-Results of a mail that it keeps; nothing that stands in fields of others, or in the text. */
    static String verdict(String mail) {
        var header = mail.substring(0, mail.indexOf("\n\n")).replaceAll("\n[ \t]+", " ");
        return header.lines().filter(line -> line.startsWith("Authentication-Results: " + DOMAIN + ";")).collect(Collectors.joining("\n"));
    }

    String log() { return postfix.log() + dkim.printed() + dmarc.printed(); }

    /** Tries at once again what waits. */
    void flush() { postfix.flush(); }

    @Override public void close() {
        postfix.close();
        dmarc.close();
        dkim.close();
    }
}
