package sigillo.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.sealing.Secret;

/** Never changes: passwords that were set with it would open nothing. */
class SplitKdfTest {
    private static final AccountId ANNA = new AccountId("anna");
    private final byte[] stretched = new byte[64];
    private final Peppers peppers = new Peppers(Secret.take(filled(1)), Secret.take(filled(2)));

    private static byte[] filled(int value) {
        var octets = new byte[32];
        java.util.Arrays.fill(octets, (byte) value);
        return octets;
    }

    private static String hex(byte[] octets) { return HexFormat.of().formatHex(octets); }

    /** The right values were computed with python's hmac module, by RFC 5869. */
    @Test void givesWhatOthersGive() {
        var authenticating = SplitKdf.authenticating(stretched, ANNA);
        assertEquals("0793d9390789763c29732ed766537fd061dd88c3ed91f4dcffc3d1fbeef85c81", hex(authenticating));
        assertEquals("f03b2dc2d9aec5747a87899611361bc718d832401e15c9541bf5765e723568ea", hex(SplitKdf.opening(stretched, ANNA)));
        assertEquals("619442516d2a802e371f3c615290ce274525f2cdf7dc47776b2704bf2b24af1d", hex(SplitKdf.verifier(authenticating, peppers, ANNA).toArray()));
        assertEquals("1de0e5a60c10469ce3b5142dcf2b20d6dd64ac922688e84421a50b906751afbf", hex(SplitKdf.slot(SplitKdf.opening(stretched, ANNA), peppers, ANNA).toArray()));
    }

    @Test void accountsAndPeppersMatter() {
        var bruno = new AccountId("bruno");
        assertNotEquals(hex(SplitKdf.authenticating(stretched, ANNA)), hex(SplitKdf.authenticating(stretched, bruno)));
        var opening = SplitKdf.opening(stretched, ANNA);
        var other = new Peppers(peppers.verifying(), Secret.take(filled(3)));
        assertFalse(SplitKdf.slot(opening, peppers, ANNA).isSame(SplitKdf.slot(opening, other, ANNA)));
    }

    @Test void whatIsKeptIsReadAgain() {
        var split = new KeptPassword.Split(new Argon2id.Cost(65_536, 3, 1), 1, Bytes.wrap(new byte[16]), Bytes.wrap(new byte[32]), 12);
        assertEquals("$sigillo1$m=65536,t=3,p=1$" + "A".repeat(22) + "$" + "A".repeat(43) + "$12", split.text());
        assertEquals(Optional.of(split), KeptPassword.parse(split.text()));
        assertEquals(1, Passwords.pepper(split.text()));
        assertEquals(0, Passwords.pepper("$argon2id$v=19$m=65536,t=2,p=4$c29tZXNhbHQ$GpZ3sK/oH9p7VIiV56G/64Zo/8GaUw434IimaPqxwCo"));
        var later = new KeptPassword.Split(split.cost(), 2, split.salt(), split.verifier(), 12);
        assertTrue(later.text().startsWith("$sigillo1$m=65536,t=3,p=1,k=2$A"), later.text());
        assertEquals(Optional.of(later), KeptPassword.parse(later.text()));
        assertEquals(2, Passwords.pepper(later.text()));
        for (var alien : new String[] {"", "x", split.text() + "0000000000000000000", split.text().replace("m=65536", "m=99999"), split.text().replace("p=1", "p=0")}) {
            assertEquals(Optional.empty(), KeptPassword.parse(alien), alien);
        }
    }
}
