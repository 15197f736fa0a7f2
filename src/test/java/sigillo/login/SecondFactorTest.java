package sigillo.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.directory.Edited;
import sigillo.directory.Edited.Done;
import sigillo.directory.Edited.Refused;
import sigillo.keyring.Floors;
import sigillo.keyring.TestSeal;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.store.PartitionName;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

/** Turned on by a code, asked for by codes that are good once, turned off. */
class SecondFactorTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final Address ADDRESS = Address.of("anna@home.example");

    private Instant now = Instant.parse("2026-11-27T12:00:00Z");
    private final MemoryStore store = new MemoryStore();
    private final TestSeal.Heard alarms = new TestSeal.Heard();
    private final Floors floors = new TestSeal.MemoryFloors();
    private final Vouching vouching = new Vouching(TestLogin.peppers(), floors, alarms);
    private final SecondFactor factor = factor();

    private SecondFactor factor() { return new SecondFactor(store, TestLogin.peppers(), vouching, Randomness.secure(), () -> now); }

    private static <T> T done(Edited<T> edited) {
        return switch (edited) {
            case Done<T>(var now) -> now;
            case Refused<T>(var why) -> throw new AssertionError(why);
        };
    }

    private String code(byte[] secret) { return Totp.code(secret, Totp.step(now)); }

    private void pass(int steps) { now = now.plus(Totp.STEP.multipliedBy(steps)); }

    private byte[] enrol() { return octets(done(factor.begin(ANNA, ADDRESS, "mail.home.example")).secret()); }

    static byte[] octets(String base32) {
        assertEquals(32, base32.length());
        var bits = new StringBuilder();
        base32.chars().forEach(sign -> bits.append(String.format("%5s", Integer.toBinaryString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign))).replace(' ', '0')));
        var octets = new byte[20];
        for (int i = 0; i < 20; i++) octets[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
        return octets;
    }

    @Test void isAskedForOnceACodeWasSeen() {
        var secret = enrol();
        assertFalse(factor.isOn(ANNA));
        assertFalse(factor.use(ANNA, code(secret)));
        assertInstanceOf(Refused.class, factor.confirm(ANNA, Totp.code(secret, 1)));
        assertFalse(factor.isOn(ANNA));
        assertEquals(BackupCodes.COUNT, new HashSet<>(done(factor.confirm(ANNA, code(secret)))).size());
        assertTrue(factor.isOn(ANNA));
        assertInstanceOf(Refused.class, factor.begin(ANNA, ADDRESS, "x"));
        assertInstanceOf(Refused.class, factor.confirm(ANNA, code(secret)));
        assertTrue(factor.turnOff(ANNA));
        assertFalse(factor.turnOff(ANNA));
        assertFalse(factor.isOn(ANNA));
    }

    @Test void theLinkIsAsAuthenticatorsReadIt() {
        var enrolment = done(factor.begin(ANNA, ADDRESS, "Home Mail"));
        assertEquals("otpauth://totp/Home%20Mail:anna%40home.example?secret=" + enrolment.secret() + "&issuer=Home%20Mail&algorithm=SHA1&digits=6&period=30",
            enrolment.link());
        assertFalse(enrolment.toString().contains(enrolment.secret()));
    }

    @Test void aSecretThatWasNotConfirmedIsReplaced() {
        var first = enrol();
        var second = enrol();
        assertInstanceOf(Refused.class, factor.confirm(ANNA, code(first)));
        assertInstanceOf(Done.class, factor.confirm(ANNA, code(second)));
    }

    /** Also after a start: what was used is in the store. */
    @Test void aCodeIsGoodOnce() {
        var secret = enrol();
        factor.confirm(ANNA, code(secret));
        assertFalse(factor.use(ANNA, code(secret)), "it has confirmed");
        pass(1);
        assertTrue(factor.use(ANNA, code(secret).substring(0, 3) + " " + code(secret).substring(3)));
        assertFalse(factor().use(ANNA, code(secret)));
        pass(1);
        assertFalse(factor.use(ANNA, Totp.code(secret, Totp.step(now) - 1)), "it was used while it was of now");
        assertTrue(factor().use(ANNA, Totp.code(secret, Totp.step(now) + 1)), "a clock that is before ours");
        assertFalse(factor.use(ANNA, code(secret)), "it is before one that was used");
    }

    @Test void aBackupCodeIsGoodOnce() {
        var secret = enrol();
        var codes = done(factor.confirm(ANNA, code(secret)));
        assertTrue(factor.use(ANNA, codes.getFirst().toLowerCase(Locale.ROOT)));
        assertFalse(factor().use(ANNA, codes.getFirst()));
        assertTrue(factor().use(ANNA, codes.getLast().replace("-", "")));
        assertEquals(BackupCodes.COUNT - 2, factor.codesLeft(ANNA));
        var fresh = done(factor.newCodes(ANNA));
        assertFalse(factor.use(ANNA, codes.get(1)));
        assertTrue(factor.use(ANNA, fresh.get(1)));
        for (var none : List.of("", "12345", "AAAAA-AAAAA", "x".repeat(1_000), "\u0660\u0661\u0662\u0663\u0664\u0665")) assertFalse(factor.use(ANNA, none), none);
    }

    @Test void anotherAccountsIsAnother() {
        var bruno = new AccountId("bruno");
        var secret = enrol();
        var codes = done(factor.confirm(ANNA, code(secret)));
        assertFalse(factor.use(bruno, codes.getFirst()));
        assertFalse(factor.isOn(bruno));
        assertInstanceOf(Refused.class, factor.newCodes(bruno));
    }

    /** What is in the store is neither the secret nor a code; moved to another account it is refused. */
    @Test void theStoreGivesNothingAway() {
        var secret = enrol();
        var codes = done(factor.confirm(ANNA, code(secret)));
        var rows = new Transactions(store.partition(new PartitionName("factors")));
        var row = rows.partition().get(Bytes.utf8("t/anna")).orElseThrow();
        var text = new String(row, StandardCharsets.ISO_8859_1);
        assertFalse(text.contains(new String(secret, StandardCharsets.ISO_8859_1)));
        for (var code : codes) assertFalse(text.contains(code.replace("-", "")));
        rows.write(tx -> {
            tx.put(Bytes.utf8("t/bruno"), row);
            return null;
        });
        pass(1);
        assertFalse(factor.use(new AccountId("bruno"), code(secret)));
        assertEquals(1, alarms.raised.size(), alarms.raised.toString());
        var others = new Peppers(Secret.random(Randomness.secure()), Secret.random(Randomness.secure()));
        assertThrows(StoreException.class, () -> new SecondFactor(store, others, vouching, Randomness.secure(), () -> now).use(ANNA, code(secret)));
    }
}
