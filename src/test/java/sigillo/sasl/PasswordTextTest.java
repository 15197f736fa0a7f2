package sigillo.sasl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.sasl.SaslExchange.Next;

class PasswordTextTest {

    @Test void nothingIsLeftOfOneThatIsClosed() {
        var exchange = SaslExchange.of(Mechanism.PLAIN, Optional.empty());
        var password = assertInstanceOf(Next.Credentials.class, exchange.on(Bytes.utf8("\0anna\0secret"))).password();
        assertEquals(PasswordText.of("secret"), password);
        password.close();
        assertArrayEquals(new byte[6], password.unsafeOctets());
    }

    @Test void composedAndDecomposedAreOne() {
        assertArrayEquals(PasswordText.of("p\u00e4sse").composed(), PasswordText.of("pa\u0308sse").composed());
        var plain = PasswordText.of("word");
        var composed = plain.composed();
        plain.close();
        assertArrayEquals("word".getBytes(StandardCharsets.US_ASCII), composed, "a copy, the caller's to wipe");
    }

    @Test void itIsNotShown() { assertFalse(PasswordText.of("secret").toString().contains("secret")); }
}
