package sigillo.smtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.trace.Event;

/** What a client signed in with is taken away while it is connected: nothing more is taken from it. */
class SignedOutTest {
    private static final String SIGN_IN = "EHLO a.example\r\nAUTH PLAIN AGFubmFAaG9tZS5leGFtcGxlAHDDpHNzd29yZA==\r\n";
    private static final String MAIL = "MAIL FROM:<anna@home.example>\r\n";
    private static final String ENVELOPE = MAIL + "RCPT TO:<bob@remote.example>\r\n";
    private static final String CONTENT = "DATA\r\nx\r\n.\r\n";
    private static final String CHUNK = "BDAT 3\r\nx\r\n";

    @TempDir Path folder;

    /** {@code before} it happens, {@code after}, and the codes of all replies. */
    private record Case(String before, String after, String codes, int handedOver) {}

    @TestFactory Stream<DynamicTest> sendsNothingMore() {
        return List.of(
            new Case(SIGN_IN, MAIL + "NOOP\r\n", "220 250 235 421", 0),
            new Case(SIGN_IN, "RSET\r\n" + ENVELOPE, "220 250 235 250 421", 0),
            new Case(SIGN_IN + ENVELOPE, CONTENT + "NOOP\r\n", "220 250 235 250 250 354 421", 0),
            new Case(SIGN_IN + ENVELOPE + "DATA\r\nx\r\n", ".\r\n" + MAIL, "220 250 235 250 250 354 421", 0),
            new Case(SIGN_IN + ENVELOPE + CHUNK, "BDAT 0 LAST\r\n" + MAIL, "220 250 235 250 250 250 421", 0),
            new Case(SIGN_IN + ENVELOPE + CONTENT, ENVELOPE, "220 250 235 250 250 354 250 421", 1),
            // The other user's ways are his own
            new Case(SIGN_IN + ENVELOPE + CONTENT + "QUIT\r\n", "", "220 250 235 250 250 354 250 221", 1)
        ).stream().map(one -> DynamicTest.dynamicTest(one.codes + " " + one.after.lines().findFirst().orElse(""), () -> play(one)));
    }

    private void play(Case one) throws IOException {
        var stage = new Stage(folder, SmtpRole.SUBMISSION, Optional.empty());
        Stream<Supplier<byte[]>> turns = Stream.of(() -> Stage.octets(one.before), () -> {
            stage.town.signOut("anna");
            return Stage.octets(one.after);
        });
        var said = stage.play(() -> turns.map(Supplier::get).iterator());
        assertEquals(one.codes, Stage.codes(said), said);
        assertEquals(one.handedOver, stage.town.handedOver().size());
        boolean isRefusedWhole = one.handedOver == 0 && one.before.contains("RCPT");
        assertEquals(isRefusedWhole ? 1 : 0, stage.town.told().stream().map(Event::id).distinct().count(), "a mail that was begun has a story");
    }
}
