package sigillo.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Octets;
import sigillo.dsn.ParsedDsn;
import sigillo.message.Bombs;
import sigillo.message.MessageLimits;
import sigillo.peers.ImapProbe;
import sigillo.peers.SmtpProbe;
import sigillo.smtpd.SmtpRole;

/**
 * Case B01 from the door where a bomb comes in to the one where it is looked at: taken or refused with 5.6.0, within a
 * time; what is taken is cut where it is shown and whole where it is read. The whole server's memory under the same:
 * HostileTest of the shipped one.
 */
@Tag("gate")
class BombsTest {
    /** Many times what is needed, on a busy machine. */
    private static final Duration NOT_FOREVER = Duration.ofSeconds(60);
    @TempDir static Path folder;
    private static Home home;

    @BeforeAll static void open() throws Exception {
        home = new Home(folder, "sender.example");
        home.alias("lost@home.example", "x@nowhere.example");
    }

    @AfterAll static void close() { home.close(); }

    /** At both levels; what goes on is sealed for no account, and by a mail program it is sealed as what comes by mail. */
    @Tag("levels")
    @TestFactory Stream<DynamicTest> comeByMailAndAreLookedAt() { return Bombs.all().map(bomb -> test(bomb, () -> comesByMail(sendable(bomb)))); }

    @TestFactory Stream<DynamicTest> areBroughtByAMailProgram() {
        return Bombs.all().map(bomb -> test(bomb, () -> {
            var octets = octets(bomb);
            try (var imap = home.imap(Home.BOB)) {
                assertTrue(imap.append("INBOX", octets).isOk());
                lookAt(imap, new String(octets, StandardCharsets.ISO_8859_1));
            }
        }));
    }

    /** What goes on from here and comes back is read once more, for its notification. */
    @TestFactory Stream<DynamicTest> areSentOnAndComeBack() {
        return Bombs.all().map(bomb -> test(bomb, () -> {
            int before = home.outside.at("sender.example").mails().size();
            var reply = home.send(SmtpRole.MX, "x@sender.example", "lost@home.example", sendable(bomb));
            if (isRefusal(reply)) return;
            assertTrue(reply.startsWith("250"), reply);
            home.rest();
            assertEquals(before + 1, home.outside.at("sender.example").mails().size());
            ParsedDsn.of(Octets.of(home.outside.at("sender.example").mails().getLast().data()));
        }));
    }

    @TestFactory Stream<DynamicTest> areSubmitted() {
        return Bombs.all().map(bomb -> test(bomb, () -> {
            int before = home.outside.at("sender.example").mails().size();
            var reply = home.send(SmtpRole.SUBMISSION, Home.ANNA, "x@sender.example", sendable(bomb));
            assertTrue(reply.startsWith("250") || reply.startsWith("55"), reply);
            home.rest();
            assertEquals(before + (reply.startsWith("250") ? 1 : 0), home.outside.at("sender.example").mails().size());
        }));
    }

    private static DynamicTest test(Bombs.Bomb bomb, org.junit.jupiter.api.function.Executable work) {
        return dynamicTest(bomb.name(), () -> assertTimeoutPreemptively(NOT_FOREVER, work));
    }

    private static void comesByMail(String message) throws IOException {
        var reply = home.send(SmtpRole.MX, "x@sender.example", Home.BOB, message);
        if (isRefusal(reply)) return;
        assertTrue(reply.startsWith("250"), reply);
        try (var imap = home.imap(Home.BOB)) {
            lookAt(imap, message);
        }
    }

    private static boolean isRefusal(String reply) { return reply.startsWith("550 5.6.0") || reply.startsWith("554 5.6.0"); }

    /** The newest message of the inbox, which then is empty again. */
    private static void lookAt(ImapProbe imap, String message) throws IOException {
        imap.command("SELECT INBOX");
        for (var command : new String[] {"FETCH * (ENVELOPE BODYSTRUCTURE BODY RFC822.SIZE)", "FETCH * (BODY.PEEK[HEADER.FIELDS (From)] BODY.PEEK[1] BODY.PEEK[1.MIME])",
                "FETCH * (BODY.PEEK[HEADER.FIELDS (From To)] BODY.PEEK[HEADER.FIELDS.NOT (From To)])",
                "SEARCH FROM nobody SUBJECT nothing", "SEARCH TEXT nowhere-to-be-found", "SEARCH HEADER X-None a"}) imap.command(command);
        var structure = imap.command("FETCH * BODYSTRUCTURE").untagged().getFirst().line();
        assertTrue(depth(structure) <= 2 * MessageLimits.DEFAULT.depthMax() + 10, "deep: " + depth(structure));
        assertTrue(structure.length() < 8 << 20, "long: " + structure.length());
        var whole = new String(imap.command("FETCH * BODY.PEEK[]").untagged().getFirst().literals().getFirst(), StandardCharsets.ISO_8859_1);
        assertTrue(whole.endsWith(message), "as it came");
        imap.command("STORE * +FLAGS.SILENT (\\Deleted)");
        imap.command("EXPUNGE");
    }

    private static int depth(String structure) {
        int depth = 0;
        int deepest = 0;
        for (int i = 0; i < structure.length(); i++) {
            if (structure.charAt(i) == '(') deepest = Math.max(deepest, ++depth);
            if (structure.charAt(i) == ')') depth--;
        }
        return deepest;
    }

    private static byte[] octets(Bombs.Bomb bomb) throws IOException { return bomb.octets().bytes(0, bomb.octets().length(), Integer.MAX_VALUE); }

    /** A message ends with a line end on its way by DATA. */
    private static String sendable(Bombs.Bomb bomb) throws IOException {
        var text = new String(octets(bomb), StandardCharsets.ISO_8859_1);
        return text.endsWith("\r\n") ? text : text + "\r\n";
    }
}
