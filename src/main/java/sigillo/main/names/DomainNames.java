package sigillo.main.names;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sigillo.autoconfig.Offered;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.certificates.Certificates;
import sigillo.dns.DnsData;
import sigillo.dns.DnsType;
import sigillo.dns.Lookup;
import sigillo.https.PublicAddress;
import sigillo.main.config.Config;
import sigillo.main.config.Door;
import sigillo.main.kept.Kept;
import sigillo.main.mail.Elsewhere;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;
import sigillo.setup.DomainLook;
import sigillo.setup.StepRows;
import sigillo.signing.Signing;
import sigillo.signing.Stage;
import sigillo.zone.DomainFacts;
import sigillo.zone.Finding;

/** What DNS should show of our domains, put together from all who know a part of it. */
public final class DomainNames {
    private static final String LETS_ENCRYPT = "letsencrypt.org";

    private final Config config;
    private final Kept kept;
    private final Signing signing;
    private final Certificates certificates;
    private final Elsewhere elsewhere;
    private final StepRows steps;

    public DomainNames(Config config, Kept kept, Signing signing, Certificates certificates, Elsewhere elsewhere) {
        this.config = config;
        this.kept = kept;
        this.signing = signing;
        this.certificates = certificates;
        this.elsewhere = elsewhere;
        this.steps = new StepRows(kept.store());
    }

    public StepRows steps() { return steps; }

    /** Asks the servers of the zone, all anew. */
    public List<Finding> look(Domain domain) {
        var zone = elsewhere.zone().orElseThrow();
        Lookup dns = elsewhere.freshDns().orElseThrow();
        return new DomainLook(this::facts, steps::of, zone, dns, kept.clock()).look(domain);
    }

    private DomainFacts facts(Domain domain, DomainFacts.Said said) {
        var keys = signing.published(Optional.of(domain)).stream().filter(key -> key.stage() != Stage.REMOVABLE)
            .map(key -> new DomainFacts.Key(key.name(), key.value())).toList();
        return new DomainFacts(domain, config.hostname(), addresses(), keys, config.policy(), tlsa(), ProgramDoors.of(config), web(),
            authority(), Optional.of(reports(domain)), said);
    }

    /** Those that strangers reach. Behind NAT there is none here, and what DNS says of the host is believed. */
    private static List<InetAddress> addresses() {
        try {
            return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).filter(PublicAddress::is).distinct().toList();
        } catch (SocketException unknown) {
            return List.of();
        }
    }

    /** To which DNS leads who asks for this host; none where it says nothing. Blocks as DNS does. */
    public List<InetAddress> hostAddresses() {
        var dns = elsewhere.freshDns();
        if (dns.isEmpty()) return List.of();
        return Stream.of(DnsType.A, DnsType.AAAA).flatMap(type -> dns.get().ask(config.hostname().name(), type).all(DnsData.Host.class).stream())
            .map(DnsData.Host::address).toList();
    }

    /** RFC 7672 section 2.2.1: only where DNS vouches for the host's addresses do its keys count. */
    private List<String> tlsa() {
        boolean isSigned = elsewhere.resolver().map(resolver -> isSigned(resolver)).orElse(false);
        if (!isSigned) return List.of();
        var shown = certificates.shown();
        return Stream.concat(shown.tlsa().stream(), shown.nextTlsa().stream()).toList();
    }

    private boolean isSigned(Resolver resolver) {
        return resolver.addresses(config.hostname().name()) instanceof Answer.Found<InetAddress>(_, boolean secure) && secure;
    }

    private Optional<Offered> web() {
        var listening = config.listeners().get(Door.HTTPS);
        if (!listening.on()) return Optional.empty();
        return Optional.of(new Offered(Offered.Service.HTTPS, Offered.Security.TLS, config.hostname().name(), listening.port()));
    }

    private Optional<String> authority() {
        boolean isLetsEncrypt = config.acme().agreed() && config.acme().directory().getHost().endsWith(".api." + LETS_ENCRYPT);
        return isLetsEncrypt ? Optional.of(LETS_ENCRYPT) : Optional.empty();
    }

    /** To an address that is read as one of reports, of the domain itself where there is one. */
    private Address reports(Domain domain) {
        var received = config.reporting().received();
        return received.stream().filter(address -> address.domain().equals(domain)).min(Comparator.comparing(Address::toString))
            .or(() -> received.stream().min(Comparator.comparing(Address::toString))).orElseGet(() -> new Address("postmaster", domain));
    }
}
