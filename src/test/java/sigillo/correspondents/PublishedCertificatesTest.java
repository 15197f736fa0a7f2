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
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.Sha256;
import sigillo.correspondents.PublishedCertificates.Outcome;
import sigillo.correspondents.PublishedCertificates.Why;
import sigillo.directory.Town;
import sigillo.openpgp.Certificate;
import sigillo.openpgp.KeyMaking;
import sigillo.sealing.Secret;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.Transactions;
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
    private final PublishedCertificates published = open(new byte[Secret.OCTETS]);

    private PublishedCertificates open(byte[] key) {
        return PublishedCertificates.of(town.store, town.directory, Domain.of("mail.home.example"), Secret.take(key),
            random::nextBytes, () -> now);
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

    @Test void anEntryThatWasChangedInTheStoreIsSeen() {
        done(ANNA, key("anna@home.example"));
        done(BOB, key("bob@home.example"));
        var then = published.log().head();
        var partition = town.store.partition(new PartitionName("correspondents"));
        var row = Bytes.wrap(ByteBuffer.allocate(10).put("l/".getBytes(StandardCharsets.US_ASCII)).putLong(0).array());
        var value = partition.get(row).orElseThrow();
        value[value.length - 1] ^= 1;
        new Transactions(partition).write(tx -> {
            tx.put(row, value);
            return null;
        });
        var all = published.log().since(0).orElseThrow();
        var tree = new HashMap<String, byte[]>();
        for (var one : all.entries()) {
            new MerkleTree((level, index) -> tree.get(level + "/" + index), one.index())
                .append(one.leaf(), (level, index, hash) -> tree.put(level + "/" + index, hash));
        }
        var root = new MerkleTree((level, index) -> tree.get(level + "/" + index), 2).root();
        assertFalse(then.root().equals(Bytes.wrap(root)), "whoever computes it anew sees another root");
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
}
