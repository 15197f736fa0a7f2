package sigillo.main.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import sigillo.http.Forwarders;
import sigillo.net.Room;
import sigillo.net.Room.Share;
import sigillo.sending.Bound;
import sigillo.sending.SendingLimits;

/** Who may come, and how: the settings of the listeners, of TLS and of what is spoken. */
final class DeclaredDoors {
    private DeclaredDoors() {}

    private static final Kind<Forwarders.Field> FIELD = new Kind<>(Forwarders.Field::of, Forwarders.Field::text, "x-forwarded-for or forwarded would be right");

    /** Whoever is in such a network may say that he is anybody. */
    private static final Kind<String> PROXY = new Kind<>(text -> Kind.NETWORK.parse().apply(text).filter(_ -> !text.equals("any") && !text.endsWith("/0")),
        Kind.NETWORK.shown(), "\"loopback\" or the address of a proxy such as \"192.0.2.10\" would be right");

    static Map<Door, Config.Listening> listeners(Section top) {
        var all = top.section("listeners", "Who may come. Each listener can be switched off, moved, or kept to some networks.");
        var listeners = new EnumMap<Door, Config.Listening>(Door.class);
        for (var door : Door.values()) {
            var here = all.section(door.key(), "For " + door.purpose() + ".");
            var listening = listener(here, door);
            listeners.entrySet().stream().filter(other -> collide(other.getValue(), listening)).findFirst().ifPresent(other ->
                here.wrong("port", "the listener " + other.getKey().key() + " has port " + listening.port() + " already"));
            listeners.put(door, listening);
        }
        all.end();
        return listeners;
    }

    static int roomFor(Share share) { return Room.places(share, Runtime.getRuntime().maxMemory()); }

    /** Who has signed in leaves his place to the next; at HTTPS that is who listens for events. */
    private static int roomFor(Door door) {
        boolean isForOwners = door.share() == Share.PROGRAMS || door.share() == Share.BROWSERS;
        return roomFor(door.share()) + (isForOwners ? roomFor(Share.OWNERS) : 0);
    }

    static String tooMany(int connections, Share share) {
        return "there is no room for " + connections + " at one time in a heap of " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB: "
            + roomFor(share) + " connections of " + share.who() + " fit. The launcher gives a larger one by limits.connections, where it finds"
            + " connections = N on a line of its own below [limits]";
    }

    private static boolean collide(Config.Listening one, Config.Listening other) {
        boolean isOnePlace = one.address().equals(other.address()) || one.address().isAnyLocalAddress() || other.address().isAnyLocalAddress();
        return one.on() && other.on() && one.port() == other.port() && isOnePlace;
    }

    private static Config.Listening listener(Section here, Door door) {
        boolean local = door.isForThisMachine();
        boolean on = here.flag("on", door.isOnByDefault(), "");
        var standard = local ? InetAddress.getLoopbackAddress() : new InetSocketAddress(0).getAddress();
        var address = here.value("address", Kind.LISTEN, standard, "\"any\", or one address of this machine.");
        int port = here.port("port", door.standardPort(), "");
        var allowed = here.list("allowed", Kind.NETWORK, List.of(local ? "loopback" : "any"),
            "Who may connect: \"any\", \"loopback\", networks such as \"192.0.2.0/24\".");
        int connections = here.number("connections", door.connections(), 1, 100_000,
            "At one time: in all, as far as there is room (limits.connections), and from one address (IPv6: one /64).");
        if (connections > Math.max(roomFor(door), door.connections())) here.wrong("connections", tooMany(connections, door.share()));
        int byAddress = here.number("connections_per_address", 50, 1, 100_000, "");
        var proxies = here.list("proxies", PROXY, List.of(), """
            Proxies in front that speak the PROXY protocol (docs/proxies.md). Then only they connect, and each connection must begin with
            who it is of.""");
        var forwarders = door == Door.HTTPS ? forwarders(here) : Forwarders.NONE;
        here.end();
        return new Config.Listening(on, address, port, Kind.networks(allowed), connections, byAddress, Kind.networks(proxies), forwarders);
    }

    private static Forwarders forwarders(Section here) {
        var by = here.list("forwarded_by", PROXY, List.of(), "Proxies in front that speak HTTP, and say of whom each request is.");
        var field = here.value("forwarded_header", FIELD, Forwarders.Field.X_FORWARDED_FOR,
            "Where they say it: x-forwarded-for or forwarded (RFC 7239). The one that they do write themselves.");
        return new Forwarders(Kind.networks(by), field);
    }

    static Config.Certificates tls(Section top) {
        var tls = top.section("tls", """
            The certificate of the host name, in PEM. Changed files are read again by themselves.
            Without one the server makes its own, which no mail program trusts.""");
        var certificate = tls.file("certificate", "The chain, the server's own certificate first.");
        var key = tls.file("key", "Its private key, without a passphrase.");
        if (certificate.isPresent() != key.isPresent()) {
            tls.wrong(certificate.isPresent() ? "certificate" : "key", "tls.certificate and tls.key belong together");
        }
        tls.end();
        return new Config.Certificates(certificate, key);
    }

    static Config.Imap imap(Section top) {
        var imap = top.section("imap", "");
        boolean inClear = imap.flag("login_without_tls", false, "Take passwords in clear: for a demo on loopback and nothing else.");
        imap.end();
        return new Config.Imap(inClear);
    }

    static Config.Pop pop(Section top) {
        var pop = top.section("pop3", "");
        boolean inClear = pop.flag("login_without_tls", false, "As imap.login_without_tls.");
        pop.end();
        return new Config.Pop(inClear);
    }

    static Config.ManageSieve manageSieve(Section top) {
        var sieve = top.section("managesieve", "");
        boolean inClear = sieve.flag("login_without_tls", false, "As imap.login_without_tls.");
        sieve.end();
        return new Config.ManageSieve(inClear);
    }

    /** RFC 6454 section 6.2; in clear only what is on the browser's own machine. */
    private static final Kind<String> ORIGIN = Kind.TEXT.where(text ->
        text.matches("https://[a-z0-9.-]{1,253}(:[1-9][0-9]{0,4})?|http://(localhost|127\\.0\\.0\\.1)(:[1-9][0-9]{0,4})?"),
        "an origin such as \"https://webmail.home.example\", in small letters and without a path, would be right");

    static Config.Jmap jmap(Section top) {
        var jmap = top.section("jmap", "");
        var origins = jmap.list("origins", ORIGIN, List.of(), """
            Whose pages may use JMAP here from a browser, beside our own: webmail of others, served from elsewhere. They see what
            their user signs in to.""");
        jmap.end();
        return new Config.Jmap(new LinkedHashSet<>(origins));
    }

    static SendingLimits submission(Section top) {
        var submission = top.section("submission", """
            What one account may send. Who sends too many messages is told to come later; beyond the other bounds its
            sending is paused, as of a stolen password (docs/sending.md). Of one account: sigillo account sending.""");
        var limits = new EnumMap<Bound, Integer>(Bound.class);
        for (var bound : Bound.values()) {
            limits.put(bound, submission.number(bound.key(), bound.byDefault(), bound.min(), SendingLimits.MAX, what(bound)));
        }
        submission.end();
        return new SendingLimits(limits);
    }

    private static String what(Bound bound) {
        return switch (bound) {
            case FIRST_TIME_PER_HOUR -> "To whom the account has not written before.";
            case SUDDEN_CHANGE -> "So many times the recipients of its busiest day of late, most of them new to it, and above 100. 0: never.";
            case MESSAGES_PER_HOUR, MESSAGES_PER_DAY, RECIPIENTS_PER_HOUR, RECIPIENTS_PER_DAY, FIRST_TIME_PER_DAY -> "";
        };
    }
}
