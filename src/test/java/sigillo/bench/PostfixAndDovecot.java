package sigillo.bench;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import sigillo.peers.DovecotImapPeer;
import sigillo.peers.Ports;
import sigillo.peers.PostfixPeer;
import sigillo.peers.Program;

/**
 * Postfix takes the mail into its queue and hands it over LMTP to Dovecot, which keeps it in a Maildir each: as distributions
 * set them up. Both sync before they say yes, which is their default. Must run as root.
 */
final class PostfixAndDovecot implements Contender {
    private static final String DOMAIN = "classic.test";

    private final DovecotImapPeer dovecot;
    private final PostfixPeer postfix;
    private final String name;

    /** In an empty folder; set up, and not running. */
    PostfixAndDovecot(Path parent, int userCount) {
        var users = IntStream.rangeClosed(0, userCount).mapToObj(this::address).toList();
        dovecot = new DovecotImapPeer(parent, users, password(0));
        postfix = new PostfixPeer(parent, "127.0.0.1", Ports.free(), DOMAIN, Map.of(),
            "virtual_transport = lmtp:inet:127.0.0.1:" + dovecot.lmtpPort(), "virtual_mailbox_maps = static:ok", "transport_maps =",
            // as Postfix has them by itself; the peer's own are for tests that wait for a second try
            "minimal_backoff_time = 300s", "maximal_backoff_time = 4000s", "queue_run_delay = 300s");
        name = "Postfix " + postfix.version() + " + Dovecot " + dovecot.version();
        stop();
    }

    static boolean isInstalled() {
        return Program.isInstalled("postfix") && Program.isInstalled("dovecot") && "root".equals(System.getProperty("user.name"));
    }

    @Override public String name() { return name; }

    @Override public void start() {
        dovecot.begin();
        postfix.begin();
    }

    @Override public void stop() {
        postfix.stop();
        dovecot.stop();
    }

    @Override public Doors doors() { return new Doors(postfix.port(), dovecot.imapPort(), dovecot.imapsPort()); }

    @Override public String address(int user) { return "u" + user + "@" + DOMAIN; }

    @Override public String password(int user) { return "measured-nine-times-0"; }

    @Override public ProcessTree processes() { return ProcessTree.of(postfix.pid(), dovecot.pid()); }

    @Override public void close() { stop(); }
}
