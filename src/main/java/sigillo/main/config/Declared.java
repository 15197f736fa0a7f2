package sigillo.main.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.logging.Level;
import sigillo.account.QuotaSettings;
import sigillo.account.UndeleteSettings;
import sigillo.base.Domain;
import sigillo.net.Room.Share;
import sigillo.resolver.Dnssec;
import sigillo.scrub.ScrubSettings;

/** Every setting there is, in the order in which they are shown. To add one, name it here and give it a place in {@link Config}. */
final class Declared {
    private final Reading reading;

    Declared(Reading reading) { this.reading = reading; }

    /** Empty when the file has no data directory or no host name: then there is nothing to run. */
    Optional<Config> config() {
        var top = reading.top();
        var data = top.required("data", reading.path(),
            "Where everything is kept. One running server uses it; it is for the server's user only.");
        var hostname = top.required("hostname", Kind.DOMAIN,
            "The server's own name: in the greeting, in Received, in the certificate. Its A and PTR records should agree.");
        var folder = data.orElse(Path.of("."));
        var backup = DeclaredBackup.backup(reading, top);
        var store = DeclaredStore.store(top);
        var config = new Config(reading.file(), folder, store, hostname.orElse(Domain.of("invalid")), DeclaredDoors.listeners(top), DeclaredDoors.tls(top), DeclaredAcme.settings(top),
            limits(top), directory(top), DeclaredDoors.submission(top), DeclaredDoors.imap(top), DeclaredDoors.pop(top), DeclaredDoors.manageSieve(top), DeclaredDoors.jmap(top), DeclaredLeaving.queue(top), DeclaredRelay.relay(top), DeclaredRelay.warmUp(top),
            DeclaredSts.policy(top, hostname), resolver(top), DeclaredAuthentication.settings(top), DeclaredFilter.settings(top), DeclaredLearning.settings(top), DeclaredEngines.settings(top), DeclaredReports.settings(top, hostname), DeclaredSigning.settings(top), DeclaredForwarding.settings(top), trace(top), undelete(top), quota(top), login(top), sealing(top, folder),
            backup, scrub(top), DeclaredDoctor.settings(top), DeclaredUpgrades.settings(top), DeclaredLookup.settings(top), operator(top, folder), log(top));
        top.end();
        return data.isPresent() && hostname.isPresent() ? Optional.of(config) : Optional.empty();
    }

    private static Config.Limits limits(Section top) {
        var limits = top.section("limits", "What strangers and users may ask for.");
        long message = limits.value("message_size", Kind.OCTETS.where(n -> n >= 64 << 10 && n <= 2L << 30,
            "a size such as \"50 MiB\", at least 64 KiB, at most 2 GiB, would be right"), 50L << 20, "Of one message.");
        int recipients = limits.number("recipients", 1_000, 100, 10_000, "Of one message. RFC 5321 asks for at least 100.");
        long spool = limits.value("spool_size", Kind.OCTETS.where(n -> n >= message, "a size not below message_size would be right"),
            8L << 30, "Of all messages that are just being received. Beyond it senders are told to try later.");
        int connections = limits.number("connections", 400, 10, 100_000, """
            Of mail programs that have signed in, at one time, over all listeners; strangers have half of that at port 25, and a
            quarter before they have signed in. The heap is as large as it takes: 56 MiB, and 67 KiB for each beyond 400.""");
        if (connections > DeclaredDoors.roomFor(Share.OWNERS)) limits.wrong("connections", DeclaredDoors.tooMany(connections, Share.OWNERS));
        limits.end();
        return new Config.Limits(message, recipients, spool, connections);
    }

    private static Config.Directory directory(Section top) {
        var directory = top.section("directory", "How addresses are read.");
        var separator = directory.value("subaddress_separator", Kind.TEXT.where(text -> text.matches("[^@.\"\\\\ a-zA-Z0-9]?"),
            "one sign such as \"+\" or \"-\", or \"\" for none, would be right"), "+",
            "anna+shop@ is anna@ with a detail. \"\" for no details.");
        var postmaster = directory.maybe("postmaster", Kind.ADDRESS,
            "Who gets what is for postmaster@ and abuse@ of any domain. Default: the domain's first account.");
        directory.end();
        return new Config.Directory(separator, postmaster);
    }

    private static Config.Resolver resolver(Section top) {
        var resolver = top.section("resolver", "Which DNS servers are asked, and who checks its signatures (docs/sending.md).");
        var servers = resolver.list("servers", Kind.DNS_SERVER, List.of(),
            "Addresses, with a port if it is not 53. Default: those of the system.");
        var dnssec = resolver.value("dnssec", Kind.oneOf(Dnssec.class), Dnssec.AUTO, """
            auto: this server checks signatures, once its DNS servers have shown that they pass them on. required: whatever \
            comes of it.
            trusted: the servers check, and nobody sits between (this machine). off: nobody does, and there is no DANE.""");
        var anchors = resolver.file("trust_anchors",
            "Keys that signatures lead up to, as DS or DNSKEY records. Default: those of the root, as IANA publishes them.");
        resolver.end();
        return new Config.Resolver(servers, dnssec, anchors);
    }

    private static Config.Trace trace(Section top) {
        var trace = top.section("trace", "The story of each message, for the operator: who, when, which replies; never content.");
        var days = Kind.DURATION.where(time -> time.toDays() >= 1 && time.toDays() <= 400, "\"1 days\" to \"400 days\" would be right");
        var named = trace.value("addresses_for", days, Duration.ofDays(7), "So long addresses are readable; then they are hashes.");
        var kept = trace.value("kept_for", days, Duration.ofDays(30), "So long stories are kept at all.");
        trace.end();
        boolean tooLong = named.compareTo(kept) > 0;
        if (tooLong) trace.wrong(trace.isSet("addresses_for") ? "addresses_for" : "kept_for", "addresses_for is longer than kept_for");
        return new Config.Trace(tooLong ? kept : named, kept);
    }

    private static UndeleteSettings undelete(Section top) {
        var undelete = top.section("undelete", "What was expunged can be had back (sigillo undelete), still sealed.");
        var days = Kind.DURATION.where(time -> time.toDays() <= 400, "a duration up to \"400 days\" would be right");
        var kept = undelete.value("kept_for", days, Duration.ofDays(30), "So long. \"0 days\": what is expunged is gone.");
        long size = undelete.value("size", Kind.OCTETS, 5L << 30, "So much of an account; beyond it the oldest goes.");
        undelete.end();
        return new UndeleteSettings(kept, size);
    }

    private static QuotaSettings quota(Section top) {
        var quota = top.section("quota", "How much accounts may hold (sigillo account quota, sigillo domain quota).");
        long size = quota.value("account", Kind.OCTETS, 0L, """
            An account of which nothing else was said: messages as they were sent, each once; not what was expunged.
            "0 MiB": as much as there is room.""");
        var grace = quota.value("grace", Kind.WAIT, Duration.ofDays(7), """
            So long a full account says that mail should come again (452), before it says that it cannot be delivered
            (552).""");
        quota.end();
        return new QuotaSettings(size == 0 ? OptionalLong.empty() : OptionalLong.of(size), grace);
    }

    private static ScrubSettings scrub(Section top) {
        var scrub = top.section("scrub", "All that is kept is read again and again, to find what the disk has changed (sigillo scrub).");
        var pace = Kind.OCTETS.where(octets -> octets >= 1 << 10, "a size of at least \"1 KiB\" would be right");
        long rate = scrub.value("rate", pace, 4L << 20, "So much in a second, at most.");
        var every = scrub.value("every", Kind.WAIT, Duration.ofDays(7), "How often a pass begins.");
        scrub.end();
        return new ScrubSettings(rate, every);
    }

    private static Config.SignIn login(Section top) {
        var login = top.section("login", "How mail programs sign in: by IMAP, POP3, ManageSieve and submission.");
        boolean areTaken = login.flag("account_passwords", true, """
            Also with the account's own password. false: only with app passwords (sigillo app-password) and tokens, which can
            be revoked one by one; SCRAM is offered then.""");
        var programs = DeclaredPrograms.settings(login);
        login.end();
        return new Config.SignIn(areTaken, programs);
    }

    private Config.Sealing sealing(Section top, Path data) {
        var sealing = top.section("sealing", "How mail is sealed: docs/sealing.md says what that protects from.");
        var ofNewOnes = Kind.oneOf(sigillo.keyring.Level.class).where(one -> one != sigillo.keyring.Level.L2,
            "l0 or l1 would be right; to L2 an account goes by its owner, who has the keys");
        var level = sealing.value("level", ofNewOnes, sigillo.keyring.Level.L1,
            "Of new accounts. l1: only their owners open them. l0: this server too, which can then reset a password.");
        boolean choose = sealing.flag("owners_choose", true, """
            Whether the owner of an account may change its level at the web pages. false: you alone (sigillo account level).""");
        var time = Kind.DURATION.where(stay -> stay.toDays() < 1,
            "a duration below a day, such as \"15 minutes\", would be right");
        var stay = sealing.value("keys_stay", time, Duration.ofMinutes(15),
            "So long the keys of an account stay in memory after its last session, since mail programs come back.");
        var keys = sealing.value("keys", reading.path(), data.resolve("keys"),
            "The folder of this server's own keys. Elsewhere than the data is better: on another disk, in a backup of its own.");
        sealing.end();
        return new Config.Sealing(level, choose, stay, keys);
    }

    private Config.Operator operator(Section top, Path data) {
        var operator = top.section("operator", """
            The commands (sigillo account, queue, trace ...) reach a running server by a local socket: never from another
            machine, and only for root, the server's user and those named here.""");
        var socket = operator.value("socket", reading.path(), data.resolve("run/operator.sock"), "");
        var users = operator.list("users", Kind.TEXT, List.of(), "");
        operator.end();
        if (!users.isEmpty() && socket.startsWith(data)) {
            operator.wrong("users", "the data directory is the server's alone: give them a socket that they can reach,"
                + " such as operator.socket = \"/run/sigillo/operator.sock\"");
        }
        return new Config.Operator(socket, users);
    }

    private static Config.Log log(Section top) {
        var log = top.section("log", "One line an event on standard error; never content.");
        var level = log.value("level", Kind.oneOf(LogLevel.class), LogLevel.INFO, "error, warning, info or debug.");
        boolean addresses = log.flag("addresses", false,
            "Whether mail addresses are shown in it; otherwise accounts are named by their ids. IP addresses are shown in any case.");
        log.end();
        return new Config.Log(level.level, addresses);
    }

    private enum LogLevel {
        ERROR(Level.SEVERE), WARNING(Level.WARNING), INFO(Level.INFO), DEBUG(Level.FINE);

        private final Level level;

        LogLevel(Level level) { this.level = level; }
    }
}
