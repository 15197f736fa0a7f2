package sigillo.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.zone.ZoneRecord;
import sigillo.zone.ZoneRecord.Type;

/** Each provider changes the zone of a domain alike, tried against a fake of what it documents. */
@Tag("gate")
class ProvidersTest {
    static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final String ZONE = FakeProvider.ZONE;
    private static final String KEY = "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A" + "MIIBCgKCAQEA".repeat(28) + "QAB";
    private static final String HASH = "8d02536c887482bc34ff54e41d2ba659bf85b341a0a20afadb5813dcfbcf286d";
    private static final String OLD_SPF = "v=spf1 include:_spf.other.example ~all";
    private static final String SPF = "v=spf1 mx include:_spf.other.example ~all";

    /** A record of each spelling: {@code isLong}: of more than one string. */
    private static final List<ZoneRecord> ALL = List.of(
        new ZoneRecord("mail.home.test", Type.A, "192.0.2.7"),
        new ZoneRecord("mail.home.test", Type.AAAA, "2001:db8::7"),
        new ZoneRecord(ZONE, Type.MX, "10 mail.home.test."),
        new ZoneRecord(ZONE, Type.MX, "20 home.test."),
        new ZoneRecord(ZONE, Type.TXT, SPF),
        new ZoneRecord("s2026._domainkey.home.test", Type.TXT, KEY),
        new ZoneRecord("_dmarc.home.test", Type.TXT, "v=DMARC1; p=none; rua=mailto:postmaster@home.test"),
        new ZoneRecord("mta-sts.home.test", Type.CNAME, "mail.home.test."),
        new ZoneRecord("_submissions._tcp.home.test", Type.SRV, "0 1 465 mail.home.test."),
        new ZoneRecord("_pop3._tcp.home.test", Type.SRV, "0 0 0 ."),
        new ZoneRecord("_25._tcp.mail.home.test", Type.TLSA, "3 1 1 " + HASH),
        new ZoneRecord(ZONE, Type.CAA, "0 issue \"letsencrypt.org\""));

    @TempDir Path folder;

    private interface Opening {
        FakeProvider open(Path folder) throws Exception;
    }

    private record Case(ProviderKind kind, Opening opening) {
        Access access(String token) {
            return new Access(kind, kind == ProviderKind.OVH ? FakeOvh.APPLICATION : kind == ProviderKind.ROUTE53 ? FakeRoute53.KEY_ID : "", token,
                kind == ProviderKind.OVH ? FakeOvh.CONSUMER : "", "");
        }
    }

    private static final List<Case> CASES = List.of(new Case(ProviderKind.CLOUDFLARE, FakeCloudflare::new), new Case(ProviderKind.DESEC, FakeDesec::new),
        new Case(ProviderKind.DIGITALOCEAN, FakeDigitalOcean::new), new Case(ProviderKind.GANDI, FakeGandi::new), new Case(ProviderKind.HETZNER, FakeHetzner::new),
        new Case(ProviderKind.OVH, FakeOvh::new), new Case(ProviderKind.ROUTE53, FakeRoute53::new));

    /** One provider, and what was waited for it. */
    private record Scene(Case of, FakeProvider fake, ProviderZones zones, List<Duration> waits) {}

    @TestFactory Stream<DynamicTest> each() {
        return CASES.stream().map(one -> DynamicTest.dynamicTest(one.kind.title(), () -> {
            var waits = new ArrayList<Duration>();
            try (var fake = one.opening.open(Files.createTempDirectory(folder, "fake"))) {
                var scene = new Scene(one, fake, ProviderZones.of(one.access(FakeProvider.TOKEN), fake.client(), waits::add, () -> NOW), waits);
                publishesWhatIsMissingAndNoMore(scene);
                fake.rows.clear();
                proofsComeAndGo(scene);
                waitsAsLongAsItIsTold(scene);
                fake.rows.clear();
                whatIsRefusedIsSaidWithoutTheToken(scene);
                if (fake instanceof FakeDigitalOcean) whatAProviderHasNotIsSaid(scene);
                if (fake instanceof FakeRoute53 route53) anAliasOfRoute53StaysAsItIs(scene, route53);
            }
        }));
    }

    private static String line(ZoneRecord record) {
        var value = record.type() == Type.TXT ? record.value() : FakeProvider.canonical(record.name(), record.type().name(), record.value());
        return record.name() + " " + record.type() + " " + value;
    }

    private static Set<String> lines(List<ZoneRecord> records) { return new TreeSet<>(records.stream().map(ProvidersTest::line).toList()); }

    /** What stood there for others stays; what is right already is not written again. */
    private static void publishesWhatIsMissingAndNoMore(Scene scene) throws Exception {
        var one = scene.of;
        var fake = scene.fake;
        var zones = scene.zones;
        fake.put(ZONE, "TXT", 7_200, FakeProvider.quoted(OLD_SPF));
        fake.put(ZONE, "TXT", 7_200, FakeProvider.quoted("verification=a;b c"));
        fake.put(ZONE, "TXT", 7_200, FakeProvider.quoted("another"));
        fake.put("www.home.test", "A", 7_200, "192.0.2.80");
        fake.put(ZONE, "MX", 7_200, "50 old.example.");
        boolean hasTlsa = one.kind != ProviderKind.DIGITALOCEAN;
        var wanted = ALL.stream().filter(record -> hasTlsa || record.type() != Type.TLSA).toList();
        var remove = List.of(new ZoneRecord(ZONE, Type.TXT, OLD_SPF), new ZoneRecord(ZONE, Type.MX, "40 never.example."));
        zones.change(remove, wanted);
        var expected = lines(wanted);
        expected.addAll(Set.of("home.test TXT verification=a;b c", "home.test TXT another", "www.home.test A 192.0.2.80", "home.test MX 50 old.example."));
        assertEquals(expected, fake.shown());
        assertEquals(Set.of(7_200), Set.copyOf(fake.rows(ZONE, "TXT").stream().map(FakeProvider.Row::ttl).toList()), "so long it was remembered");
        assertEquals(3_600, fake.rows("mail.home.test", "A").getFirst().ttl());
        if (fake instanceof FakeOvh ovh) assertEquals(0, ovh.unshown());
        int before = fake.writes;
        zones.change(remove, wanted);
        assertEquals(before, fake.writes, "nothing is left to do");
    }

    private static void proofsComeAndGo(Scene scene) throws Exception {
        var fake = scene.fake;
        var zones = scene.zones;
        var name = "_acme-challenge.mail.home.test";
        zones.addText(name, "one-_proof");
        zones.addText(name, "two");
        zones.addText(name, "two");
        assertEquals(Set.of(name + " TXT one-_proof", name + " TXT two"), fake.shown());
        zones.removeText(name, "one-_proof");
        zones.removeText(name, "none");
        assertEquals(Set.of(name + " TXT two"), fake.shown(), "no other was taken away");
        zones.removeText(name, "two");
        assertEquals(Set.of(), fake.shown());
    }

    private static void waitsAsLongAsItIsTold(Scene scene) throws Exception {
        var one = scene.of;
        var fake = scene.fake;
        var zones = scene.zones;
        var waits = scene.waits;
        fake.tooMany = 1;
        zones.addText("_acme-challenge.home.test", "x");
        assertEquals(List.of(one.kind == ProviderKind.ROUTE53 ? ProviderLimits.WAIT_UNSAID : Duration.ofSeconds(7)), waits);
        assertEquals(Set.of("_acme-challenge.home.test TXT x"), fake.shown());
        fake.tooMany = 1_000;
        var often = assertThrows(IOException.class, () -> zones.addText("_acme-challenge.home.test", "y"));
        assertTrue(often.getMessage().contains("asked too often"), often.getMessage());
        assertEquals(1 + ProviderLimits.WAITS_MAX, waits.size());
        fake.tooMany = 0;
    }

    private static void whatIsRefusedIsSaidWithoutTheToken(Scene scene) throws Exception {
        var one = scene.of;
        var fake = scene.fake;
        var zones = scene.zones;
        var wrong = ProviderZones.of(one.access("wr0ngtoken"), fake.client(), _ -> {}, () -> NOW);
        var no = assertThrows(IOException.class, () -> wrong.addText("_acme-challenge.home.test", "x")).getMessage();
        assertTrue(no.startsWith(one.kind.title()) && !no.contains("wr0ngtoken"), no);
        fake.says = java.util.Optional.of("evil\\u001b[2J" + "x".repeat(5_000));
        var long_ = assertThrows(IOException.class, () -> wrong.addText("_acme-challenge.home.test", "x")).getMessage();
        assertTrue(long_.length() < 400 && !long_.contains("\u001b"), long_);
        fake.says = java.util.Optional.empty();
        var elsewhere = assertThrows(IOException.class, () -> zones.addText("_acme-challenge.elsewhere.example", "x")).getMessage();
        assertTrue(elsewhere.contains("no zone of _acme-challenge.elsewhere.example"), elsewhere);
        var odd = assertThrows(IOException.class, () -> zones.addText("a b.home.test/..", "x")).getMessage();
        assertTrue(odd.contains("no name of DNS"), odd);
        assertEquals(Set.of(), fake.shown());
        assertFalse(one.access(FakeProvider.TOKEN).toString().contains(FakeProvider.TOKEN));
    }

    /** It is told, and what can be there is. */
    private static void whatAProviderHasNotIsSaid(Scene scene) {
        var fake = scene.fake;
        var zones = scene.zones;
        var told = assertThrows(IOException.class, () -> zones.change(List.of(), ALL)).getMessage();
        assertTrue(told.contains("no TLSA") && told.contains("the rest is published"), told);
        assertEquals(ALL.size() - 1, fake.shown().size());
    }

    private static void anAliasOfRoute53StaysAsItIs(Scene scene, FakeRoute53 route53) {
        route53.special = "<AliasTarget><HostedZoneId>Z2</HostedZoneId><DNSName>lb.example.</DNSName></AliasTarget>";
        var told = assertThrows(IOException.class, () -> scene.zones.change(List.of(), List.of(ALL.getFirst()))).getMessage();
        assertTrue(told.contains("alias"), told);
    }
}
