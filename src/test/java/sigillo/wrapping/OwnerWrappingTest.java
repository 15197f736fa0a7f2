package sigillo.wrapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.AccountId;
import sigillo.account.EmailId;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.base.SetClock;
import sigillo.delivery.Wrapped;
import sigillo.keyring.Keyring;
import sigillo.keyring.Level;
import sigillo.keyring.TestSeal;
import sigillo.keyring.Way;
import sigillo.message.Extract;
import sigillo.message.Message;
import sigillo.message.SearchText;
import sigillo.openpgp.Armour;
import sigillo.openpgp.Certificate;
import sigillo.openpgp.KeyMaking;
import sigillo.openpgp.PgpSeal;
import sigillo.pgpmime.PgpStructure;
import sigillo.sealing.ClientTextSeal;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealedKey;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.spool.Spool;
import sigillo.spool.SpoolSettings;
import sigillo.spool.Spooled;
import sigillo.store.StoreException;
import sigillo.store.memory.MemoryStore;

/** What is kept of a mail at level L2, what needs no second envelope, and what is not kept at all. */
class OwnerWrappingTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final AccountId BRUNO = new AccountId("bruno");
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
    private static final String MAIL = """
        Received: from b.example by mx.home.example; Mon, 30 Nov 2026 10:00:00 +0000
        From: bob@b.example
        To: anna@home.example
        Subject: the canary
        Message-ID: <1@b.example>
        Date: Mon, 30 Nov 2026 10:00:00 +0000
        Content-Type: text/plain; charset=utf-8

        The zebra is striped.
        """.replace("\n", "\r\n");

    @TempDir Path folder;
    private final SetClock clock = new SetClock(NOW);
    private final TestSeal.Heard alarms = new TestSeal.Heard();
    private final Keyring keyring = TestSeal.over(new MemoryStore(), clock, alarms);
    private final Secret password = Secret.random(Randomness.secure());
    private Optional<byte[]> published = Optional.empty();
    private final List<Optional<Instant>> told = new ArrayList<>();
    private final List<byte[]> former = new ArrayList<>();
    private OwnerWrapping wrapping;

    @BeforeEach void open() throws IOException {
        var spool = Spool.open(SpoolSettings.at(folder));
        wrapping = new OwnerWrapping(Domain.of("mx.home.example"), keyring, certificates(), spool, clock, alarms);
        wrapping.telling((_, expires) -> told.add(expires));
        for (var account : List.of(ANNA, BRUNO)) keyring.enrol(account, Level.L1, List.of(new Way(Slot.Kind.PASSWORD, password)));
    }

    private OwnCertificates certificates() {
        return new OwnCertificates() {
            @Override public Optional<byte[]> of(AccountId account, String fingerprint) { return published; }

            @Override public List<byte[]> former(AccountId account) { return former; }
        };
    }

    @AfterEach void close() { keyring.close(); }

    private static Certificate made(String name, Optional<Duration> lifetime) {
        try (var keys = KeyMaking.make(name + " <" + name + "@home.example>", NOW.minusSeconds(60), lifetime)) {
            return keys.certificate();
        }
    }

    private Certificate goesToL2(Certificate certificate) {
        long slot = keyring.slots(ANNA).keySet().iterator().next();
        try (var open = keyring.unlock(ANNA, slot, password).orElseThrow()) {
            keyring.wrapTo(open, Optional.of(Bytes.wrap(HexFormat.of().parseHex(certificate.fingerprint()))));
        }
        published = Optional.of(certificate.octets());
        return certificate;
    }

    private static Octets octets(String text) { return Octets.of(text.getBytes(StandardCharsets.UTF_8)); }

    private Optional<Spooled> of(AccountId account, String mail) { return wrapping.of(account, octets(mail))
        .map(Wrapped::content); }

    private static String text(Octets octets) throws IOException {
        return new String(octets.bytes(0, octets.length(), 10 << 20), StandardCharsets.UTF_8);
    }

    @Test void onlyWhatIsOutsideIsSeen() throws IOException {
        var certificate = goesToL2(made("anna", Optional.empty()));
        try (var kept = of(ANNA, MAIL).orElseThrow()) {
            var text = text(kept);
            assertTrue(text.contains("Subject: [...]\r\n") && text.contains("From: bob@b.example\r\n"), text);
            assertTrue(text.contains("Encrypted-At-Delivery: by mx.home.example\r\n"), text);
            assertFalse(text.contains("canary") || text.contains("zebra"), text);
            var message = Message.parse(kept);
            var data = assertInstanceOf(PgpStructure.Encrypted.class, PgpStructure.of(message.root())).data();
            assertTrue(sigillo.openpgp.Encryption.isFor(message.content(data), certificate));
            assertEquals("", Extract.of(message).meta().preview(), "the preview is empty");
            assertFalse(SearchText.of(kept, message.root()).toString().contains("zebra"));
        }
        assertEquals(Optional.empty(), of(BRUNO, MAIL), "he is at L1");
    }

    @Test void hisOwnerHearsOfItAMonthBeforeAndWhenMailWaits() throws IOException {
        var expires = goesToL2(made("anna", Optional.of(Duration.ofDays(40)))).expires(NOW);
        of(ANNA, MAIL).orElseThrow().close();
        assertEquals(List.of(), told);
        clock.advance(Duration.ofDays(11));
        of(ANNA, MAIL).orElseThrow().close();
        assertEquals(List.of(expires), told);
        clock.advance(Duration.ofDays(30));
        assertThrows(StoreException.class, () -> of(ANNA, MAIL));
        assertEquals(List.of(expires, Optional.empty()), told);
    }

    @Test void whatIsEncryptedToHimAlreadyIsNotEncryptedTwice() throws IOException {
        goesToL2(made("anna", Optional.empty()));
        try (var once = of(ANNA, MAIL).orElseThrow()) {
            assertEquals(Optional.empty(), wrapping.of(ANNA, once));
        }
        assertEquals(Optional.empty(), of(ANNA, "Subject: x\r\n\r\n" + armoured(Certificate.read(published.get()))));
    }

    /** Others go on encrypting to the key of before for a while: its owner has its secret part still. */
    @Test void whatIsEncryptedToHisFormerKeyIsNotEncryptedTwice() throws IOException {
        var before = made("anna", Optional.empty());
        goesToL2(made("anna", Optional.empty()));
        try (var twice = of(ANNA, "Subject: x\r\n\r\n" + armoured(before)).orElseThrow()) {
            assertTrue(text(twice).contains("multipart/encrypted"), "it is of somebody else");
        }
        former.add(new byte[] {1, 2, 3});
        former.add(before.octets());
        assertEquals(Optional.empty(), of(ANNA, "Subject: x\r\n\r\n" + armoured(before)));
        try (var kept = of(ANNA, MAIL).orElseThrow()) {
            assertEquals(Optional.empty(), of(ANNA, text(kept)));
            assertFalse(sigillo.openpgp.Encryption.isFor(Message.parse(kept).content(
                assertInstanceOf(PgpStructure.Encrypted.class, PgpStructure.of(Message.parse(kept).root())).data()),
                    before));
        }
    }

    // ---- what browsers find it by ----

    private boolean namesTextsKey(Bytes key) {
        long slot = keyring.slots(ANNA).keySet().iterator().next();
        try (var open = keyring.unlock(ANNA, slot, password).orElseThrow()) {
            return keyring.textsTo(open, key);
        }
    }

    private Optional<byte[]> record(String mail, String email) {
        try (var kept = wrapping.of(ANNA, octets(mail)).orElseThrow()) {
            return kept.text().flatMap(text -> text.sealed(EmailId.parse(email).orElseThrow()));
        }
    }

    @Test void aRecordIsMadeForTheKeyThatItsOwnerHasNamed() {
        goesToL2(made("anna", Optional.empty()));
        assertEquals(Optional.empty(), record(MAIL, "M7"), "none is named");
        assertTrue(namesTextsKey(Bytes.wrap(SealedKey.publicKey(Secret.random(Randomness.secure())))));
        var first = ClientTextSeal.pieces(record(MAIL, "M7").orElseThrow()).orElseThrow();
        var second = ClientTextSeal.pieces(record(MAIL, "M8").orElseThrow()).orElseThrow();
        assertEquals(first.ciphertext(), second.ciphertext(), "they share one");
        assertEquals(List.of(0, 1), List.of(first.index(), second.index()));
        assertFalse(new String(first.sealed(), StandardCharsets.ISO_8859_1).contains("zebra"));
        clock.advance(OwnersTexts.SEGMENT_TIME);
        var later = ClientTextSeal.pieces(record(MAIL, "M9").orElseThrow()).orElseThrow();
        assertNotEquals(first.ciphertext(), later.ciphertext());
        assertEquals(0, later.index());
    }

    @Test void whatIsEncryptedToHimAlreadyHasNoRecord() throws IOException {
        goesToL2(made("anna", Optional.empty()));
        namesTextsKey(Bytes.wrap(SealedKey.publicKey(Secret.random(Randomness.secure()))));
        assertEquals(Optional.empty(), wrapping.of(ANNA, octets("Subject: x\r\n\r\n"
            + armoured(Certificate.read(published.get())))));
    }

    /** A key of which nothing can be encapsulated: the mail is kept, and it is counted. */
    @Test void whatHasNoRecordIsKeptAllTheSame() {
        goesToL2(made("anna", Optional.empty()));
        var none = new byte[SealedKey.PUBLIC_OCTETS];
        java.util.Arrays.fill(none, (byte) 0xff);
        assertTrue(namesTextsKey(Bytes.wrap(none)));
        assertEquals(Optional.empty(), record(MAIL, "M7"));
        assertEquals(Optional.empty(), record(MAIL, "M8"));
        assertEquals(2, wrapping.withoutText());
        assertEquals(List.of(), alarms.raised);
    }

    @Test void whatIsWipedIsNotSealed() {
        goesToL2(made("anna", Optional.empty()));
        namesTextsKey(Bytes.wrap(SealedKey.publicKey(Secret.random(Randomness.secure()))));
        var kept = wrapping.of(ANNA, octets(MAIL)).orElseThrow();
        kept.close();
        var before = record(MAIL, "M7").orElseThrow();
        assertEquals(before.length, kept.text().orElseThrow().sealed(new EmailId(7)).orElseThrow().length,
            "octets of zero");
    }

    /** It only looks so, is for somebody else, or has more beside it. */
    @Test void whatIsNotWhollyEncryptedToHimIsWrapped() throws IOException {
        var anna = goesToL2(made("anna", Optional.empty()));
        var other = armoured(made("eve", Optional.empty()));
        var own = armoured(anna);
        for (var body : List.of(other, "Hello\r\n" + own, own + "P.S.\r\n", own + own,
                own.replaceFirst("(?s)\r\n\r\n.*?\r\n-----END", "\r\n\r\nwcBM\r\n-----END"), own.substring(0, 200))) {
            try (var kept = of(ANNA, "Subject: canary\r\nContent-Type: text/plain\r\n\r\n" + body).orElseThrow()) {
                assertFalse(text(kept).contains("canary"));
            }
        }
        var fake = MAIL.replace("text/plain; charset=utf-8", "multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=x")
            .replace("The zebra", "--x\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--x\r\n"
                + "Content-Type: application/octet-stream\r\n\r\nThe zebra");
        try (var kept = of(ANNA, fake).orElseThrow()) {
            assertFalse(text(kept).contains("zebra"));
        }
    }

    private static String armoured(Certificate to) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var armour = Armour.writer(out, Armour.Kind.MESSAGE)) {
            PgpSeal.encrypt(octets("Hello.").stream(), List.of(to), Optional.empty(), NOW, armour);
        }
        var text = out.toString(StandardCharsets.US_ASCII);
        return text.endsWith("\r\n") ? text : text + "\r\n";
    }

    @Test void whatCannotBeEncryptedIsRefusedWithAnAlarm() {
        var certificate = goesToL2(made("anna", Optional.of(Duration.ofDays(30))));
        published = Optional.empty();
        assertThrows(StoreException.class, () -> of(ANNA, MAIL));
        published = Optional.of(new byte[] {1, 2, 3});
        assertThrows(StoreException.class, () -> of(ANNA, MAIL));
        published = Optional.of(made("anna", Optional.empty()).octets());
        assertThrows(StoreException.class, () -> of(ANNA, MAIL), "somebody has put another in its place");
        published = Optional.of(certificate.octets());
        assertTrue(of(ANNA, MAIL).isPresent());
        clock.advance(Duration.ofDays(40));
        assertThrows(StoreException.class, () -> of(ANNA, MAIL), "it has expired");
        assertEquals(4, alarms.raised.size(), alarms.raised.toString());
        assertTrue(alarms.raised.stream().noneMatch(one -> one.contains("canary")), alarms.raised.toString());
    }
}
