package sigillo.openpgp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;

/** Text that is signed and readable: what people would take for signed is signed. RFC 9580 section 7. */
class CleartextTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final String GOOD = read("rfc9580-a6-cleartext.asc");

    record Case(String what, String message, Refusal want) {}

    @TestFactory Stream<DynamicTest> refuses() {
        return Stream.of(
            new Case("text before", "Believe this:\n" + GOOD, Refusal.NOT_SIGNED),
            new Case("text after", GOOD + "and this\n", Refusal.OUTSIDE_ARMOUR),
            new Case("another header", GOOD.replaceFirst("\n\n", "\nComment: pay Eve\n\n"), Refusal.CLEARTEXT_BROKEN),
            new Case("a header that is none", GOOD.replaceFirst("\n\n", "\nHash: SHA512\nPay Eve.\n\n"),
                Refusal.CLEARTEXT_BROKEN),
            new Case("blanks for the empty line", GOOD.replaceFirst("\n\n", "\n \n\n"), Refusal.CLEARTEXT_BROKEN),
            new Case("a dash without its escape", GOOD.replace("- - tofu", "-tofu"), Refusal.CLEARTEXT_BROKEN),
            new Case("a message in a message", GOOD.replace("- - tofu", "-----BEGIN PGP SIGNED MESSAGE-----"),
                Refusal.CLEARTEXT_BROKEN),
            new Case("a carriage return alone", GOOD.replace("tofu", "to\rfu"), Refusal.CLEARTEXT_BROKEN),
            new Case("a long line", GOOD.replace("tofu", "x".repeat(70_000)), Refusal.CLEARTEXT_BROKEN),
            new Case("no signature", GOOD.substring(0, GOOD.indexOf("-----BEGIN PGP SIGNATURE")), Refusal.TRUNCATED),
            new Case("half a signature", GOOD.substring(0, GOOD.length() - 40), Refusal.TRUNCATED),
            new Case("too large", GOOD.replace("tofu", "x\n".repeat(600)), Refusal.TOO_LARGE)
        ).map(one -> DynamicTest.dynamicTest(one.what, () -> {
            var sink = new TestSink();
            assertEquals(one.want, PgpSealTest.refusal(() -> verify(one.message, sink)));
            assertTrue(sink.isDiscarded());
        }));
    }

    @Test void whatDoesNotChangeTheTextIsAllowedAndWhatDoesIsSeen() throws Exception {
        assertEquals(List.of(Signed.State.GOOD), states(GOOD));
        assertEquals(List.of(Signed.State.GOOD), states(GOOD.replace("\n", "\r\n")));
        assertEquals(List.of(Signed.State.GOOD), states(GOOD.replace("tofu", "tofu \t")));
        assertEquals(List.of(Signed.State.GOOD), states(GOOD.replaceFirst("\n\n", "\nHash: SHA512\n\n")));
        assertEquals(List.of(Signed.State.BAD), states(GOOD.replace("tofu", "TOFU")));
        assertEquals(List.of(Signed.State.BAD), states(GOOD.replace("- - tofu\n", "- - tofu\n\n")));
        assertEquals(List.of(Signed.State.BAD), states(GOOD.replace("- - tofu\n", "")));
    }

    private static List<Signed.State> states(String message) throws IOException {
        var sink = new TestSink();
        var opened = verify(message, sink);
        sink.released();
        return opened.signatures().stream().map(Signed::state).toList();
    }

    private static Opened verify(String message, Sink sink) throws IOException {
        var octets = Octets.of(message.getBytes(StandardCharsets.ISO_8859_1));
        var anna = SecretKeys.read(read("rfc9580-a4-secret-key.asc").getBytes(StandardCharsets.US_ASCII),
            new char[0]).certificate();
        return PgpOpen.verifyCleartext(octets, List.of(anna), NOW, 1_000, sink);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of("src/test/cases/openpgp/" + file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
