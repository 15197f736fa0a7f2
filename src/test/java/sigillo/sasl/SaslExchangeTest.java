package sigillo.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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
        new Case("a user", "PLAIN", List.of("\0anna\0word"), new Next.Credentials("anna", PasswordText.of("word"))),
        new Case("for oneself", "PLAIN", List.of("anna\0anna\0word"), new Next.Credentials("anna", PasswordText.of("word"))),
        new Case("for another", "PLAIN", List.of("bruno\0anna\0word"), new Next.NotAllowed()),
        new Case("a password with umlauts", "PLAIN", List.of("\0anna\0p\u00c3\u00a4ss"),
            new Next.Credentials("anna", PasswordText.of("päss"))),
        new Case("an empty password", "PLAIN", List.of("\0anna\0"), new Next.Credentials("anna", PasswordText.of(""))),
        new Case("nobody", "PLAIN", List.of("\0\0word"), NOT_PLAIN),
        new Case("too few parts", "PLAIN", List.of("\0anna"), NOT_PLAIN),
        new Case("too many parts", "PLAIN", List.of("\0anna\0wo\0rd"), NOT_PLAIN),
        new Case("no UTF-8", "PLAIN", List.of("\0anna\0p\u00e4ss"), NOT_PLAIN),
        new Case("nothing", "PLAIN", List.of(""), NOT_PLAIN),
        new Case("a name", "LOGIN", List.of("anna"), new Next.Ask(Bytes.utf8("Password:"))),
        new Case("a name and a password", "LOGIN", List.of("anna", "word"), new Next.Credentials("anna", PasswordText.of("word"))),
        new Case("an empty name", "LOGIN", List.of("", "word"), new Next.Credentials("", PasswordText.of("word"))),
        new Case("a name that is no UTF-8", "LOGIN", List.of("\u00e4"), new Next.Malformed("Name is not UTF-8")),
        new Case("a password that is no UTF-8", "LOGIN", List.of("anna", "\u00e4"),
            new Next.Malformed("Password is not UTF-8")));

    @TestFactory Stream<DynamicTest> answers() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.mechanism + ": " + c.what, () -> {
            var exchange = SaslExchange.of(Mechanism.of(c.mechanism).orElseThrow(), Optional.empty());
            Next last = null;
            for (var message : c.messages) last = exchange.on(latin1(message));
            assertEquals(c.last, last);
        }));
    }

    private static Bytes latin1(String text) { return Bytes.wrap(text.getBytes(StandardCharsets.ISO_8859_1)); }

    @Test void namesOfMechanisms() {
        for (var mechanism : Mechanism.values()) assertEquals(Optional.of(mechanism), Mechanism.of(mechanism.text()));
        assertTrue(Mechanism.of("EXTERNAL").isEmpty());
    }

    @Test void whateverIsSaidHasAnAnswer() {
        var random = new Random(7628);
        var starts = List.of("", "n,,n=anna,r=abc", "p=tls-exporter,,n=anna,r=abc", "n,a=anna,\1auth=Bearer abc\1\1", "c=biws,r=abc,p=", "\0anna\0");
        for (int round = 0; round < 20_000; round++) {
            var mechanism = Mechanism.values()[random.nextInt(Mechanism.values().length)];
            var exchange = SaslExchange.of(mechanism, Optional.of(Bytes.wrap(new byte[32])));
            exchange.opening();
            for (int message = 0; message < 3; message++) {
                var octets = (starts.get(random.nextInt(starts.size())) + "x".repeat(random.nextInt(40))).getBytes(StandardCharsets.ISO_8859_1);
                for (int change = random.nextInt(4); change > 0 && octets.length > 0; change--) octets[random.nextInt(octets.length)] = (byte) random.nextInt();
                if (exchange.on(Bytes.wrap(octets)) instanceof Next.Keys(_, var then)) assertTrue(then.apply(NONE) instanceof Next.Ask);
            }
        }
    }

    private static final ScramKeys NONE = new ScramKeys(Bytes.utf8("salt"), 4096, List.of());

    @Test void whatIsLongIsRefusedOrReadInTime() {
        for (var mechanism : Mechanism.values()) {
            for (var text : List.of("n,,n=anna,r=" + "a".repeat(100_000), "n,,\1" + "a=b\1".repeat(900), "n,,n=anna,r=abc" + ",b=c".repeat(400))) {
                SaslExchange.of(mechanism, Optional.of(Bytes.EMPTY)).on(latin1(text));
            }
        }
    }

    @Test void passwordsAreNotShown() {
        assertFalse(new Next.Credentials("anna", PasswordText.of("word")).toString().contains("word"));
    }
}
