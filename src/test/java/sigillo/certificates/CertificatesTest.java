package sigillo.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Bytes;
import sigillo.base.Sha256;
import sigillo.dane.TlsaRecord;
import sigillo.net.Listener;
import sigillo.net.ListenerSettings;
import sigillo.net.Protocol;
import sigillo.net.TestCertificates;
import sigillo.net.Tls;
import sigillo.net.Wire;
import sigillo.resolver.Answer;
import sigillo.sealing.Randomness;

/** What becomes of certificates as time passes, with an authority that is told what to say. */
class CertificatesTest {
    @TempDir Path folder;
    private Bench bench;
    private SilentAuthority authority;

    @BeforeEach void open() throws Exception {
        bench = new Bench(folder);
        authority = new SilentAuthority(() -> bench.clock().instant());
        bench.instead = Optional.of(authority);
    }

    @AfterEach void close() { bench.close(); }

    private static Optional<AcmeSettings> settings() {
        return Optional.of(new AcmeSettings(URI.create("https://silent.test/dir"), Optional.empty(), Optional.empty(), AcmeSettings.KeyKind.EC,
            List.of(ProofKind.HTTP_01), Optional.empty(), Optional.empty(), Duration.ZERO));
    }

    private Certificates started() { return bench.start(settings()); }

    private void at(Duration ahead) throws InterruptedException {
        bench.ahead = ahead;
        bench.start(settings()).look(); // a new start each time: nothing is remembered but what is kept
    }

    private String alarm(String name) { return bench.alarms.getOrDefault(name, ""); }

    private record Life(int days) {}

    /** The alarm is told at 10, 30 and 60 % of what is left, whether that is a month or two days. */
    @TestFactory Stream<DynamicTest> saysInTimeThatARenewalIsOverdue() {
        return Stream.of(new Life(90), new Life(45), new Life(6)).map(life -> DynamicTest.dynamicTest(life.days() + " days", () -> {
            try (var own = new Bench(java.nio.file.Files.createDirectory(folder.resolve("life" + life.days())))) {
                authority = new SilentAuthority(() -> own.clock().instant());
                authority.life = Duration.ofDays(life.days());
                own.instead = Optional.of(authority);
                own.start(settings()).look();
                var due = own.certificates.shown().nextTry().orElseThrow();
                var end = own.certificates.shown().served().getFirst().until();
                var left = Duration.between(due, end);
                assertTrue(left.toHours() >= life.days() * 8 && left.toHours() <= life.days() * 8.6, left + " is a third, and a little more");
                authority.instead = Optional.of(new Authority.Ordered.Failed("it is down", Map.of(), Optional.empty()));
                for (var step : List.of(Map.entry(5, ""), Map.entry(12, "10 %"), Map.entry(31, "30 %"), Map.entry(61, "60 %"), Map.entry(101, "has ended"))) {
                    own.ahead = Duration.between(Instant.now(), due.plus(left.multipliedBy(step.getKey()).dividedBy(100)));
                    own.start(settings()).look();
                    var said = own.alarms.getOrDefault("certificate", "");
                    assertTrue(step.getValue().isEmpty() ? said.isEmpty() : said.contains(step.getValue()), step + ": " + said);
                }
                authority.instead = Optional.empty();
                own.ahead = own.ahead.plusDays(1);
                own.start(settings()).look();
                assertEquals("", own.alarms.getOrDefault("certificate", ""));
            }
        }));
    }

    @Tag("gate")
    @Test void triesAreFewAndGrowFewer() throws Exception {
        authority.instead = Optional.of(new Authority.Ordered.Failed("it is down", Map.of(), Optional.empty()));
        var tries = new int[3];
        for (int hour = 0; hour < 72; hour++) {
            for (int minute = 0; minute < 60; minute += 20) at(Duration.ofMinutes(hour * 60L + minute));
            tries[hour / 24] = authority.wishes.size();
        }
        assertTrue(authority.wishes.size() >= 8 && authority.wishes.size() <= 14, "in three days " + authority.wishes.size());
        assertTrue(tries[2] - tries[1] <= 3 && tries[2] > tries[1], "and it never stops");
    }

    @Tag("gate")
    @Test void noMoreThanFiveInAWeekWhateverIsWanted() throws Exception {
        at(Duration.ZERO);
        for (int hour = 0; hour < 7 * 24; hour += 4) {
            bench.ahead = Duration.ofMinutes(hour * 59L + 1);
            bench.start(settings());
            try {
                bench.certificates.renew(false);
            } catch (IOException no) {
                assertTrue(no.getMessage().contains("in a week"), no.getMessage());
            }
            bench.certificates.look();
        }
        assertEquals(5, authority.wishes.size());
    }

    /** Whoever presses a button again and again does not shut himself out at the authority; what is tried by itself goes on. */
    @Test void whoeverIsImpatientIsHeardThreeTimesAnHour() throws Exception {
        authority.instead = Optional.of(new Authority.Ordered.Failed("nobody reaches port 80", Map.of("mail.home.example", "nobody reaches port 80"), Optional.empty()));
        at(Duration.ZERO);
        bench.start(settings()).look();
        for (int minute = 1; minute < 60; minute++) {
            bench.ahead = Duration.ofMinutes(minute);
            try {
                bench.certificates.renew(false);
            } catch (IOException no) {
                assertTrue(minute > 3 && no.getMessage().contains("3 orders were asked for in an hour"), no.getMessage());
            }
            bench.certificates.look();
        }
        assertTrue(authority.wishes.size() <= 5, "in an hour " + authority.wishes.size());
        bench.ahead = Duration.ofMinutes(62);
        bench.certificates.renew(false);
    }

    /** An authority whose window is always over may not make us order again and again. */
    @Tag("gate")
    @Test void adviceThatIsAlwaysOverIsFollowedWithinBounds() throws Exception {
        var past = Instant.now().minusSeconds(3_600);
        authority.advice = new Authority.Advice(Optional.of(new Timing.Window(past, past.plusSeconds(1), Instant.now())), Instant.now());
        for (int minute = 0; minute < 600; minute += 10) at(Duration.ofMinutes(minute));
        assertTrue(authority.wishes.size() <= CertificateLimits.ISSUED_MAX, "" + authority.wishes.size());
    }

    @Test void aNewNameIsOrderedAtOnceAndOneThatFailsWithPatience() throws Exception {
        at(Duration.ZERO);
        bench.names = List.of(Bench.HOST, "new.home.test");
        at(Duration.ofMinutes(1));
        assertEquals(2, authority.wishes.size());
        authority.faults = Map.of("bad.home.test", "dns-01: nothing is there");
        bench.names = List.of(Bench.HOST, "new.home.test", "bad.home.test");
        at(Duration.ofMinutes(2));
        assertEquals(3, authority.wishes.size());
        for (int minute = 3; minute < 600; minute += 30) at(Duration.ofMinutes(minute));
        int tried = authority.wishes.size() - 3;
        assertTrue(tried >= 1 && tried <= 7, tried + " more in ten hours");
        assertEquals(2, bench.tls.certificates().getFirst().names().size());
        assertTrue(alarm("certificate names").contains("bad.home.test (dns-01: nothing is there)"), bench.alarms.toString());
    }

    @Test void whatANewOneLacksTheOldOneStillServes() throws Exception {
        bench.names = List.of(Bench.HOST, "leaving.home.test");
        at(Duration.ZERO);
        var old = bench.shown("leaving.home.test");
        authority.faults = Map.of("leaving.home.test", "it is elsewhere");
        at(Duration.ofDays(62));
        assertEquals(2, authority.wishes.size());
        assertNotEquals(old, bench.shown(Bench.HOST));
        assertEquals(old, bench.shown("leaving.home.test"));
        at(Duration.ofDays(91));
        assertEquals(bench.shown(Bench.HOST), bench.shown("leaving.home.test"));
    }

    @Test void aCertificateOfAnothersKeyIsNotServed() throws Exception {
        var before = bench.shown(Bench.HOST);
        authority.signsOthersKey = true;
        at(Duration.ZERO);
        assertEquals(before, bench.shown(Bench.HOST));
        assertTrue(alarm("certificate").contains("another's"), bench.alarms.toString());
    }

    @Test void theKeyStaysUntilDnsShowsTheNextOne() throws Exception {
        var records = new java.util.concurrent.atomic.AtomicReference<Answer<TlsaRecord>>(new Answer.NoData<>());
        bench.watch = Optional.of(new TlsaWatch(Bench.HOST, _ -> records.get(), bench));
        at(Duration.ZERO);
        var first = bench.shown(Bench.HOST).getPublicKey();
        var own = TlsaRecord.parse("3 1 1 " + HexFormat.of().formatHex(Sha256.of(first.getEncoded()))).orElseThrow();
        assertEquals("3 1 1 " + own.data(), bench.certificates.shown().tlsa().orElseThrow());
        records.set(new Answer.Found<>(List.of(own), true));
        var sentence = bench.certificates.renew(true);
        var next = TlsaRecord.parse(bench.certificates.shown().nextTlsa().orElseThrow()).orElseThrow();
        assertTrue(sentence.contains("_25._tcp.mail.home.test. IN TLSA 3 1 1 " + next.data()), sentence);
        at(Duration.ofDays(65));
        assertEquals(first, bench.shown(Bench.HOST).getPublicKey(), "renewed, with the key that DNS shows");
        records.set(new Answer.Found<>(List.of(own, next), true));
        at(Duration.ofDays(66));
        at(Duration.ofDays(67));
        assertEquals(first, bench.shown(Bench.HOST).getPublicKey());
        at(Duration.ofDays(68).plusHours(2));
        var second = bench.shown(Bench.HOST).getPublicKey();
        assertEquals(next.data(), Bytes.wrap(Sha256.of(second.getEncoded())));
        assertEquals("", alarm("certificate in DNS"));
        records.set(new Answer.Found<>(List.of(own), true));
        at(Duration.ofDays(69));
        assertTrue(alarm("certificate in DNS").contains("do not fit"), bench.alarms.toString());
        records.set(new Answer.Found<>(List.of(own), false));
        at(Duration.ofDays(70));
        assertEquals("", alarm("certificate in DNS"), "what DNS does not vouch for nobody looks at");
    }

    /** Case B22 (f). */
    @Test void seesThatOneListenerShowsAnother() throws Exception {
        var others = Tls.open(List.of(TestCertificates.write(folder, "other.test")));
        try (var stranger = Listener.open(ListenerSettings.of("imaps", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), true), Optional.of(others), new Silent())) {
            bench.listeners = () -> List.of(bench.secureListening(), new Listening("imaps", stranger.address(), Listening.Opening.TLS),
                new Listening("closed", new InetSocketAddress(InetAddress.getLoopbackAddress(), sigillo.peers.Ports.free()), Listening.Opening.TLS));
            at(Duration.ZERO);
        }
        assertEquals(List.of("certificate served by imaps"), bench.alarms.keySet().stream().toList());
        assertTrue(alarm("certificate served by imaps").contains("shows another certificate"), bench.alarms.toString());
    }

    private static final class Silent implements Protocol {
        @Override public void serve(Wire wire) throws IOException { wire.awaitCommand(Duration.ofSeconds(5)); }

        @Override public byte[] tooMany() { return new byte[0]; }
    }

    /** In a cluster one orders, and the others serve what it got. */
    @Test void whoHasNotTheTurnServesWhatAnotherOrdered() throws Exception {
        at(Duration.ZERO);
        try (var second = new Bench(java.nio.file.Files.createDirectory(folder.resolve("second")))) {
            var place = new Certificates.Place(bench.store, bench.key, bench.clock(), second, second.tls);
            second.certificates = new Certificates(place, new Certificates.Wanted(Bench.HOST, () -> bench.names, settings(), Optional.empty(), false),
                () -> Optional.of("the server first orders"), Optional.of(authority));
            assertEquals(bench.shown(Bench.HOST), second.shown(Bench.HOST));
            bench.names = List.of(Bench.HOST, "more.home.test");
            second.certificates.look();
            assertEquals(1, authority.wishes.size());
            at(Duration.ofMinutes(1));
            second.certificates.look();
            assertEquals(bench.shown(Bench.HOST), second.shown(Bench.HOST));
            assertEquals("the server first orders: ask it there", assertThrows(IOException.class, () -> second.certificates.renew(false)).getMessage());
        }
    }

    @Test void oneOfAnothersIsServedWhenItIsGood() throws Exception {
        bench.start(Optional.empty());
        var good = TestCertificates.write(folder, Bench.HOST);
        bench.certificates.bring(good);
        assertEquals(good.load().leaf(), bench.shown(Bench.HOST));
        var wrong = TestCertificates.write(folder, "elsewhere.test");
        assertTrue(assertThrows(IOException.class, () -> bench.certificates.bring(wrong)).getMessage().contains("is not for mail.home.test"));
        bench.ahead = Duration.ofDays(31);
        assertTrue(assertThrows(IOException.class, () -> bench.certificates.bring(good)).getMessage().contains("ended"));
        bench.certificates.look();
        assertTrue(alarm("certificate").contains("has ended"), bench.alarms.toString());
    }

    /** Who names files again, and orders no more, is served those. */
    @Test void filesOfOthersComeBackWhenNothingIsOrderedAnyMore() throws Exception {
        at(Duration.ZERO);
        var ordered = bench.shown(Bench.HOST);
        try (var second = new Bench(java.nio.file.Files.createDirectory(folder.resolve("second")))) {
            var place = new Certificates.Place(bench.store, bench.key, bench.clock(), second, second.tls);
            second.certificates = new Certificates(place, new Certificates.Wanted(Bench.HOST, () -> bench.names, Optional.empty(), Optional.empty(), true), Turn.ALONE);
            assertNotEquals(ordered, second.shown(Bench.HOST));
            second.ahead = Duration.ZERO;
            bench.ahead = Duration.ofDays(26);
            second.certificates.look();
            assertTrue(second.alarms.get("certificate").contains("Whoever renews it"), second.alarms.toString());
        }
    }

    /** What is damaged is made anew, and nothing else waits for it. */
    @Test void rowsThatAreDamagedAreAsIfTheyWereNotThere() throws Exception {
        at(Duration.ZERO);
        var partition = bench.store.partition(CertificateRows.PARTITION);
        var rows = new CertificateRows(bench.store, bench.key, Randomness.secure());
        assertTrue(rows.current().isPresent() && rows.key().isPresent());
        var transactions = new sigillo.store.Transactions(partition);
        for (var name : List.of("current", "key", "attempts")) {
            transactions.write(tx -> {
                var row = tx.get(Bytes.utf8(name)).orElseThrow().clone();
                row[row.length / 2] ^= 1;
                tx.put(Bytes.utf8(name), row);
                return null;
            });
        }
        assertFalse(rows.current().isPresent() || rows.key().isPresent());
        at(Duration.ofMinutes(1));
        assertEquals(2, authority.wishes.size());
        assertTrue(rows.current().isPresent());
    }

    @Test void keysAndProofsAreSealed() throws Exception {
        at(Duration.ZERO);
        var rows = new CertificateRows(bench.store, bench.key, Randomness.secure());
        var secret = rows.key().orElseThrow().keys().getPrivate().getEncoded();
        bench.store.partition(CertificateRows.PARTITION).range(Bytes.EMPTY, Bytes.wrap(new byte[] {(byte) 0xFF}), false, (_, row) -> {
            assertFalse(Bytes.wrap(row).toString().contains(HexFormat.of().formatHex(secret, 30, 60)));
            return true;
        });
    }
}
