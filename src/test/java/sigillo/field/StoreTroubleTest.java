package sigillo.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.ImapProbe;
import sigillo.smtpd.SmtpRole;
import sigillo.store.Written.Cause;

/**
 * Case B19 at every door that writes: while the store takes nothing, whatever would write is told to come again, what
 * only reads goes on, nothing is half-stored; and when it takes again, each thing happens once.
 */
@Timeout(60)
class StoreTroubleTest {
    private static final String MESSAGE = "From: anna@home.example\r\nSubject: trouble\r\n\r\nx\r\n";

    @TempDir static Path folder;
    private static Home home;

    @BeforeAll static void open() throws Exception {
        home = new Home(folder, "remote.example");
        home.alias("away@home.example", "x@remote.example");
        home.alias("both@home.example", Home.ANNA, Home.BOB);
        home.send(SmtpRole.MX, "x@sender.example", Home.ANNA, MESSAGE);
        home.send(SmtpRole.MX, "x@sender.example", Home.ANNA, "Content-Type: text/plain\r\n\r\nsecond\r\n");
        try (var imap = home.imap(Home.ANNA)) {
            imap.command("CREATE there");
        }
    }

    @AfterAll static void close() { home.close(); }

    @AfterEach void recover() { home.memory().recover(); }

    record Mail(SmtpRole door, List<String> to) {}

    private static final List<Mail> MAILS = List.of(
        new Mail(SmtpRole.MX, List.of(Home.BOB)), new Mail(SmtpRole.MX, List.of(Home.ANNA, Home.BOB)),
        new Mail(SmtpRole.MX, List.of("both@home.example")), new Mail(SmtpRole.MX, List.of("away@home.example")),
        new Mail(SmtpRole.MX, List.of("nobody@home.example")), new Mail(SmtpRole.LMTP, List.of(Home.BOB, "away@home.example", "both@home.example")),
        new Mail(SmtpRole.SUBMISSION, List.of(Home.BOB)), new Mail(SmtpRole.SUBMISSION, List.of("x@remote.example", Home.BOB)));

    @TestFactory Stream<DynamicTest> mailIsToComeAgain() {
        return Stream.of(Cause.values()).flatMap(cause -> Stream.of("DATA", "BDAT").flatMap(by -> MAILS.stream().map(mail ->
            dynamicTest(cause + " " + by + " " + mail, () -> {
                var before = kept();
                home.memory().refuse(cause);
                var wanted = cause == Cause.FULL ? "452 4.3.1" : "451 4.3.0";
                for (var reply : send(mail, by)) assertTrue(reply.startsWith(wanted), reply);
                assertEquals(0, home.queue.counts().entries());
                assertEquals(before, kept());
                home.memory().recover();
                home.rest();
                assertEquals(before, kept(), "nothing comes of it later");
            }))));
    }

    @TestFactory Stream<DynamicTest> andComesOnceWhenItComesAgain() {
        return MAILS.stream().map(mail -> dynamicTest(mail.toString(), () -> {
            int before = home.outside.at("remote.example").mails().size();
            for (var reply : send(mail, "DATA")) assertTrue(reply.startsWith("250"), reply);
            home.rest();
            boolean leaves = mail.to.stream().anyMatch(to -> to.startsWith("away") || to.startsWith("x@"));
            assertEquals(before + (leaves ? 1 : 0), home.outside.at("remote.example").mails().size());
        }));
    }

    /** The replies to a message, one for each recipient in LMTP. */
    private static List<String> send(Mail mail, String by) throws IOException {
        try (var door = home.smtp(mail.door)) {
            door.expect("250", "MAIL FROM:<anna@home.example>");
            for (var to : mail.to) door.expect("250", "RCPT TO:<" + to + ">");
            if (by.equals("DATA")) {
                door.expect("354", "DATA");
                door.write(MESSAGE + ".\r\n");
            } else {
                door.write("BDAT " + MESSAGE.length() + " LAST\r\n" + MESSAGE);
            }
            int replies = mail.door == SmtpRole.LMTP ? mail.to.size() : 1;
            var said = new java.util.ArrayList<String>();
            for (int i = 0; i < replies; i++) said.add(door.reply());
            door.expect("250", "NOOP");
            return said;
        }
    }

    private static final List<String> WRITING = List.of("STORE 1 +FLAGS (\\Flagged)", "STORE 1:2 FLAGS.SILENT (new-keyword)",
        "COPY 1 there", "MOVE 1:2 there", "UID COPY 1:* there", "CREATE other/child", "RENAME there elsewhere", "DELETE there",
        "SUBSCRIBE there", "EXPUNGE", "UID EXPUNGE 1:*", "CLOSE");

    private static final List<String> READING = List.of("NOOP", "CHECK", "LIST \"\" *", "LSUB \"\" *", "STATUS there (MESSAGES UNSEEN)",
        "FETCH 1:2 (FLAGS ENVELOPE BODYSTRUCTURE)", "FETCH 1:2 BODY.PEEK[]", "FETCH 1:2 BODY[]", "UID FETCH 1:* (UID RFC822)", "FETCH 1 BODY[TEXT]",
        "SEARCH TEXT trouble", "SEARCH UNSEEN", "SELECT there", "EXAMINE INBOX", "SELECT INBOX", "UNSELECT", "SELECT INBOX", "ENABLE CONDSTORE");

    @TestFactory Stream<DynamicTest> mailProgramsReadOn() {
        return Stream.of(Cause.values()).map(cause -> dynamicTest(cause.toString(), () -> {
            home.memory().refuse(cause);
            try (var imap = home.imap(Home.ANNA)) {
                imap.command("SELECT INBOX");
                for (var command : READING) imap.command(command);
                assertEquals(2, imap.command("FETCH 1:2 BODY[]").untagged().size());
                assertTrue(imap.command("SEARCH UNSEEN").lines().getFirst().startsWith("* SEARCH 1 2"), "they are read, and cannot be marked so");
            }
        }));
    }

    @TestFactory Stream<DynamicTest> whatMailProgramsChangeIsRefused() {
        return Stream.of(Cause.values()).flatMap(cause -> WRITING.stream().map(command -> dynamicTest(cause + " " + command, () -> {
            try (var imap = home.imap(Home.ANNA)) {
                imap.command("SELECT INBOX");
                imap.command("STORE 2 +FLAGS (\\Deleted)");
                var before = kept();
                var state = state(imap);
                home.memory().refuse(cause);
                assertRefused(imap.ask(command), cause);
                assertEquals(state, state(imap), "nothing has happened");
                home.memory().recover();
                assertEquals(before, kept());
                imap.command("STORE 2 -FLAGS (\\Deleted)");
            }
        })));
    }

    @TestFactory Stream<DynamicTest> aMessageThatIsBroughtIsRefused() {
        return Stream.of(Cause.values()).flatMap(cause -> Stream.of("INBOX", "there").map(where -> dynamicTest(cause + " " + where, () -> {
            try (var imap = home.imap(Home.ANNA)) {
                var before = kept();
                home.memory().refuse(cause);
                assertRefused(imap.append(where, Home.octets(MESSAGE)), cause);
                assertRefused(imap.append(where, Home.octets(MESSAGE + "x".repeat(300_000) + "\r\n")), cause);
                imap.command("NOOP");
                home.memory().recover();
                assertEquals(before, kept());
            }
        })));
    }

    /** The other side has it when our store fails: what it said is written down when that is possible, and no second one leaves. */
    @Test void whatHasLeftDoesNotLeaveAgain() throws Exception {
        var remote = home.outside.at("remote.example");
        int before = remote.mails().size();
        remote.atEnd(_ -> {
            home.memory().refuse(Cause.FULL);
            return "250 2.0.0 Ok";
        });
        assertTrue(home.send(SmtpRole.SUBMISSION, Home.ANNA, "x@remote.example", MESSAGE).startsWith("250"));
        for (int i = 0; remote.mails().size() == before && i < 500; i++) Thread.sleep(10);
        Thread.sleep(300);
        assertEquals(1, home.queue.counts().entries(), "it cannot be taken out");
        remote.atEnd(_ -> "250 2.0.0 Ok");
        home.memory().recover();
        home.rest();
        assertEquals(before + 1, remote.mails().size());
        assertEquals(java.util.Map.of(), home.alarms);
    }

    private static void assertRefused(ImapProbe.Answer answer, Cause cause) {
        var wanted = cause == Cause.FULL ? "NO [LIMIT] " : "NO [UNAVAILABLE] ";
        assertTrue(answer.tagged().line().contains(wanted), answer.tagged().line());
    }

    private static List<String> state(ImapProbe imap) throws IOException {
        var state = new java.util.ArrayList<>(imap.command("LIST \"\" *").lines());
        state.addAll(imap.command("LSUB \"\" *").lines());
        state.addAll(imap.command("FETCH 1:* (UID FLAGS)").lines());
        state.addAll(imap.command("STATUS there (MESSAGES UIDNEXT UIDVALIDITY)").lines());
        return state;
    }

    /** What both have; sound by its own count. */
    private static List<Object> kept() {
        var kept = new java.util.ArrayList<>();
        for (var who : List.of(Home.ANNA, Home.BOB)) {
            var account = home.account(who);
            assertTrue(account.verify().isSound(), () -> account.verify().toString());
            kept.add(account.mailboxes());
        }
        return kept;
    }
}
