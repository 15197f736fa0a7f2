package sigillo.correspondents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.LoggedAlarms;
import sigillo.base.Sha256;
import sigillo.correspondents.PublishedCertificates.Outcome;
import sigillo.correspondents.PublishedCertificates.Why;
import sigillo.directory.Town;
import sigillo.openpgp.Certificate;
import sigillo.openpgp.KeyMaking;
import sigillo.sealing.Secret;
import sigillo.store.Batch;
import sigillo.store.Damaged;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.RowOut;
import sigillo.store.Transactions;
import sigillo.store.Written;
import sigillo.wkd.LocalPartHash;

/** What accounts publish, to whom it is shown, and the log of it. */
class PublishedCertificatesTest {
    private static final Domain HOME = Domain.of("home.example");
    private static final AccountId ANNA = Town.id("anna@home.example");
    private static final AccountId BOB = Town.id("bob@home.example");
    private final Town town = new Town().domain("home.example").account("anna@home.example").account("bob@home.example")
        .alias("info@home.example", "anna@home.example")
        .alias("all@home.example", "anna@home.example", "bob@home.example");
    private final Random random = new Random(3);
    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private final LoggedAlarms alarms = new LoggedAlarms();
    private final PublishedCertificates published = open(new byte[Secret.OCTETS]);

    private PublishedCertificates open(byte[] key) {
        return PublishedCertificates.of(town.store, town.directory, Domain.of("mail.home.example"), Secret.take(key),
            random::nextBytes, () -> now, alarms);
    }

    private byte[] key(String userId) { return key(userId, Optional.empty()); }

    private byte[] key(String userId, Optional<Duration> lifetime) {
        try (var made = KeyMaking.make(userId, now.minusSeconds(60), lifetime)) {
            return made.certificate().octets();
        }
    }

    private Why refused(AccountId account, byte[] given) {
        return assertInstanceOf(Outcome.Refused.class, published.publish(account, given)).why();
    }

    private PublishedCertificates.Own done(AccountId account, byte[] given) {
        return assertInstanceOf(Outcome.Done.class, published.publish(account, given)).own();
    }

    private Optional<Bytes> found(String address) {
        return published.find(Address.of(address)).map(PublishedCertificates.Served::octets);
    }

    // ---- published ----

    @Test void itIsFoundByItsAddressInAnyCase() throws Exception {
        var octets = key("Anna <Anna@home.example>");
        assertEquals(List.of(Address.of("Anna@home.example")), done(ANNA, octets).addresses());
        assertArrayEquals(octets, found("ANNA@HOME.example").orElseThrow().toArray());
        assertEquals(found("anna@home.example"), published.find(HOME, LocalPartHash.of("anna"))
            .map(PublishedCertificates.Served::octets));
        assertEquals(Certificate.read(octets).fingerprint(), published.own(ANNA).orElseThrow().fingerprint());
        for (var nobody : List.of("anna+shop@home.example", "bob@home.example", "info@home.example", "anna@other.example"))
            assertEquals(Optional.empty(), found(nobody), nobody);
    }

    @Test void onlyAddressesOfItsOwnCount() {
        assertEquals(Why.NOT_OURS, refused(ANNA, key("Bob <bob@home.example>")));
        assertEquals(Why.NOT_OURS, refused(ANNA, key("anna@other.example")));
        assertEquals(Why.NOT_OURS, refused(ANNA, key("all@home.example")), "others read that too");
        assertEquals(Why.NOT_OURS, refused(ANNA, key("anna+x@home.example")));
        assertEquals(Why.NOT_OURS, refused(ANNA, key("nobody@home.example")));
        assertEquals(List.of(Address.of("info@home.example")), done(ANNA, key("info@home.example")).addresses());
    }

    @Test void aCatchAllGivesNobodyTheNamesOfOthers() {
        town.alias("@home.example", "bob@home.example");
        assertEquals(Why.NOT_OURS, refused(BOB, key("future@home.example")));
    }

    @Test void whatCannotBeUsedIsRefusedByName() {
        assertEquals(Why.BROKEN, refused(ANNA, "no certificate".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(Why.BROKEN, refused(ANNA, new byte[0]));
        assertEquals(Why.CANNOT_ENCRYPT, refused(ANNA, key("anna@home.example", Optional.of(Duration.ofSeconds(5)))),
            "expired");
        assertEquals(Why.NO_ACCOUNT, refused(new AccountId("ghost"), key("anna@home.example")));
        try (var secret = KeyMaking.make("anna@home.example", now, Optional.empty())) {
            assertEquals(Why.BROKEN, refused(ANNA, secret.plain()), "a secret key is never taken");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertEquals(Optional.empty(), published.own(ANNA));
        assertEquals(0, published.log().head().size());
    }

    @Test void whoPublishesAllDayIsSlowed() {
        var octets = key("anna@home.example");
        for (int i = 0; i < CorrespondentLimits.CHANGES_MAX; i++) done(ANNA, octets);
        assertEquals(Why.SLOWED, refused(ANNA, octets));
        done(BOB, key("bob@home.example"));
        now = now.plus(CorrespondentLimits.CHANGES_IN);
        done(ANNA, octets);
    }

    /** Mail may be encrypted to it until its owner has named the other; and its owner's browsers know it for theirs. */
    @Test void theOneBeforeIsKeptForItsOwner() throws Exception {
        var all = new ArrayList<byte[]>();
        for (int i = 0; i < CorrespondentLimits.FORMER_MAX + 2; i++) {
            all.add(key("anna@home.example"));
            done(ANNA, all.getLast());
            now = now.plusSeconds(1);
        }
        var before = all.get(all.size() - 2);
        assertArrayEquals(before, published.octets(ANNA, Certificate.read(before).fingerprint()).orElseThrow());
        assertArrayEquals(all.getLast(), published.octets(ANNA, Certificate.read(all.getFirst()).fingerprint())
            .orElseThrow(), "too long ago");
        assertArrayEquals(all.getLast(), published.octets(ANNA).orElseThrow());
        assertEquals(CorrespondentLimits.FORMER_MAX, published.former(ANNA).size());
        assertEquals(List.of(), published.former(BOB));
        for (var one : all) assertEquals(Optional.of(Bytes.wrap(one)), published.wasServed(ANNA,
            Bytes.wrap(Sha256.of(one))));
        assertEquals(Optional.empty(), published.wasServed(BOB, Bytes.wrap(Sha256.of(before))));
        done(ANNA, before);
        assertFalse(published.former(ANNA).stream().anyMatch(one -> Arrays.equals(one, before)),
            "it is the one that is published");
        published.forget(ANNA);
        assertEquals(List.of(), published.former(ANNA));
        assertEquals(Optional.empty(), published.wasServed(ANNA, Bytes.wrap(Sha256.of(before))));
    }

    /** Else who writes to the store would have mail encrypted otherwise than its owner has named. */
    @Test void noOneElsePutsOneAmongThoseOfBefore() throws Exception {
        var before = key("anna@home.example");
        done(ANNA, before);
        done(ANNA, key("anna@home.example"));
        var row = Bytes.utf8("f/" + ANNA.text() + "/" + Certificate.read(before).fingerprint());
        var value = rows().partition().get(row).orElseThrow();
        value[20] ^= 1;
        write(row, value);
        assertEquals(List.of(), published.former(ANNA));
        assertThrows(Damaged.class, () -> published.octets(ANNA, Certificate.read(before).fingerprint()));
    }

    @Test void whatWasServedIsBounded() {
        var first = key("anna@home.example");
        done(ANNA, first);
        for (int i = 0; i < CorrespondentLimits.SERVED_SHOWN_MAX; i++) {
            now = now.plus(CorrespondentLimits.CHANGES_IN);
            done(ANNA, key("anna@home.example"));
        }
        assertEquals(Optional.empty(), published.wasServed(ANNA, Bytes.wrap(Sha256.of(first))));
        assertTrue(published.wasServed(ANNA, Bytes.wrap(Sha256.of(published.octets(ANNA).orElseThrow()))).isPresent());
    }

    @Test void whatIsNotHisAnyMoreIsNotShown() {
        done(ANNA, key("info@home.example"));
        assertTrue(found("info@home.example").isPresent());
        Town.done(town.editor.removeAlias(Town.name("info@home.example"), Optional.empty()));
        assertEquals(Optional.empty(), found("info@home.example"));
        done(BOB, key("bob@home.example"));
        Town.done(town.editor.setDisabled(Address.of("bob@home.example"), true));
        assertEquals(Optional.empty(), found("bob@home.example"));
    }

    @Test void itIsReplacedAndWithdrawn() {
        done(ANNA, key("anna@home.example"));
        var other = key("info@home.example");
        done(ANNA, other);
        assertEquals(Optional.empty(), found("anna@home.example"), "the one before is gone");
        assertArrayEquals(other, found("info@home.example").orElseThrow().toArray());
        assertTrue(published.withdraw(ANNA));
        assertFalse(published.withdraw(ANNA));
        assertEquals(Optional.empty(), found("info@home.example"));
        assertEquals(4, published.log().head().size());
    }

    // ---- the log ----

    private static byte[][] octets(List<Bytes> hashes) {
        return hashes.stream().map(Bytes::toArray).toArray(byte[][]::new);
    }

    @Test void theLogProvesWhatIsShown() throws Exception {
        done(BOB, key("bob@home.example"));
        var octets = key("anna@home.example");
        done(ANNA, octets);
        done(ANNA, octets);
        var proven = published.log().of(KeyLog.hash(Address.of("Anna@home.example"))).orElseThrow();
        assertEquals(2, proven.head().size(), "the same once more is no news");
        assertEquals(Bytes.wrap(Sha256.of(octets)), proven.entry().certificate());
        assertTrue(MerkleTreeTest.includes(proven.entry().index(), 2, proven.entry().leaf(),
            List.of(octets(proven.inclusion())), proven.head().root().toArray()));
        assertTrue(isSigned(proven.head()));
        assertEquals(Optional.empty(), published.log().of(KeyLog.hash(Address.of("info@home.example"))));
    }

    private static boolean isSigned(KeyLog.Head head) throws Exception {
        var x509 = HexFormat.of().parseHex("302a300506032b6570032100" + HexFormat.of()
            .formatHex(head.publicKey().toArray()));
        var signature = Signature.getInstance("Ed25519");
        signature.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509)));
        signature.update(("sigillo key log head 1\nmail.home.example\n" + head.size() + "\n" + HexFormat.of()
            .formatHex(head.root().toArray()) + "\n").getBytes(StandardCharsets.UTF_8));
        return signature.verify(head.signature().toArray());
    }

    @Test void whoRemembersAHeadSeesThatTheLogOnlyGrew() {
        done(ANNA, key("anna@home.example"));
        var then = published.log().head();
        done(BOB, key("bob@home.example"));
        done(ANNA, key("Anna <anna@home.example>"));
        var since = open(new byte[Secret.OCTETS]).log().since(then.size()).orElseThrow();
        assertEquals(3, since.head().size());
        assertEquals(then.publicKey(), since.head().publicKey(), "over a restart too");
        assertTrue(MerkleTreeTest.isConsistent(1, 3, then.root().toArray(), since.head().root().toArray(),
            List.of(octets(since.consistency()))));
        assertEquals(List.of(1L, 2L), since.entries().stream().map(LogEntry::index).toList());
        assertEquals(Optional.empty(), published.log().since(4), "nobody has seen more than there is");
        assertEquals(3, published.log().since(0).orElseThrow().entries().size());
    }

    @Test void withoutItsKeyNoHeadIsSigned() {
        assertThrows(Damaged.class, () -> open(HexFormat.of().parseHex("01".repeat(Secret.OCTETS))));
    }

    @Test void aRemovedAccountIsWithdrawn() {
        done(ANNA, key("anna@home.example"));
        published.forget(ANNA);
        assertEquals(Optional.empty(), published.own(ANNA));
        assertTrue(published.log().of(KeyLog.hash(Address.of("anna@home.example"))).orElseThrow().entry()
            .isWithdrawn());
        assertTrue(published.all().isEmpty());
    }

    // ---- who writes to the store ----

    private Transactions rows() { return new Transactions(town.store.partition(new PartitionName("correspondents"))); }

    private void write(Bytes row, byte[] value) {
        rows().write(tx -> {
            tx.put(row, value);
            return null;
        });
    }

    private static Bytes served(String localPart) { return Bytes.utf8("w/home.example/"
        + LocalPartHash.of(localPart)); }

    private byte[] at(Bytes row) { return rows().partition().get(row).orElseThrow(); }

    private boolean isAlarm(String part) { return alarms.standing().keySet().stream().anyMatch(key ->
        key.contains(part)); }

    @Test void anotherCertificateInTheStoreIsGivenToNobody() {
        done(ANNA, key("anna@home.example"));
        done(BOB, key("bob@home.example"));
        var mine = at(served("anna"));
        write(served("anna"), at(served("bob"))); // one that this server wrote, for somebody else
        assertThrows(Damaged.class, () -> found("anna@home.example"));
        assertTrue(isAlarm(LocalPartHash.of("anna")));
        mine[60] ^= 1;
        write(served("anna"), mine);
        assertThrows(Damaged.class, () -> found("anna@home.example"));
        write(served("anna"), java.util.Arrays.copyOf(mine, mine.length - 32)); // as a release before marks wrote it
        assertThrows(Damaged.class, () -> found("anna@home.example"));
        assertTrue(found("bob@home.example").isPresent(), "harmless to neighbours");
        var fresh = key("anna@home.example");
        done(ANNA, fresh);
        assertArrayEquals(fresh, found("anna@home.example").orElseThrow().toArray());
        assertFalse(isAlarm(LocalPartHash.of("anna")), "written anew it is well again");
    }

    @Test void anOlderOneThatWasPutBackIsGivenToNobody() {
        done(ANNA, key("anna@home.example"));
        var older = at(served("anna"));
        var fresh = key("anna@home.example");
        done(ANNA, fresh);
        var newer = at(served("anna"));
        write(served("anna"), older);
        assertThrows(Damaged.class, () -> found("anna@home.example"), "the log says another");
        rows().write(tx -> {
            tx.delete(served("anna"));
            return null;
        });
        assertThrows(Damaged.class, () -> found("anna@home.example"), "else mail would go in clear");
        write(served("anna"), newer);
        assertArrayEquals(fresh, found("anna@home.example").orElseThrow().toArray());
    }

    @Test void nothingIsSignedThatOthersWrote() {
        done(ANNA, key("anna@home.example"));
        done(BOB, key("bob@home.example"));
        for (var prefix : List.of("h", "l/", "e/", "n/")) {
            var kept = new java.util.ArrayList<java.util.Map.Entry<Bytes, byte[]>>();
            rows().partition().range(Bytes.utf8(prefix), Bytes.utf8(prefix).afterPrefix(), false, (key, value) ->
                kept.add(java.util.Map.entry(key, value)));
            for (var one : kept) {
                var changed = one.getValue().clone();
                changed[changed.length / 2] ^= 4;
                write(one.getKey(), changed);
            }
            assertFalse(kept.isEmpty(), prefix);
            assertThrows(Damaged.class, () -> {
                published.log().head();
                published.log().since(0);
                published.log().of(KeyLog.hash(Address.of("anna@home.example")));
            }, prefix);
            assertThrows(Damaged.class, () -> published.publish(ANNA, key("anna@home.example")), prefix);
            kept.forEach(one -> write(one.getKey(), one.getValue()));
        }
        assertTrue(isAlarm("the key log"));
        assertEquals(2, published.log().head().size());
        done(ANNA, key("anna@home.example"));
    }

    /** At a start with the release that marks: what is there is marked once, and found as before. */
    @Test void whatWasThereBeforeMarksIsFoundAsBefore() {
        var mine = key("anna@home.example");
        done(ANNA, mine);
        done(BOB, key("bob@home.example"));
        var before = published.log().head();
        for (var prefix : List.of("h", "l/", "e/", "c/", "w/")) {
            var kept = new java.util.ArrayList<java.util.Map.Entry<Bytes, byte[]>>();
            rows().partition().range(Bytes.utf8(prefix), Bytes.utf8(prefix).afterPrefix(), false, (key, value) ->
                kept.add(java.util.Map.entry(key, value)));
            int more = prefix.equals("h") ? 64 : 32; // its hash of all is new too
            for (var one : kept) write(one.getKey(), java.util.Arrays.copyOf(one.getValue(), one.getValue()
                .length - more));
        }
        assertThrows(Damaged.class, () -> found("anna@home.example"));
        for (int twice = 0; twice < 2; twice++) {
            PublishedCertificates.adopt(town.store, Secret.take(new byte[Secret.OCTETS]), alarms);
            PublishedCertificates.adoptLog(town.store, Secret.take(new byte[Secret.OCTETS]), alarms);
        }
        assertArrayEquals(mine, found("anna@home.example").orElseThrow().toArray());
        assertEquals(before, published.log().head());
        assertEquals(2, published.log().since(0).orElseThrow().entries().size());
    }

    /** Another server of a cluster publishes between the look and the mark: what it wrote stays. */
    @Test void whatIsWrittenMeanwhileIsNotPutBack() {
        done(ANNA, key("anna@home.example"));
        var row = served("anna");
        var old = Arrays.copyOf(at(row), at(row).length - 32);
        write(row, old);
        var newer = key("anna@home.example");
        var store = new ForwardingStore(town.store) {
            @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
                if (Arrays.equals(at(row), old)) done(ANNA, newer);
                return super.submit(partition, batch);
            }
        };
        PublishedCertificates.adopt(store, Secret.take(new byte[Secret.OCTETS]), alarms);
        assertArrayEquals(newer, found("anna@home.example").orElseThrow().toArray());
    }

    /** Rows of a kind, from one on, as a release before marks writes them. */
    private void unmark(String prefix, int from, int more) {
        var some = new ArrayList<java.util.Map.Entry<Bytes, byte[]>>();
        rows().partition().range(Bytes.utf8(prefix), Bytes.utf8(prefix).afterPrefix(), false, (key, value) ->
            some.add(java.util.Map.entry(key, value)));
        some.subList(from, some.size()).forEach(one -> cut(one.getKey(), more));
    }

    private void cut(Bytes row, int more) { write(row, Arrays.copyOf(at(row), at(row).length - more)); }

    /** Behind two certificates of this release two by one before, and this one again. */
    private List<byte[]> goneBackAndForth() {
        var later = List.of(key("anna@home.example"), key("anna@home.example"));
        later.forEach(one -> done(ANNA, one));
        unmark("l/", 2, 32);
        unmark("h", 0, 64);
        for (var row : List.of(latest("anna@home.example"), served("anna"), Bytes.utf8("c/" + ANNA.text())))
            cut(row, 32);
        return later;
    }

    private static Bytes latest(String address) {
        var hash = KeyLog.hash(Address.of(address)).toArray();
        return Bytes.wrap(ByteBuffer.allocate(34).put((byte) 'e').put((byte) '/').put(hash).array());
    }

    @Test void afterATimeWithAnEarlierReleaseTheLogGoesOn() {
        done(ANNA, key("anna@home.example"));
        done(BOB, key("bob@home.example"));
        var remembered = published.log().head();
        var later = goneBackAndForth();
        assertThrows(Damaged.class, () -> published.log().head());
        assertThrows(Damaged.class, () -> published.publish(ANNA, later.getLast()));
        assertTrue(alarms.standing().get("published certificates: the key log").contains("sigillo openpgp adopt-log"));
        var found = published.unmarkedInLog();
        assertEquals(List.of(2L, 3L), found.stream().map(one -> one.entry().index()).toList());
        assertEquals(List.of(ANNA, ANNA), found.stream().map(one -> one.account().orElseThrow()).toList());
        assertThrows(Damaged.class, () -> published.log().head(), "it was looked at, and no more");
        assertTrue(published.takeOverLog());
        assertFalse(isAlarm("the key log"));
        assertEquals(4, published.log().head().size());
        assertTrue(published.log().since(remembered.size()).isPresent());
        assertThrows(Damaged.class, () -> found("anna@home.example"), "it is its owner's to publish once more");
        done(ANNA, later.getLast());
        assertArrayEquals(later.getLast(), found("anna@home.example").orElseThrow().toArray());
        assertEquals(4, published.log().head().size(), "the log has said that already");
        assertFalse(published.takeOverLog());
        assertEquals(List.of(), published.unmarkedInLog());
    }

    /** Whatever is not as that release leaves it was written by somebody else: nothing of it is taken over. */
    @Test void whatNoReleaseWroteIsNotTakenOver() {
        done(ANNA, key("anna@home.example"));
        done(BOB, key("bob@home.example"));
        goneBackAndForth();
        var entries = new ArrayList<Bytes>();
        rows().partition().range(Bytes.utf8("l/"), Bytes.utf8("l/").afterPrefix(), false, (row, _) -> entries.add(row));
        var first = at(entries.getFirst());
        var last = at(entries.getLast());
        var node = Bytes.wrap(ByteBuffer.allocate(11).put((byte) 'n').put((byte) '/').put((byte) 1).putLong(0).array());
        notTaken(entries.getFirst(), Arrays.copyOf(first, first.length - 32)); // one before those that are marked
        var changed = last.clone();
        changed[changed.length - 1] ^= 1;
        notTaken(entries.getLast(), changed);
        notTaken(Bytes.wrap(ByteBuffer.allocate(10).put((byte) 'l').put((byte) '/').putLong(7).array()), last);
        notTaken(latest("anna@home.example"), new RowOut(1).number(2).done());
        notTaken(latest("nobody@home.example"), new RowOut(1).number(3).done());
        notTaken(Bytes.utf8("h"), new RowOut(1).number(3).done());
        notTaken(node, new byte[32]);
        assertTrue(published.takeOverLog(), "each was put back");
        assertEquals(4, published.log().head().size());
        var head = at(Bytes.utf8("h"));
        head[head.length - 40] ^= 1;
        var marks = new MarkedRows(Secret.take(new byte[Secret.OCTETS]), alarms);
        notTaken(Bytes.utf8("h"), marks.marked(Bytes.utf8("h"), Arrays.copyOf(head, head.length - 32)));
    }

    private void notTaken(Bytes row, byte[] written) {
        var before = rows().partition().get(row);
        write(row, written);
        var why = assertThrows(Damaged.class, published::takeOverLog, row.toUtf8()).getMessage();
        assertTrue(why.startsWith("the key log cannot be taken over: ") || why.contains("lacks"), why);
        rows().write(tx -> {
            before.ifPresentOrElse(value -> tx.put(row, value), () -> tx.delete(row));
            return null;
        });
    }

    /** Rows of the log are small, and many: they are marked in several works. */
    @Test void aLargeLogIsMarked() {
        int count = 60_000;
        for (int from = 0; from < count; from += 10_000) {
            int first = from;
            rows().write(tx -> {
                for (int i = first; i < first + 10_000; i++)
                    tx.put(latest(i), new RowOut(1).number(i).done());
                return null;
            });
        }
        var key = Secret.take(new byte[Secret.OCTETS]);
        PublishedCertificates.adoptLog(town.store, key, alarms);
        var marks = new MarkedRows(key, alarms);
        for (int i = 0; i < count; i += 999) assertTrue(marks.isMarked(latest(i), at(latest(i))), "row " + i);
    }

    private static Bytes latest(int i) {
        return Bytes.wrap(ByteBuffer.allocate(34).put((byte) 'e').put((byte) '/').putInt(i).array());
    }

    /** At level L2 mail goes on to the certificate that its owner named, and he publishes it, or another, once more. */
    @Test void aSpoiledRowStopsNoMailAndIsMended() {
        var mine = key("anna@home.example");
        var fingerprint = done(ANNA, mine).fingerprint();
        var row = Bytes.utf8("c/" + ANNA.text());
        var old = Arrays.copyOf(at(row), at(row).length - 32); // as a release before marks wrote it
        write(row, old);
        assertTrue(published.isSpoiled(ANNA));
        assertArrayEquals(mine, published.octets(ANNA, fingerprint).orElseThrow());
        assertTrue(isAlarm(row.toUtf8()));
        assertThrows(Damaged.class, () -> published.octets(ANNA, "0".repeat(40)), "of another nobody knows");
        assertTrue(published.isAnother(ANNA, mine), "so it is for its owner alone");
        assertFalse(published.isAnother(ANNA, new byte[0]));
        done(ANNA, mine);
        assertFalse(isAlarm(row.toUtf8()));
        assertFalse(published.isAnother(ANNA, mine));
        write(row, new byte[] {1, 127});
        assertEquals(java.util.Set.of(), published.all().keySet());
        var next = key("anna@home.example");
        done(ANNA, next);
        assertArrayEquals(next, found("anna@home.example").orElseThrow().toArray());
    }

    /** What cannot be taken away, since the log is broken, keeps nothing else here, and one broken row no other. */
    @Test void whatIsBrokenKeepsNothingElseHere() {
        done(ANNA, key("anna@home.example"));
        done(ANNA, key("anna@home.example"));
        var log = at(Bytes.utf8("h"));
        write(Bytes.utf8("h"), Arrays.copyOf(log, log.length - 64));
        assertThrows(Damaged.class, () -> published.forget(ANNA));
        for (var kind : List.of("f/", "o/")) rows().partition().range(Bytes.utf8(kind), Bytes.utf8(kind).afterPrefix(),
            false, (row, _) -> { throw new AssertionError(row.toUtf8()); });
        write(Bytes.utf8("h"), log);
        write(Bytes.utf8("c/" + ANNA.text()), new byte[] {1, 127});
        assertEquals(java.util.Set.of(ANNA), published.accounts());
        published.forget(ANNA);
        assertEquals(java.util.Set.of(), published.accounts());
        assertEquals(Optional.empty(), found("anna@home.example"));
        assertTrue(published.log().of(KeyLog.hash(Address.of("anna@home.example"))).orElseThrow().entry()
            .isWithdrawn());
    }

    /** It is removed while its browser publishes: whatever comes first, nothing of it stays. */
    @Test void ofWhoIsRemovedNothingStays() {
        done(ANNA, key("anna@home.example"));
        Town.done(town.editor.removeAccount(Address.of("anna@home.example")));
        published.forget(ANNA);
        assertEquals(Why.NO_ACCOUNT, refused(ANNA, key("anna@home.example")));
        assertEquals(java.util.Map.of(), published.all());
    }
}
