package sigillo.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Bytes;
import sigillo.sasl.SaslExchange.Next;

class SaslExchangeTest {

    /** Messages in ISO 8859-1, one character an octet. */
    private record Case(String what, String mechanism, List<String> messages, Next last) {}

    private static final Next NOT_PLAIN = new Next.Malformed("Not a message of PLAIN");

    private static final List<Case> CASES = List.of(
        new Case("a user", "PLAIN", List.of("\0anna\0word"), new Next.Credentials("anna", "word")),
        new Case("for oneself", "PLAIN", List.of("anna\0anna\0word"), new Next.Credentials("anna", "word")),
        new Case("for another", "PLAIN", List.of("bruno\0anna\0word"), new Next.NotAllowed()),
        new Case("a password with umlauts", "PLAIN", List.of("\0anna\0p\u00c3\u00a4ss"),
            new Next.Credentials("anna", "päss")),
        new Case("an empty password", "PLAIN", List.of("\0anna\0"), new Next.Credentials("anna", "")),
        new Case("nobody", "PLAIN", List.of("\0\0word"), NOT_PLAIN),
        new Case("too few parts", "PLAIN", List.of("\0anna"), NOT_PLAIN),
        new Case("too many parts", "PLAIN", List.of("\0anna\0wo\0rd"), NOT_PLAIN),
        new Case("no UTF-8", "PLAIN", List.of("\0anna\0p\u00e4ss"), NOT_PLAIN),
        new Case("nothing", "PLAIN", List.of(""), NOT_PLAIN),
        new Case("a name", "LOGIN", List.of("anna"), new Next.Ask(Bytes.utf8("Password:"))),
        new Case("a name and a password", "LOGIN", List.of("anna", "word"), new Next.Credentials("anna", "word")),
        new Case("an empty name", "LOGIN", List.of("", "word"), new Next.Credentials("", "word")),
        new Case("a name that is no UTF-8", "LOGIN", List.of("\u00e4"), new Next.Malformed("Name is not UTF-8")),
        new Case("a password that is no UTF-8", "LOGIN", List.of("anna", "\u00e4"),
            new Next.Malformed("Password is not UTF-8")));

    @TestFactory Stream<DynamicTest> answers() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.mechanism + ": " + c.what, () -> {
            var exchange = SaslExchange.of(c.mechanism).orElseThrow();
            Next last = null;
            for (var message : c.messages) last = exchange.on(latin1(message));
            assertEquals(c.last, last);
        }));
    }

    private static Bytes latin1(String text) { return Bytes.wrap(text.getBytes(StandardCharsets.ISO_8859_1)); }

    @Test void whatIsOfferedIsThere() {
        for (var name : SaslExchange.MECHANISMS) assertTrue(SaslExchange.of(name).isPresent(), name);
        assertTrue(SaslExchange.of("X-OTHER").isEmpty());
    }

    @Test void passwordsAreNotShown() {
        assertFalse(new Next.Credentials("anna", "word").toString().contains("word"));
    }
}
