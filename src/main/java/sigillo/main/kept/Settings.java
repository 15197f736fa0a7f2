package sigillo.main.kept;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.Collectors;
import sigillo.base.Domain;
import sigillo.certificates.AcmeSettings;
import sigillo.directory.DirectorySettings;
import sigillo.http.Forwarders;
import sigillo.https.HttpsClient;
import sigillo.imapd.ImapLimits;
import sigillo.imapd.ImapSettings;
import sigillo.keyring.KeyringSettings;
import sigillo.main.config.Config;
import sigillo.main.config.Door;
import sigillo.main.folder.DataFolder;
import sigillo.net.ListenerSettings;
import sigillo.popd.PopLimits;
import sigillo.popd.PopSettings;
import sigillo.sieved.SieveDoorLimits;
import sigillo.sieved.SieveDoorSettings;
import sigillo.queue.QueueSettings;
import sigillo.queue.Schedule;
import sigillo.relay.Hop;
import sigillo.relay.RelaySettings;
import sigillo.providers.ProviderZones;
import sigillo.resolver.DnsUpdate;
import sigillo.resolver.ResolverSettings;
import sigillo.signing.SigningSettings;
import sigillo.smtpd.SmtpSettings;
import sigillo.spool.SpoolSettings;
import sigillo.trace.TraceSettings;

/** Makes each package's own settings of the configuration. What is not in it stays as the package has it. */
public record Settings(Config config) {
    private static final Duration HANDSHAKE_MAX = Duration.ofSeconds(30);

    DirectorySettings directory() {
        return new DirectorySettings(config.hostname(), config.directory().separator(), config.directory().postmaster());
    }

    TraceSettings trace() { return new TraceSettings(config.trace().namedFor(), config.trace().keptFor()); }

    KeyringSettings keyring() { return new KeyringSettings(config.sealing().keysStay()); }

    public SpoolSettings spool(DataFolder folder) {
        var standard = SpoolSettings.at(folder.spool());
        return new SpoolSettings(folder.spool(), standard.memoryByMessage(), standard.memoryAltogether(), config.limits().spoolOctets());
    }

    public QueueSettings queue() {
        var standard = Schedule.DEFAULT;
        var schedule = new Schedule(standard.first(), standard.longest(), standard.faultLongest(),
            config.queue().delayNoticeAfter(), config.queue().giveUpAfter());
        return QueueSettings.of(config.hostname()).with(schedule)
            .atOnce(config.queue().attemptsAtOnce(), config.queue().perDestination());
    }

    /** How long what was signed may be on its way: held for its sender, in our queue, and in those of others. */
    private static final Duration ELSEWHERE = Duration.ofDays(7);

    SigningSettings signing() {
        var longest = smtp().holdMax().plus(config.queue().giveUpAfter()).plus(ELSEWHERE);
        return new SigningSettings(config.signing().on(), config.signing().rotateAfter(), longest);
    }

    /** Empty where no certificates are ordered. Throws {@link IOException} when the authorities cannot be read. */
    public Optional<AcmeSettings> acme() throws IOException {
        var acme = config.acme();
        if (!acme.agreed()) return Optional.empty();
        var trust = acme.trust().isPresent() ? Optional.of(Files.readString(acme.trust().get(), StandardCharsets.ISO_8859_1)) : Optional.<String>empty();
        var settling = acme.dns().map(Config.DnsUpdates::settling).or(() -> acme.provider().map(Config.DnsProvider::settling)).orElse(Config.DnsUpdates.SETTLING);
        return Optional.of(new AcmeSettings(acme.directory(), acme.contact(), acme.profile(), acme.key(), acme.proofs(), trust, acme.external(), settling, acme.patience()));
    }

    /** Who lets us change the zones of our domains; empty where nobody does. {@code https}: to providers. */
    public Optional<ZoneWriter> zones(Optional<HttpsClient> https, InstantSource clock) {
        var updates = config.acme().dns().map(dns -> ZoneWriter.of(new DnsUpdate(
            new DnsUpdate.Settings(dns.server(), dns.key(), dns.algorithm(), dns.secret(), dns.zone().map(Domain::name)))));
        return updates.or(() -> config.acme().provider().flatMap(one -> https.map(client -> ZoneWriter.of(ProviderZones.of(one.access(), client, clock)))));
    }

    public RelaySettings relay() { return relay(!config.relay().smarthostWhenRefused()); }

    /** For domains that refuse this server's address; empty where there is no other way. */
    public Optional<RelaySettings> detour() {
        boolean isAnother = config.relay().smarthost().isPresent() && config.relay().smarthostWhenRefused();
        return isAnother ? Optional.of(relay(true)) : Optional.empty();
    }

    private RelaySettings relay(boolean bySmarthost) {
        var relay = config.relay();
        var routes = relay.routes().stream().collect(Collectors.toMap(Config.Route::domain, route -> hop(route.to()), (first, _) -> first));
        return new RelaySettings(config.hostname(), relay.port(), routes, relay.smarthost().filter(_ -> bySmarthost).map(Settings::hop), relay.loopbackOnly(),
            Optional.empty(), ownDoors());
    }

    /** Where we take mail: an exchanger that leads there would be ourselves. */
    private Set<InetSocketAddress> ownDoors() {
        return Stream.of(Door.SMTP, Door.LMTP).map(config.listeners()::get).filter(Config.Listening::on)
            .map(l -> new InetSocketAddress(l.address(), l.port())).collect(Collectors.toSet());
    }

    private static Hop hop(Config.Host to) {
        var protocol = switch (to.protocol()) {
            case SMTP -> Hop.Protocol.SMTP;
            case LMTP -> Hop.Protocol.LMTP;
        };
        var encryption = switch (to.tls()) {
            case STARTTLS -> Hop.Encryption.REQUIRED;
            case TLS -> Hop.Encryption.IMPLICIT;
            case OPPORTUNISTIC -> Hop.Encryption.OPPORTUNISTIC;
            case NONE -> Hop.Encryption.NONE;
        };
        boolean isVerified = encryption == Hop.Encryption.REQUIRED || encryption == Hop.Encryption.IMPLICIT;
        var login = to.login().map(ours -> new Hop.Login(ours.user(), ours.password().value()));
        return new Hop(to.host(), to.port(), protocol, encryption, isVerified, login, true);
    }

    /** Throws {@link IOException} when the file of trust anchors cannot be read. */
    public ResolverSettings resolver() throws IOException {
        var standard = ResolverSettings.DEFAULT;
        var given = config.resolver();
        var anchors = given.anchors().isPresent() ? Optional.of(Files.readString(given.anchors().get())) : Optional.<String>empty();
        return new ResolverSettings(given.servers(), standard.timeout(), standard.cacheEntriesMax(), given.dnssec(), anchors);
    }

    public SmtpSettings smtp() {
        var standard = SmtpSettings.of(config.hostname());
        return new SmtpSettings(standard.hostName(), config.limits().messageOctets(), config.limits().recipients(), standard.mailsMax(),
            standard.errorsMax(), standard.refusedRecipientsMax(), standard.errorPause(), standard.plaintextAuth(),
            standard.binaryMime(), standard.holdMax(), standard.unlimited(), standard.deadlines());
    }

    public ImapSettings imap() {
        return new ImapSettings(config.imap().loginWithoutTls(), config.limits().messageOctets(), ImapLimits.DEFAULT, jmapUrl(), sieveUrl());
    }

    /** As a client would find it by the name of this host. */
    private Optional<String> jmapUrl() {
        return config.listeners().get(Door.HTTPS).on() ? Optional.of(site() + "/.well-known/jmap") : Optional.empty();
    }

    /** Where the pages are. */
    public String site() {
        int port = config.listeners().get(Door.HTTPS).port();
        return "https://" + config.hostname() + (port == 443 ? "" : ":" + port);
    }

    /** RFC 5804 section 3; where nobody can put scripts there are none that run. */
    private Optional<String> sieveUrl() {
        var door = config.listeners().get(Door.MANAGESIEVE);
        var port = door.port() == 4190 ? "" : ":" + door.port();
        return door.on() ? Optional.of("sieve://" + config.hostname() + port) : Optional.empty();
    }

    public SieveDoorSettings sieve() { return new SieveDoorSettings(config.manageSieve().loginWithoutTls(), SieveDoorLimits.DEFAULT); }

    public PopSettings pop() { return new PopSettings(config.pop().loginWithoutTls(), PopLimits.DEFAULT); }

    /** Who says at HTTPS of whom a request is. */
    public Forwarders forwarders() { return config.listeners().get(Door.HTTPS).forwarders(); }

    public ListenerSettings listener(Door door) {
        var listening = config.listeners().get(door);
        return new ListenerSettings(door.key(), new InetSocketAddress(listening.address(), listening.port()), door.isImplicitTls(),
            listening.allowed(), listening.connectionsMax(), listening.connectionsByAddressMax(), HANDSHAKE_MAX, listening.proxies());
    }
}
