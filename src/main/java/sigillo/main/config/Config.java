package sigillo.main.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import sigillo.account.QuotaSettings;
import sigillo.account.UndeleteSettings;
import sigillo.authentication.AuthenticationSettings;
import sigillo.backup.BackupSettings;
import sigillo.authorization.AuthorizationSettings;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.certificates.AcmeSettings;
import sigillo.certificates.ProofKind;
import sigillo.correspondents.LookupSettings;
import sigillo.doctor.DoctorSettings;
import sigillo.engines.EngineSettings;
import sigillo.filter.FilterSettings;
import sigillo.http.Forwarders;
import sigillo.learning.LearningSettings;
import sigillo.mtasts.StsPolicy;
import sigillo.net.Networks;
import sigillo.providers.Access;
import sigillo.reporting.ReportingSettings;
import sigillo.resolver.Dnssec;
import sigillo.scrub.ScrubSettings;
import sigillo.sending.SendingLimits;
import sigillo.upgrade.UpgradeSettings;

/** A whole configuration as values, checked one by one. {@code file}: where it stands, or would stand. {@code main} makes each package's own settings of it. */
public record Config(
        Path file, Path data, Store store, Domain hostname, Map<Door, Listening> listeners, Certificates tls, Acme acme, Limits limits, Directory directory,
        SendingLimits submission, Imap imap, Pop pop, ManageSieve manageSieve, Jmap jmap, Queue queue, Relay relay, WarmUp warmUp, Optional<StsPolicy> policy, Resolver resolver,
        AuthenticationSettings authentication, FilterSettings filter, LearningSettings learning, EngineSettings engines, ReportingSettings reporting, Signing signing, Forwarding forwarding, Trace trace,
        UndeleteSettings undelete, QuotaSettings quota, SignIn signIn, Sealing sealing, BackupSettings backup,
        ScrubSettings scrub, DoctorSettings doctor, UpgradeSettings upgrades, LookupSettings lookup, Operator operator, Log log) {

    public Config {
        listeners = new EnumMap<>(listeners);
    }

    /** What keeps mail. */
    public sealed interface Store {
        /** Files in the data directory. */
        record Here() implements Store {}

        /**
         * {@code authority}: who signs the nodes' certificates; empty for those whom Java trusts. {@code several}: other
         * servers may serve it at the same time.
         */
        record Cluster(
                List<InetSocketAddress> contactPoints, String localDataCentre, String keyspace, List<Copies> replication,
                Optional<Login> login, boolean tls, Optional<Path> authority, boolean several) implements Store {
            public Cluster {
                contactPoints = List.copyOf(contactPoints);
                replication = List.copyOf(replication);
            }
        }
    }

    /** How many copies of all a data centre keeps. */
    public record Copies(String dataCentre, int count) {}

    /** {@code proxies}: who connects for others, and says for whom by the PROXY protocol; none: everybody for himself. {@code forwarders}: the same by a field of HTTP. */
    public record Listening(
            boolean on, InetAddress address, int port, Networks allowed, int connectionsMax, int connectionsByAddressMax, Networks proxies,
            Forwarders forwarders) {}

    /** Empty: the server makes a certificate of its own, which no program trusts by itself. */
    public record Certificates(Optional<Path> certificate, Optional<Path> key) {}

    /** Of whom certificates are ordered; of nobody where the terms are not {@code agreed} to. {@code trust}: a file. */
    public record Acme(
            boolean agreed, URI directory, Optional<String> contact, List<String> names, List<ProofKind> proofs, Optional<String> profile,
            AcmeSettings.KeyKind key, Optional<Path> trust, Optional<AcmeSettings.External> external, Optional<DnsUpdates> dns,
            Optional<DnsProvider> provider, Duration patience) {
        public Acme {
            names = List.copyOf(names);
            proofs = List.copyOf(proofs);
        }
    }

    /** A DNS server that lets us change records. {@code settling}: until all servers of the zone show it. */
    public record DnsUpdates(InetSocketAddress server, String key, String algorithm, byte[] secret, Optional<Domain> zone, Duration settling) {
        /** What servers of a zone take of whom nothing was said. */
        public static final Duration SETTLING = Duration.ofSeconds(30);

        @Override public String toString() { return "DnsUpdates[" + server + "]"; }
    }

    /** A provider that lets us change records by its own interface. */
    public record DnsProvider(Access access, Duration settling) {}

    /**
     * {@code messageOctets}: of one message as it comes by SMTP or APPEND. {@code connections}: of mail programs that have signed in,
     * over all listeners; the heap is as large.
     */
    public record Limits(long messageOctets, int recipients, long spoolOctets, int connections) {}

    public record Directory(String separator, Optional<Address> postmaster) {}

    public record Imap(boolean loginWithoutTls) {}

    public record Pop(boolean loginWithoutTls) {}

    public record ManageSieve(boolean loginWithoutTls) {}

    /** {@code origins}: whose pages may use JMAP from a browser, beside ours. */
    public record Jmap(Set<String> origins) {
        public Jmap { origins = Set.copyOf(origins); }
    }

    public record Queue(Duration giveUpAfter, Duration delayNoticeAfter, int attemptsAtOnce, int perDestination) {}

    /** {@code smarthost}: carries all mail that no route names, or only what is refused for this server's address. */
    public record Relay(
            boolean loopbackOnly, int port, boolean sts, int httpsPort, Optional<Host> smarthost, boolean smarthostWhenRefused,
            List<Route> routes) {
        public Relay {
            routes = List.copyOf(routes);
        }
    }

    /** Whether receivers get little at first: auto for a new installation. */
    public enum WarmUp { AUTO, ON, OFF }

    /** A server that takes our mail. */
    public record Host(String host, int port, Language protocol, Tls tls, Optional<Login> login) {}

    public enum Language { SMTP, LMTP }

    public enum Tls { STARTTLS, TLS, OPPORTUNISTIC, NONE }

    public record Login(String user, Secret password) {}

    /** Where mail for one domain goes instead of to its MX. */
    public record Route(Domain domain, Host to) {}

    /** {@code anchors}: a file of them; empty for the root's. */
    public record Resolver(List<InetSocketAddress> servers, Dnssec dnssec, Optional<Path> anchors) {
        public Resolver {
            servers = List.copyOf(servers);
        }
    }

    /** {@code rotateAfter}: zero for never. */
    public record Signing(boolean on, Duration rotateAfter) {}

    /** {@code srs}: whether senders are rewritten; {@code arc}: whether it is sealed. */
    public record Forwarding(boolean srs, boolean arc) {}

    public record Trace(Duration namedFor, Duration keptFor) {}

    /**
     * {@code level}: of new accounts. {@code ownersChoose}: whether owners may change theirs. {@code keysStay}: after their
     * last use. {@code keys}: the folder of the server's own.
     */
    public record Sealing(sigillo.keyring.Level level, boolean ownersChoose, Duration keysStay, Path keys) {}

    /** {@code accountPasswords}: whether mail programs may sign in with them. {@code programs}: who may be let in by OAuth. */
    public record SignIn(boolean accountPasswords, AuthorizationSettings programs) {}

    /** {@code addresses}: whether mail addresses are shown. */
    public record Log(Level level, boolean addresses) {}

    /** {@code users}: who may use the operator's socket besides root and the server's own user. */
    public record Operator(Path socket, List<String> users) {
        public Operator {
            users = List.copyOf(users);
        }
    }
}
