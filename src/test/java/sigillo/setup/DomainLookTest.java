package sigillo.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Update;
import sigillo.autoconfig.Offered;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.mtasts.StsPolicy;
import sigillo.peers.KnotPeer;
import sigillo.resolver.DnsLookup;
import sigillo.resolver.DnsResolver;
import sigillo.resolver.DnsUpdate;
import sigillo.resolver.ResolverSettings;
import sigillo.resolver.ZoneServers;
import sigillo.zone.DomainFacts;
import sigillo.zone.Finding;
import sigillo.zone.Finding.Fault;
import sigillo.zone.Purpose;
import sigillo.zone.ZoneRecord;
import sigillo.zone.ZoneRecord.Type;

/** A domain whose DNS is a real Knot: what is missing or wrong is found there, published, and right then. */
@Tag("gate")
@Timeout(120)
class DomainLookTest {
    private static final String ZONE = "home.test";
    private static final byte[] SECRET = "a key of thirty-two octets......".getBytes();
    private static final String KEY = "v=DKIM1; k=rsa; p=" + "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A".repeat(12) + "IDAQAB";
    private static final String LEFT = "AUTHORITY MISSING []";
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    @TempDir static Path folder;
    private static KnotPeer knot;
    private static DnsResolver resolver;
    private static DnsUpdate update;

    @BeforeAll static void start() {
        assumeTrue(KnotPeer.isInstalled(), "Knot is not installed");
        knot = new KnotPeer(folder, ZONE, Base64.getEncoder().encodeToString(SECRET), List.of());
        resolver = new DnsResolver(new ResolverSettings(List.of(knot.address()), Duration.ofSeconds(4), 1_000));
        update = new DnsUpdate(new DnsUpdate.Settings(knot.address(), KnotPeer.KEY, "hmac-sha256", SECRET, Optional.empty()));
    }

    @AfterAll static void stop() {
        if (knot != null) knot.close();
    }

    /** Each test has a domain of its own in the zone. */
    private static final class House {
        final Domain domain;
        final Domain host;
        final Map<Domain, DomainLook.Step> steps = new HashMap<>();

        House(String name) {
            domain = Domain.of(name + "." + ZONE);
            host = Domain.of("mail." + name + "." + ZONE);
        }

        private Offered door(Offered.Service service, int port) { return new Offered(service, Offered.Security.TLS, host.name(), port); }

        private DomainFacts facts(Domain of, DomainFacts.Said said) {
            return new DomainFacts(of, host, List.of(InetAddress.ofLiteral("192.0.2.1")), List.of(new DomainFacts.Key("s1._domainkey." + of.name(), KEY)),
                Optional.of(new StsPolicy(StsPolicy.Mode.ENFORCE, List.of(host.name()), Duration.ofDays(7))), List.of(),
                List.of(door(Offered.Service.IMAP, 993), door(Offered.Service.SUBMISSION, 465)), Optional.of(door(Offered.Service.IMAP, 443)),
                Optional.of("letsencrypt.org"), Optional.of(Address.of("postmaster@" + of.name())), said);
        }

        List<Finding> look() {
            var servers = new ZoneServers(resolver, knot.address().getPort());
            return new DomainLook(this::facts, of -> Optional.ofNullable(steps.get(of)), servers::ask, new DnsLookup(resolver).fresh(), () -> NOW).look(domain);
        }

        void add(String label, Type type, String value) throws IOException {
            update.change(List.of(), List.of(new ZoneRecord(label.isEmpty() ? domain.name() : label + "." + domain.name(), type, value)));
        }

        void publish(List<Finding> findings, boolean takesMail) throws IOException {
            var changes = Publishing.of(findings, takesMail);
            update.change(changes.remove(), changes.add());
        }

        Fault fault(Purpose purpose) {
            return DomainLook.of(look(), purpose).stream().map(Finding::fault).filter(fault -> fault != Fault.NONE).findFirst().orElse(Fault.NONE);
        }
    }

    private static String wrong(List<Finding> findings) {
        return findings.stream().filter(one -> !one.isRight()).map(one -> one.wanted().purpose() + " " + one.fault() + " " + one.seen()).collect(Collectors.joining("\n"));
    }

    @Test void aBareDomainIsPublishedWholeAndThenRight() throws Exception {
        var house = new House("bare");
        var before = house.look();
        assertTrue(before.stream().allMatch(one -> one.fault() == Fault.MISSING), wrong(before));
        house.publish(before, true);
        assertEquals(LEFT, wrong(house.look()), "who may make certificates is its owner's choice");
        house.add("", Type.CAA, "0 issue \"letsencrypt.org\"");
        assertEquals("", wrong(house.look()));
        assertTrue(Publishing.of(house.look(), true).isNothing());
    }

    @Test void whereMailDoesNotComeHereNobodyIsToldThatItMust() throws Exception {
        var house = new House("elsewhere");
        house.add("", Type.A, "192.0.2.77");
        house.add("_imaps._tcp", Type.SRV, "0 1 993 imap.old.example.");
        house.add("_smtp._tls", Type.TXT, "v=TLSRPTv1; rua=mailto:tls@old.example");
        assertEquals(Fault.IMPLICIT, house.fault(Purpose.MX), "mail goes to the address of the domain");
        house.publish(house.look(), false);
        assertEquals(Fault.IMPLICIT, house.fault(Purpose.MX));
        assertEquals(Fault.MISSING, house.fault(Purpose.MTA_STS), "who obeys would refuse to send it");
        assertEquals(Fault.OTHER, house.fault(Purpose.PROGRAMS), "programs go where the mail is");
        assertEquals(Fault.NONE, house.fault(Purpose.TLS_REPORTS));
        house.publish(house.look(), true);
        assertEquals(LEFT, wrong(house.look()));
        assertTrue(new ZoneServers(resolver, knot.address().getPort()).ask(house.domain.name(), Type.A).toString().contains("192.0.2.77"));
    }

    @Test void whatAnotherProviderHasStaysUnlessItIsToGiveWay() throws Exception {
        var house = new House("moved");
        house.add("", Type.MX, "10 mx.old.example.");
        house.add("", Type.TXT, "v=spf1 ip4:198.51.100.7 -all");
        house.add("", Type.TXT, "some-verification=1");
        house.publish(house.look(), false);
        assertEquals(Fault.OTHER, house.fault(Purpose.MX), "mail goes where it went");
        var texts = new ZoneServers(resolver, knot.address().getPort()).ask(house.domain.name(), Type.TXT).toString();
        assertTrue(texts.contains("v=spf1 mx ip4:198.51.100.7 -all") && texts.contains("some-verification=1"), texts);
        house.publish(house.look(), true);
        assertEquals(LEFT, wrong(house.look()));
    }

    @Test void aTextThatIsCutElsewhereIsFoundAndGoes() throws Exception {
        var house = new House("cut");
        var cut = new Update(Name.fromString(ZONE + "."));
        cut.add(new TXTRecord(Name.fromString(house.domain.name() + "."), DClass.IN, 5, List.of("v=spf1 ", "ip4:198.51.100.7 -all")));
        var server = new SimpleResolver(knot.address());
        server.setTCP(true);
        server.setTSIGKey(new TSIG(TSIG.HMAC_SHA256, KnotPeer.KEY, Base64.getEncoder().encodeToString(SECRET)));
        assertEquals(Rcode.NOERROR, server.send(cut).getRcode());
        house.publish(house.look(), true);
        assertEquals(LEFT, wrong(house.look()));
    }

    @Test void theUsualMistakesAreNamed() throws Exception {
        var house = new House("faulty");
        house.publish(house.look(), false);
        house.add("", Type.TXT, "v=spf1 include:other.example ~all");
        assertEquals(Fault.SEVERAL, house.fault(Purpose.SPF));
        house.add("", Type.MX, "5 mx.old.example.");
        assertEquals(Fault.BEHIND_OTHERS, house.fault(Purpose.MX));
        var name = "s1._domainkey." + house.domain.name();
        update.change(List.of(new ZoneRecord(name, Type.TXT, KEY)), List.of(new ZoneRecord(name, Type.TXT, KEY.substring(0, 255))));
        assertEquals(Fault.CUT, house.fault(Purpose.DKIM));
        update.change(List.of(new ZoneRecord(name, Type.TXT, KEY.substring(0, 255))), List.of(new ZoneRecord(name, Type.TXT, "\"" + KEY + "\"")));
        assertEquals(Fault.MANGLED, house.fault(Purpose.DKIM));
        house.publish(house.look(), true);
        assertEquals(LEFT, wrong(house.look()), "all of it can be mended from here");
    }

    @Test void dmarcRisesAMonthAStep() throws Exception {
        var house = new House("dmarc");
        house.publish(house.look(), false);
        house.steps.put(house.domain, new DomainLook.Step("none", NOW.minus(Duration.ofDays(29))));
        assertEquals(Fault.NONE, house.fault(Purpose.DMARC));
        house.steps.put(house.domain, new DomainLook.Step("none", NOW.minus(Duration.ofDays(31))));
        var next = DomainLook.of(house.look(), Purpose.DMARC).getFirst();
        assertEquals("v=DMARC1; p=quarantine; t=y; rua=mailto:postmaster@dmarc.home.test", next.wanted().record().value());
        house.publish(house.look(), false);
        assertEquals(Fault.NONE, house.fault(Purpose.DMARC), "a month of the next begins");
    }

    @Test void aNameWithTheAddressesOfThisHostNeedsNoAlias() throws Exception {
        var house = new House("addresses");
        house.add("mail", Type.A, "192.0.2.1");
        house.add("autoconfig", Type.A, "192.0.2.1");
        house.add("autodiscover", Type.A, "192.0.2.99");
        var programs = DomainLook.of(house.look(), Purpose.PROGRAMS);
        assertEquals(Fault.NONE, programs.get(0).fault());
        assertEquals(Fault.MISSING, programs.get(1).fault());
    }

    /** A stranger's resolver that knows nothing of the zone and says so without being its server. */
    @Test void whoCannotSayWhoHasTheZoneHasNotSaidThatItIsEmpty() {
        var house = new House("unsure");
        var nobody = new DnsResolver(new ResolverSettings(List.of(new InetSocketAddress("127.0.0.1", 1)), Duration.ofMillis(300), 10));
        var look = new DomainLook(house::facts, _ -> Optional.empty(), new ZoneServers(nobody, knot.address().getPort())::ask, new DnsLookup(resolver).fresh(), () -> NOW);
        var findings = look.look(house.domain);
        assertTrue(findings.stream().allMatch(one -> one.fault() == Fault.UNKNOWN), wrong(findings));
    }

    @Test void serversThatAreGoneAreNotAnEmptyZone() {
        var house = new House("silent");
        var look = new DomainLook(house::facts, _ -> Optional.empty(), new ZoneServers(resolver, 1)::ask, new DnsLookup(resolver).fresh(), () -> NOW);
        var findings = look.look(house.domain);
        assertTrue(findings.stream().allMatch(one -> one.fault() == Fault.UNKNOWN), wrong(findings));
        assertTrue(Publishing.of(findings, true).isNothing());
    }
}
