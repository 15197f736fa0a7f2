package sigillo.login;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Against the values of the RFCs. */
class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    @Test void rfc4226AppendixD() {
        var codes = List.of("755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489");
        for (int counter = 0; counter < codes.size(); counter++) assertEquals(codes.get(counter), Totp.code(SECRET, counter));
    }

    /** RFC 6238 appendix B has eight digits; six are the last of them. */
    @Test void rfc6238AppendixB() {
        record Row(long seconds, String eight) {}
        var rows = List.of(new Row(59, "94287082"), new Row(1111111109, "07081804"), new Row(1111111111, "14050471"),
            new Row(1234567890, "89005924"), new Row(2000000000, "69279037"), new Row(20000000000L, "65353130"));
        for (var row : rows) assertEquals(row.eight.substring(2), Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(row.seconds))));
    }

    @Test void oneStepEachWayAndNoneThatWasUsed() {
        var now = Instant.parse("2026-11-27T12:00:00Z");
        long step = Totp.step(now);
        for (int drift = -3; drift <= 3; drift++) {
            var expected = Math.abs(drift) <= 1 ? Optional.of(step + drift) : Optional.empty();
            assertEquals(expected, Totp.match(SECRET, Totp.code(SECRET, step + drift), now, 0), "drift " + drift);
        }
        assertEquals(Optional.empty(), Totp.match(SECRET, Totp.code(SECRET, step), now, step));
        assertEquals(Optional.empty(), Totp.match(SECRET, Totp.code(SECRET, step - 1), now, step));
        assertEquals(Optional.of(step + 1), Totp.match(SECRET, Totp.code(SECRET, step + 1), now, step));
    }
}
