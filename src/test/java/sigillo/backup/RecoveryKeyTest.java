package sigillo.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Crockford;
import sigillo.sealing.Randomness;

/** The recovery key on paper, and what the server keeps of it. */
class RecoveryKeyTest {
    private final RecoveryKey key = RecoveryKey.random(Randomness.secure());

    @Test void isTypedBackAsPeopleType() {
        var text = key.text();
        assertTrue(text.matches("(?:[0-9A-HJKMNP-TV-Z]{4}-){13}[0-9A-HJKMNP-TV-Z]{4}"), text);
        for (var typed : new String[] {text, text.toLowerCase(Locale.ROOT), text.replace("-", ""),
            "  " + text.replace('-', ' ') + " ", text.replace('0', 'O').replace('1', 'l')}) {
            assertEquals(text, RecoveryKey.parse(typed).orElseThrow().text());
        }
        assertArrayEquals(key.forServer().encode(), RecoveryKey.parse(text).orElseThrow().forServer().encode());
    }

    /** Each sign changed to each other one: seen, but for a few of all, which differ in the 24 bits by chance. */
    @Test void aSlipIsSeen() {
        var signs = key.text().replace("-", "");
        int taken = 0;
        for (int at = 0; at < signs.length(); at++) {
            for (char other : Crockford.ALPHABET.toCharArray()) {
                boolean isSame = signs.charAt(at) == other;
                boolean isKey = RecoveryKey.parse(signs.substring(0, at) + other + signs.substring(at + 1)).isPresent();
                if (isSame) assertTrue(isKey);
                else if (isKey) taken++;
            }
        }
        assertTrue(taken <= 2, taken + " slips were not seen");
        assertEquals(Optional.empty(), RecoveryKey.parse(""));
        assertEquals(Optional.empty(), RecoveryKey.parse(key.text() + "-0000"));
        assertEquals(Optional.empty(), RecoveryKey.parse("U".repeat(100_000)));
    }

    @Test void whatTheServerKeepsIsReadBack(@TempDir Path folder) throws Exception {
        assertTrue(BackupKey.in(folder).isEmpty());
        var octets = key.forServer().encode();
        Files.write(folder.resolve(BackupKey.FILE), octets);
        var back = BackupKey.in(folder).orElseThrow();
        assertEquals(key.forServer().fingerprint(), back.fingerprint());
        assertNotEquals(RecoveryKey.random(Randomness.secure()).forServer().fingerprint(), back.fingerprint());
        octets[100] ^= 1;
        Files.write(folder.resolve(BackupKey.FILE), octets);
        assertTrue(assertThrows(IOException.class, () -> BackupKey.in(folder)).getMessage().contains("is damaged"));
    }

    @Test void paddingHidesMostOfALength() {
        assertEquals(0, Padding.padded(0));
        assertEquals(10, Padding.padded(9));
        assertEquals(1_024, Padding.padded(1_000));
        assertEquals(4 << 20, Padding.padded(4 << 20));
        var lengths = new java.util.TreeSet<Integer>();
        for (int length = 1 << 16; length <= 4 << 20; length += 997) {
            int padded = Padding.padded(length);
            assertTrue(padded >= length && padded <= length + length / 8);
            lengths.add(padded);
        }
        assertTrue(lengths.size() < 200, lengths.size() + " lengths");
    }
}
