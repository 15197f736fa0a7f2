package sigillo.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.base.SetClock;
import sigillo.dkim.Algorithm;
import sigillo.dkim.Dkim;
import sigillo.dkim.DkimOutcome;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsData;
import sigillo.dns.DnsFailure;
import sigillo.dns.DnsType;
import sigillo.dns.Zone;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.shred.Gone;
import sigillo.shred.Shredder;
import sigillo.shred.TestShredder;
import sigillo.shred.Use;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;

/** Keys of our domains from the day on which they are made. Time passes as {@link #serve} says. */
class SigningTest {
    private static final Domain HOME = Domain.of("home.example");
    private static final String MESSAGE = "From: Anna <anna@home.example>\r\nTo: b@b.example\r\nSubject: x\r\n\r\nHello.\r\n";
    private static final Map<Integer, KeyPair> RSA = new ConcurrentHashMap<>();
    private static final AtomicInteger MADE = new AtomicInteger();
    private static final Duration HALF_YEAR = SigningSettings.DEFAULT.rotateAfter();

    @TempDir Path folder;
    private final MemoryStore store = new MemoryStore();
    private final Zone zone = new Zone();
    private final SetClock clock = new SetClock(Instant.parse("2026-11-29T12:00:00Z"));
    private final AtomicLong nanos = new AtomicLong(1);
    private final Map<String, String> alarms = new ConcurrentHashMap<>();
    private final Set<Domain> ours = new HashSet<>(Set.of(HOME));
    private Shredder shredder;
    private Signing signing;

    @BeforeEach void start() throws IOException {
        shredder = TestShredder.at(folder.resolve("slots.keys"), nanos);
        signing = server(Optional.empty());
    }

    @AfterEach void stop() { shredder.close(); }

    private Signing server(Optional<Fellows> fellows) {
        var noted = new Alarms() {
            @Override public void raise(String key, String sentence) { alarms.put(key, sentence); }

            @Override public void clear(String key) { alarms.remove(key); }
        };
        return new Signing(new Signing.Place(store, key(), shredder.keys(Use.SIGNING)), SigningSettings.DEFAULT, () -> ours, fellows,
            Randomness.secure(), SigningTest::pair, clock, nanos::get, noted);
    }

    /** As they are made, and of RSA, which takes long to make, each eight come again. */
    private static KeyPair pair(Algorithm algorithm) {
        if (algorithm != Algorithm.RSA_SHA256) return KeyMaker.pair(algorithm);
        return RSA.computeIfAbsent(MADE.getAndIncrement() % 8, _ -> KeyMaker.pair(algorithm));
    }

    private static Secret key() { return Secret.take("k".repeat(Secret.OCTETS).getBytes(StandardCharsets.US_ASCII)); }

    private void restart() throws IOException {
        shredder.close();
        start();
    }

    private void look() { signing.look(zone); }

    /** So long, looking each minute for two hours, then each hour. */
    private void serve(Duration time) {
        for (var left = time; left.isPositive(); ) {
            var step = time.minus(left).toHours() < 2 ? Duration.ofMinutes(1) : Duration.ofHours(1);
            nanos.addAndGet(step.toNanos());
            look();
            left = left.minus(step);
        }
    }

    private void shows(PublishedKey key, String... values) {
        var records = java.util.Arrays.stream(values).<DnsData>map(DnsData.Text::new).toList();
        zone.answer(key.name(), DnsType.TXT, records.isEmpty() ? new DnsAnswer.Nothing(false) : new DnsAnswer.Found(records));
    }

    private void publish(List<PublishedKey> all) { all.forEach(key -> shows(key, key.value())); }

    private void unpublish(List<PublishedKey> all) { all.forEach(this::shows); }

    private List<PublishedKey> at(Stage stage) { return signing.published(Optional.of(HOME)).stream().filter(key -> key.stage() == stage).toList(); }

    private List<DkimOutcome> outcomes() { return outcomes(signing, MESSAGE); }

    private List<DkimOutcome> outcomes(Signing by, String message) {
        try {
            return Dkim.verify(by.signed(Octets.of(message.getBytes(StandardCharsets.US_ASCII))), zone, clock.instant());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> selectors() {
        return outcomes().stream().filter(DkimOutcome::isPass).map(DkimOutcome::selector).toList();
    }

    private static List<String> selectors(List<PublishedKey> keys) { return keys.stream().map(PublishedKey::selector).toList(); }

    private List<PublishedKey> inUse() {
        look();
        var keys = at(Stage.PREPARED);
        publish(keys);
        look();
        assertEquals(selectors(keys), selectors());
        return keys;
    }

    private List<PublishedKey> rotated() {
        serve(HALF_YEAR);
        var fresh = at(Stage.PREPARED);
        publish(fresh);
        serve(Duration.ofMinutes(90));
        return fresh;
    }

    @Test void firstKeysAreUsedOnceDnsShowsThem() {
        look();
        var keys = at(Stage.PREPARED);
        assertEquals(List.of("rsa-sha256", "ed25519-sha256"), keys.stream().map(key -> key.algorithm().text()).toList());
        serve(Duration.ofHours(30));
        assertEquals(List.of(), outcomes(), "nobody could verify it");
        assertEquals(Map.of(), alarms);
        publish(keys);
        look();
        assertEquals(selectors(keys), selectors());
        assertEquals(selectors(keys), selectors(at(Stage.SIGNING)));
    }

    @Test void rsaAloneIsEnoughAndEd25519IsAddedWhenItIsThere() {
        look();
        var keys = at(Stage.PREPARED);
        shows(keys.getLast(), keys.getLast().value());
        look();
        assertEquals(List.of(), outcomes(), "few know Ed25519");
        shows(keys.getLast());
        publish(keys.subList(0, 1));
        look();
        assertEquals(List.of(keys.getFirst().selector()), selectors());
        publish(keys);
        look();
        assertEquals(selectors(keys), selectors());
    }

    @Test void newKeysFollowThoseInUse() throws Exception {
        var first = inUse();
        serve(HALF_YEAR.minusHours(2));
        assertEquals(List.of(), at(Stage.PREPARED));
        serve(Duration.ofHours(3));
        var second = at(Stage.PREPARED);
        assertEquals(2, second.size());
        assertTrue(alarms.get("dkim/home.example").startsWith("New DKIM keys of home.example wait to be published"), alarms::toString);
        assertEquals(selectors(first), selectors());

        publish(second);
        serve(Duration.ofMinutes(55));
        assertEquals(selectors(first), selectors(), "its servers do not all have it at once");
        serve(Duration.ofMinutes(10));
        assertEquals(selectors(second), selectors());
        assertEquals(Map.of(), alarms);
        assertEquals(selectors(first), selectors(at(Stage.LEAVING)));

        serve(SigningSettings.DEFAULT.keptPublished().minusHours(2));
        assertEquals(selectors(first), selectors(at(Stage.LEAVING)));
        serve(Duration.ofHours(3));
        assertEquals(selectors(first), selectors(at(Stage.REMOVABLE)));
        assertFalse(new SigningRows(store, key(), Randomness.secure()).all().stream().filter(one -> one.stage() == Stage.REMOVABLE).anyMatch(Generation::hasSecrets));
        unpublish(first);
        look();
        assertEquals(selectors(second), selectors(signing.published(Optional.empty())), "nobody needs to know of them any more");
    }

    @Test void whatIsSeenInPiecesIsNotSeen() {
        inUse();
        serve(HALF_YEAR);
        var fresh = at(Stage.PREPARED);
        for (int i = 0; i < 5; i++) {
            publish(fresh);
            serve(Duration.ofMinutes(40));
            unpublish(fresh);
            serve(Duration.ofMinutes(2));
        }
        assertEquals(selectors(fresh), selectors(at(Stage.PREPARED)));
    }

    @Test void aKeyThatDnsLosesIsNotUsed() {
        var keys = inUse();
        unpublish(keys);
        look();
        assertEquals(List.of(), outcomes());
        assertTrue(alarms.get("dkim/home.example").endsWith("is not in DNS any more. Mail of home.example leaves without a signature. See: sigillo dkim list home.example"), alarms::toString);
        publish(keys);
        look();
        assertEquals(selectors(keys), selectors());
        assertEquals(Map.of(), alarms);
    }

    @Test void oneOfTwoKeysThatIsLostIsLeftOut() {
        var keys = inUse();
        shows(keys.getLast());
        look();
        assertEquals(List.of(keys.getFirst().selector()), selectors());
        assertTrue(alarms.get("dkim/home.example").endsWith("Mail is signed without that key. See: sigillo dkim list home.example"), alarms::toString);
    }

    /** RFC 6376 section 3.6.2.2: of several records a verifier takes any. */
    @Test void anotherValueOrOneBesideIsNotOurs() {
        var keys = inUse();
        var rsa = keys.getFirst();
        for (var other : List.of(List.of("v=DKIM1; p="), List.of(rsa.value(), "v=DKIM1; p="), List.of(rsa.value().replace("MII", "MIJ")),
                List.of(keys.getLast().value()), List.of("hello"), List.of(rsa.value() + "; t=s"))) {
            shows(rsa, other.toArray(String[]::new));
            look();
            assertEquals(List.of(), outcomes(), other.toString());
            assertTrue(alarms.get("dkim/home.example").contains(rsa.name() + " has another value in DNS than ours"), alarms::toString);
        }
        shows(rsa, " v = DKIM1 ;\tk=rsa; n=as it was typed; p= " + rsa.value().substring(rsa.value().indexOf("MII")) + " ;");
        look();
        assertEquals(2, selectors().size());
    }

    @Test void theFormerKeysAreUsedWhileTheNewOnesAreLost() {
        var first = inUse();
        var second = rotated();
        assertEquals(selectors(second), selectors());
        unpublish(second);
        look();
        assertEquals(selectors(first), selectors());
        serve(SigningSettings.DEFAULT.keptPublished().plusDays(3));
        assertEquals(selectors(first), selectors(), "they are kept as long as they are needed");
        publish(second);
        serve(Duration.ofHours(2));
        assertEquals(selectors(first), selectors(at(Stage.REMOVABLE)));
        assertEquals(selectors(second), selectors());
    }

    @Test void silenceOfDnsChangesNothing() {
        var keys = inUse();
        for (var key : keys) zone.answer(key.name(), DnsType.TXT, new DnsAnswer.Failed(DnsFailure.TIMEOUT, "no answer in time"));
        serve(Duration.ofDays(3));
        assertEquals(selectors(at(Stage.SIGNING)), selectors(keys));
        publish(keys); // for who verifies
        assertEquals(selectors(keys), selectors());
        assertEquals(Map.of(), alarms);
    }

    /** Nothing goes by the time of day. */
    @Test void aClockThatJumpsRotatesNothing() {
        var keys = inUse();
        for (var jump : List.of(Duration.ofDays(4_000), Duration.ofDays(-8_000), Duration.ofDays(4_000))) {
            clock.advance(jump);
            serve(Duration.ofMinutes(5));
            assertEquals(selectors(keys), selectors(signing.published(Optional.empty())));
            assertEquals(Stage.SIGNING, signing.published(Optional.empty()).getFirst().stage());
        }
    }

    @Test void aRestartGoesOn() throws IOException {
        var keys = inUse();
        for (int days = 0; days < HALF_YEAR.toDays() + 12; days += 12) {
            serve(Duration.ofDays(12));
            restart();
            assertEquals(selectors(keys), selectors(), "from the first message on");
            look();
        }
        assertEquals(2, at(Stage.PREPARED).size());
    }

    @Test void whatCouldNotBeWrittenIsDoneTheNextTime() {
        var first = inUse();
        serve(HALF_YEAR.minusHours(1));
        store.refuse(Written.Cause.FULL);
        assertThrows(StoreException.class, () -> serve(Duration.ofHours(2)));
        assertEquals(selectors(first), selectors());
        assertEquals(List.of(), at(Stage.PREPARED));
        store.recover();
        serve(Duration.ofHours(2));
        assertEquals(2, at(Stage.PREPARED).size());
    }

    @Test void onlyOurDomainsAreSignedFor() {
        inUse();
        assertEquals(List.of(), outcomes(signing, MESSAGE.replace("anna@home.example", "anna@other.example")));
        assertEquals(List.of(), outcomes(signing, MESSAGE.replace("anna@home.example", "anna@example")));
        assertEquals(List.of(), outcomes(signing, MESSAGE.replace("anna@home.example", "anna@nothome.example")));
        assertEquals(List.of(), outcomes(signing, MESSAGE.replace("Anna <anna@home.example>", "\"anna@home.example\" <x@other.example>")));
        var below = outcomes(signing, MESSAGE.replace("anna@home.example", "mailer-daemon@mail.home.example"));
        assertEquals(List.of("home.example", "home.example"), below.stream().filter(DkimOutcome::isPass).map(DkimOutcome::domain).toList());
    }

    @Test void everyAuthorsDomainSigns() {
        ours.add(Domain.of("second.example"));
        look();
        publish(signing.published(Optional.empty()));
        look();
        var both = outcomes(signing, MESSAGE.replace("Anna <anna@home.example>", "anna@home.example, b@second.example"));
        assertEquals(4, both.stream().filter(DkimOutcome::isPass).count());
        assertEquals(Set.of("home.example", "second.example"), new HashSet<>(both.stream().map(DkimOutcome::domain).toList()));
    }

    /** Each field once more than it is there: RFC 6376 section 8.15. */
    @Test void whatIsAddedBreaksIt() throws IOException {
        inUse();
        var signed = signing.signed(Octets.of(MESSAGE.getBytes(StandardCharsets.US_ASCII)));
        var text = new String(signed.bytes(0, signed.length(), 1 << 20), StandardCharsets.US_ASCII);
        assertTrue(text.contains("c=relaxed/relaxed") && !text.matches("(?s).*;\\s*[lx]=.*"), text);
        var names = text.substring(text.indexOf("h="), text.indexOf("bh=")).toLowerCase();
        assertFalse(names.contains("bcc"), names);
        for (var name : List.of("From", "To", "Cc", "Subject", "Date", "Message-ID", "Reply-To", "In-Reply-To", "References", "MIME-Version",
                "Content-Type", "Content-Transfer-Encoding")) {
            var changed = Octets.of((name + ": added\r\n" + text).getBytes(StandardCharsets.US_ASCII));
            assertFalse(Dkim.verify(changed, zone, clock.instant()).stream().anyMatch(DkimOutcome::isPass), name);
        }
        var changed = Octets.of(("Received: somewhere\r\nDelivered-To: b@b.example\r\n" + text).getBytes(StandardCharsets.US_ASCII));
        assertEquals(2, Dkim.verify(changed, zone, clock.instant()).stream().filter(DkimOutcome::isPass).count());
    }

    @Test void keysOfARemovedDomainLeave() {
        var keys = inUse();
        ours.clear();
        look();
        assertEquals(List.of(), outcomes());
        assertEquals(selectors(keys), selectors(at(Stage.LEAVING)));
        serve(SigningSettings.DEFAULT.keptPublished().plusHours(1));
        assertEquals(selectors(keys), selectors(at(Stage.REMOVABLE)));
        unpublish(keys);
        look();
        assertEquals(List.of(), signing.published(Optional.empty()));
        ours.add(HOME);
        look();
        assertEquals(2, at(Stage.PREPARED).size());
    }

    @Test void anOperatorMakesNewOnes() {
        var first = inUse();
        assertTrue(signing.rotate(HOME).isPresent());
        assertTrue(signing.rotate(HOME).isEmpty(), "some wait already");
        assertTrue(signing.rotate(Domain.of("other.example")).isEmpty());
        publish(at(Stage.PREPARED));
        serve(Duration.ofHours(2));
        assertEquals(selectors(first), selectors(at(Stage.LEAVING)));
    }

    // ---- several servers ----

    private static Bytes name(int server) { return Bytes.utf8("server " + server); }

    @Test void oneOfSeveralLooksAfterThem() {
        var alive = new HashSet<>(Set.of(name(1), name(2)));
        signing = server(Optional.of(new Fellows(name(1), alive::contains)));
        var second = server(Optional.of(new Fellows(name(2), alive::contains)));
        var keys = inUse();
        second.look(zone);
        assertEquals(List.of(), outcomes(second, MESSAGE), "it has not heard");
        second.changedElsewhere();
        assertEquals(selectors(keys), outcomes(second, MESSAGE).stream().filter(DkimOutcome::isPass).map(DkimOutcome::selector).toList());
        second.look(zone);
        second.changedElsewhere();
        assertEquals(2, second.published(Optional.empty()).size(), "only one makes keys");

        alive.remove(name(1));
        serve(HALF_YEAR.minusHours(1)); // it does not know that it is taken for dead
        var before = second.published(Optional.empty());
        second.look(zone);
        assertEquals(before, second.published(Optional.empty()));
        signing = second;
        signing.changedElsewhere();
        serve(Duration.ofHours(3));
        assertEquals(2, at(Stage.PREPARED).size(), "it goes on where the other was");
    }

    /** Others are heard more often than hours are full: what has passed since is not forgotten for it. */
    @Test void newsTakeNoTimeAway() {
        inUse();
        serve(HALF_YEAR);
        var fresh = at(Stage.PREPARED);
        publish(fresh);
        look();
        for (int minutes = 0; minutes <= 70; minutes += 10) {
            nanos.addAndGet(Duration.ofMinutes(10).toNanos());
            look();
            signing.changedElsewhere();
        }
        assertEquals(selectors(fresh), selectors());
    }

    @Test void aDamagedTurnIsTaken() {
        signing = server(Optional.of(new Fellows(name(1), Set.of(name(1), name(2))::contains)));
        new Transactions(store.partition(SigningRows.PARTITION)).write(tx -> {
            tx.put(Bytes.utf8("turn"), new byte[] {9, 9, 9});
            return null;
        });
        look();
        assertEquals(2, at(Stage.PREPARED).size());
    }

    // ---- what is kept ----

    @Test void nothingOfAPrivateKeyIsInTheStoreInClear() throws Exception {
        ours.add(Domain.of("own.example"));
        look();
        var seal = new KeySeal(shredder.keys(Use.SIGNING), Randomness.secure());
        for (var one : new SigningRows(store, key(), Randomness.secure()).all()) {
            for (var key : one.keys()) {
                var clear = seal.open(KeyMaker.place(one.domain(), key.selector()), key.secret().orElseThrow());
                var part = new String(clear, 30, 16, StandardCharsets.ISO_8859_1);
                store.partition(SigningRows.PARTITION).range(Bytes.utf8("a"), Bytes.utf8("z"), false, (_, row) -> {
                    assertFalse(new String(row, StandardCharsets.ISO_8859_1).contains(part), key.selector());
                    return true;
                });
            }
        }
        assertEquals(0, Signing.unopened(new Signing.Place(store, key(), shredder.keys(Use.SIGNING))));
    }

    @Test void aDamagedRowKeepsNobodyFromTheOthers() throws IOException {
        ours.add(Domain.of("second.example"));
        look();
        publish(signing.published(Optional.empty()));
        look();
        var partition = store.partition(SigningRows.PARTITION);
        var places = new java.util.ArrayList<Bytes>();
        partition.range(Bytes.utf8("g/home"), Bytes.utf8("g/homf"), false, (place, _) -> places.add(place));
        new Transactions(partition).write(tx -> {
            tx.put(places.getFirst(), new byte[100]);
            return null;
        });
        restart();
        assertTrue(alarms.get("dkim").startsWith("Keys that mail is signed with are damaged in the store, in 1 places"), alarms::toString);
        assertEquals(2, outcomes(signing, MESSAGE.replace("anna@home.example", "b@second.example")).stream().filter(DkimOutcome::isPass).count());
        look();
        assertEquals(2, at(Stage.PREPARED).size());
        assertEquals(1, Signing.unopened(new Signing.Place(store, key(), shredder.keys(Use.SIGNING))));
    }

    /** Who has the server's key, the file of keys of now and what the store was, does not have what was destroyed. */
    @Test void aDestroyedKeyIsGoneWhateverTheDiskStillHas() throws Exception {
        var first = inUse();
        var before = new SigningRows(store, key(), Randomness.secure()).all().getFirst();
        rotated();
        serve(Duration.ofHours(1));
        signing.tidy();
        var lingering = new SigningRows(store, key(), Randomness.secure()).all().stream()
            .filter(one -> one.name().equals(before.name())).findFirst().orElseThrow();
        serve(SigningSettings.DEFAULT.keptPublished());
        assertEquals(selectors(first), selectors(at(Stage.REMOVABLE)));
        signing.tidy();
        var seal = new KeySeal(shredder.keys(Use.SIGNING), Randomness.secure());
        var key = lingering.keys().getFirst();
        assertThrows(Gone.class, () -> seal.open(KeyMaker.place(HOME, key.selector()), key.secret().orElseThrow()));
        assertEquals(2, selectors().size(), "the others open as ever");
        restart();
        assertEquals(2, selectors().size());
    }
}
