package sigillo.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.smtpd.SmtpRole;

/**
 * Case B07 in every command that names a mailbox: one name in its two forms is one mailbox, and an ill-formed name is
 * refused and never stored. The conversation that shows the forms: transcripts/imap/b07-names.txt.
 */
@Timeout(60)
class MailboxNamesTest {
    /** {@code sevenBit}: modified UTF-7, RFC 3501 section 5.1.3; {@code name}: what people see. */
    record Name(String sevenBit, String name) {
        @Override public String toString() { return name; }
    }

    private static final List<Name> NAMES = List.of(new Name("R&-D", "R&D"), new Name("&2D3czg- Belege", "\uD83D\uDCCE Belege"),
        new Name("P&AVkA7Q-loha &- &APoBDQ-ty", "Příloha & účty"), new Name("&-&-&-", "&&&"), new Name("&U9dP4Q-/&kc2JgQ-", "受信/重要"),
        new Name("&2D3eAA-&-&2D3eAA-", "\uD83D\uDE00&\uD83D\uDE00"), new Name("~peter&-&AOk-t&AOk-", "~peter&été"));

    /** Ill-formed in seven bits: no end, no bits, a lone surrogate either way, bits left over, needless, 8-bit, not base64. */
    private static final List<String> ILL_SEVEN_BIT = List.of("a&b", "&AA-", "&2D0-", "&3c4-", "&Jjo", "&Jjp-", "&AGE-", "&ACY-", "&Jjo-&Jjo-", "x&", "&!-", "P\u00c5\u0099", "&AAA-");
    /** Ill-formed in UTF-8, one character an octet: cut, overlong, a surrogate, beyond Unicode, a control character. */
    private static final List<String> ILL_UTF8 = List.of("\u00c5", "\u00c0\u00af", "\u00ed\u00a0\u00bd", "\u00f4\u0090\u0080\u0080", "\u00ff", "a\u0007b", "a\u00c2\u0085b");

    /** {@code #}: the name; a letter has been put into the inbox. */
    private static final List<String> COMMANDS = List.of("SELECT #", "EXAMINE #", "STATUS # (MESSAGES)", "COPY 1 #", "UID COPY 1:* #", "MOVE 1 #", "SUBSCRIBE #", "UNSUBSCRIBE #",
        "CREATE #", "RENAME # z", "RENAME z #", "DELETE #", "APPEND # {12+}\r\nSubject: x\r\n", "LIST # *", "LIST \"\" #", "LSUB \"\" #");

    @TempDir static Path folder;
    private static Home home;

    @BeforeAll static void open() throws Exception {
        home = new Home(folder);
        home.send(SmtpRole.MX, "x@sender.example", Home.ANNA, "Subject: x\r\n\r\nx\r\n");
    }

    @AfterAll static void close() { home.close(); }

    @TestFactory Stream<DynamicTest> whatIsIllFormedIsRefused() {
        return Stream.concat(ILL_SEVEN_BIT.stream().map(name -> refused(name, "")), ILL_UTF8.stream().map(name -> refused(name, "ENABLE UTF8=ACCEPT")));
    }

    private static DynamicTest refused(String name, String enable) {
        return dynamicTest(enable + " " + name, () -> {
            try (var raw = new Raw()) {
                if (!enable.isEmpty()) raw.ask(enable);
                raw.ask("SELECT INBOX");
                var before = home.account(Home.ANNA).mailboxes();
                for (var command : COMMANDS) {
                    var tagged = raw.ask(command.replace("#", "\"" + name + "\""));
                    // What has such a name may be an empty list, and is not subscribed as well
                    var may = command.startsWith("LIST") || command.startsWith("LSUB") || command.startsWith("UNSUBSCRIBE") ? "(?s)x (BAD|NO|OK) .*" : "(?s)x (BAD|NO) .*";
                    assertTrue(tagged.matches(may), command + ": " + tagged);
                    assertFalse(tagged.contains("SERVERBUG"), command + ": " + tagged);
                }
                assertEquals(before, home.account(Home.ANNA).mailboxes());
                assertEquals("x OK", raw.ask("NOOP").substring(0, 4));
            }
        });
    }

    @TestFactory Stream<DynamicTest> oneNameInTwoFormsIsOneMailbox() {
        return NAMES.stream().flatMap(name -> Stream.of(false, true).map(utf8First -> dynamicTest(name + (utf8First ? ", UTF-8 first" : ""), () -> {
            try (var one = home.imap(Home.ANNA); var other = home.imap(Home.ANNA)) {
                other.command("ENABLE UTF8=ACCEPT");
                var maker = utf8First ? other : one;
                maker.command("CREATE \"" + (utf8First ? name.name : name.sevenBit) + "\"");
                one.command("SUBSCRIBE \"" + name.sevenBit + "\"");
                one.command("SELECT INBOX");
                one.command("COPY 1 \"" + name.sevenBit + "\"");
                other.command("SELECT INBOX");
                other.command("COPY 1 \"" + name.name + "\"");
                assertTrue(other.append("\"" + name.name + "\"", Home.octets("Subject: y\r\n\r\ny\r\n")).isOk());
                assertEquals(3, one.messages("\"" + name.sevenBit + "\""));
                assertEquals(3, other.messages("\"" + name.name + "\""));
                assertTrue(one.command("LIST \"\" *").lines().stream().anyMatch(l -> l.endsWith("\"/\" \"" + name.sevenBit + "\"")), name.sevenBit);
                assertTrue(other.command("LIST \"\" *").lines().stream().anyMatch(l -> l.endsWith("\"/\" \"" + name.name + "\"")), name.name);
                assertTrue(other.command("LSUB \"\" *").lines().stream().anyMatch(l -> l.endsWith("\"" + name.name + "\"")), "subscribed");
                other.command("RENAME \"" + name.name + "\" \"" + name.name + " ☺\"");
                assertEquals(3, one.messages("\"" + renamed(name.sevenBit) + "\""));
                one.command("UNSUBSCRIBE \"" + name.sevenBit + "\"");
                one.command("DELETE \"" + renamed(name.sevenBit) + "\"");
                assertFalse(other.ask("SELECT \"" + name.name + " ☺\"").isOk());
                one.ask("DELETE \"&U9dP4Q-\"");
            }
        })));
    }

    private static String renamed(String sevenBit) { return sevenBit + " &Jjo-"; }

    /** Says octets, one a character, and hears the tagged line. */
    private static final class Raw implements AutoCloseable {
        private final Socket socket = new Socket(home.imap().getAddress(), home.imap().getPort());
        private final InputStream in = new java.io.BufferedInputStream(socket.getInputStream());

        Raw() throws IOException {
            socket.setSoTimeout(10_000);
            ask("LOGIN " + Home.ANNA + " \"" + Home.PASSWORD + "\"");
        }

        String ask(String command) throws IOException {
            socket.getOutputStream().write(("x " + command + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            while (true) {
                var line = line();
                if (line.startsWith("x ")) return line;
                if (line.startsWith("* BYE")) throw new AssertionError(command + ": " + line);
            }
        }

        private String line() throws IOException {
            var line = new ByteArrayOutputStream();
            for (int b; (b = in.read()) != '\n'; line.write(b)) {
                if (b < 0) throw new IOException("closed after " + line);
            }
            return line.toString(StandardCharsets.UTF_8);
        }

        @Override public void close() throws IOException { socket.close(); }
    }
}
