package sigillo.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecoveryCodeTest {
    private static RecoveryCode of(long seed) { return RecoveryCode.random(new Random(seed)::nextBytes); }

    @Test void looksTheSameForEver() {
        var zeros = RecoveryCode.random(octets -> Arrays.fill(octets, (byte) 0));
        assertEquals("0000-0000-0000-0000-0000-0000-0000-0000-VS3W", zeros.text());
        assertEquals("a recovery code", zeros.toString());
    }

    @Test void isReadAsPeopleTypeIt() {
        for (int seed = 0; seed < 500; seed++) {
            var code = of(seed);
            var text = code.text();
            assertEquals(44, text.length());
            for (var typed : new String[] {text, text.toLowerCase(), text.replace("-", ""), " " + text.replace('-', ' ') + "\n",
                    text.replace('0', 'O').replace('1', 'l'), text.replace('1', 'I').replace('0', 'o').replace('V', 'u')}) {
                var read = RecoveryCode.parse(typed);
                assertTrue(read.isPresent(), typed);
                assertTrue(read.get().secret().isSame(code.secret()), typed);
            }
            assertFalse(of(seed + 1_000).secret().isSame(code.secret()));
        }
    }

    @Test void aSlipIsSeen() {
        var random = new Random(5);
        int missed = 0;
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(of(i).text());
            int at = random.nextInt(text.length());
            if (text.charAt(at) == '-') continue;
            char other = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".charAt(random.nextInt(32));
            if (text.charAt(at) == other) continue;
            text.setCharAt(at, other);
            if (RecoveryCode.parse(text.toString()).isPresent()) missed++;
        }
        assertTrue(missed <= 2, missed + " slips of 20,000 were not seen; one in a million would be");
    }

    @Test void whatIsNoCodeIsNone() {
        for (var text : new String[] {"", "first", "0000", "0".repeat(36), "0".repeat(10_000), "\u0660".repeat(36), of(1).text() + "0"}) {
            assertTrue(RecoveryCode.parse(text).isEmpty(), text);
        }
    }
}
