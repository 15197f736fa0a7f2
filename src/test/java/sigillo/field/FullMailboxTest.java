package sigillo.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Program;
import sigillo.smtpd.SmtpRole;

/**
 * Case B29 at the doors, a hundred times smaller: the account may hold 100,000 octets and holds 99,000. Whatever comes in
 * is told to come again, by each door in its words; the owner empties it by COPY, MOVE and EXPUNGE, which need no room;
 * counters are those of a recount.
 */
@Timeout(60)
class FullMailboxTest {
    private static final String OUTSIDE = "x@sender.example";

    @TempDir Path folder;
    private Home home;

    @BeforeEach void open() throws Exception {
        home = new Home(folder, "remote.example");
        home.limit(Home.ANNA, 100_000);
        assertTrue(send(SmtpRole.MX, Home.ANNA, 98_500).startsWith("250"));
        Program.waitUntil("anna is told", Duration.ofSeconds(10), () -> home.account(Home.ANNA).verify().emails() == 2);
    }

    @AfterEach void close() {
        assertEquals(List.of(), home.account(Home.ANNA).verify().faults());
        home.close();
    }

    private static String message(int octets) { return "Subject: large\r\n\r\n" + "x".repeat(octets - 18); }

    private String send(SmtpRole door, String to, int octets) throws Exception { return home.send(door, OUTSIDE, to, message(octets)); }

    private long held(String who) { return home.account(who).usage().octets(); }

    @Test void theOwnerIsToldByAMail() throws Exception {
        var told = home.inbox(Home.ANNA).getLast();
        assertTrue(told.contains("Subject: Your mailbox is 95% full") && told.contains("Auto-Submitted: auto-generated"), told);
        assertTrue(told.contains("To: " + Home.ANNA) && told.contains("of 97.7 KiB"), told);
    }

    @Test void whoSaysTheSizeIsToldAtRcpt() throws Exception {
        for (var door : List.of(SmtpRole.MX, SmtpRole.LMTP)) {
            try (var smtp = home.smtp(door)) {
                smtp.expect("250", "MAIL FROM:<" + OUTSIDE + "> SIZE=60000");
                smtp.expect("452 4.2.2", "RCPT TO:<" + Home.ANNA + ">");
                smtp.expect("250", "RCPT TO:<" + Home.BOB + ">");
                smtp.expect("250", "RSET");
                smtp.expect("250", "MAIL FROM:<" + OUTSIDE + "> SIZE=100");
                smtp.expect("250", "RCPT TO:<" + Home.ANNA + ">");
            }
        }
    }

    @Test void whoDoesNotIsToldAfterData() throws Exception {
        assertTrue(send(SmtpRole.MX, Home.ANNA, 60_000).startsWith("452 4.2.2"));
        assertTrue(send(SmtpRole.LMTP, Home.ANNA, 60_000).startsWith("452 4.2.2"));
        assertEquals(2, home.account(Home.ANNA).verify().emails());
    }

    /** 250 was said for both, so the queue sees to the one who has no room; and it is not asked again at once. */
    @Test void ofTwoRecipientsTheOtherGetsIt() throws Exception {
        try (var smtp = home.smtp(SmtpRole.MX)) {
            smtp.expect("250", "MAIL FROM:<" + OUTSIDE + ">");
            smtp.expect("250", "RCPT TO:<" + Home.ANNA + ">");
            smtp.expect("250", "RCPT TO:<" + Home.BOB + ">");
            smtp.expect("354", "DATA");
            smtp.write(message(60_000) + "\r\n.\r\n");
            assertTrue(smtp.reply().startsWith("250"));
        }
        Program.waitUntil("bob has it", Duration.ofSeconds(10), () -> held(Home.BOB) > 60_000);
        Program.waitUntil("anna's is tried later", Duration.ofSeconds(10),
            () -> home.queue.desk().list(Optional.empty(), 10).toString().contains("4.2.2"));
    }

    @Test void whoSubmitsIsNotHeldUp() throws Exception {
        assertTrue(home.send(SmtpRole.SUBMISSION, Home.ANNA, Home.BOB, message(60_000)).startsWith("250"));
        assertTrue(home.send(SmtpRole.SUBMISSION, Home.ANNA, Home.ANNA, "From: " + Home.ANNA + "\r\n" + message(60_000)).startsWith("250"));
    }

    @Test void aMailProgramEmptiesIt() throws Exception {
        try (var imap = home.imap(Home.ANNA)) {
            var refused = imap.append("Drafts", Home.octets(message(10_000)));
            assertTrue(refused.toString().contains("NO [OVERQUOTA]"), refused.toString());
            imap.command("SELECT INBOX");
            assertTrue(imap.command("COPY 1 Trash").toString().contains("OK"));
            assertTrue(imap.command("MOVE 2 Trash").toString().contains("OK"));
            imap.command("STORE 1 +FLAGS (\\Deleted)");
            imap.command("EXPUNGE");
            assertTrue(held(Home.ANNA) > 98_500, "it is in the trash still");
            imap.command("SELECT Trash");
            imap.command("STORE 1:* +FLAGS (\\Deleted)");
            imap.command("EXPUNGE");
            assertEquals(0, held(Home.ANNA));
            assertTrue(imap.append("Drafts", Home.octets(message(10_000))).toString().contains("OK [APPENDUID"));
        }
        assertTrue(send(SmtpRole.MX, Home.ANNA, 60_000).startsWith("250"));
    }

    @Test void moreRoomIsThereAtOnce() throws Exception {
        home.limit(Home.ANNA, 1_000_000);
        assertTrue(send(SmtpRole.MX, Home.ANNA, 60_000).startsWith("250"));
    }

    @Test void ofMailThatComesAtOnceNoMoreIsTakenThanFits() throws Exception {
        home.limit(Home.ANNA, 200_000);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies = new ArrayList<Future<String>>();
            for (int i = 0; i < 50; i++) replies.add(threads.submit(() -> send(SmtpRole.LMTP, Home.ANNA, 3_000)));
            int kept = 0;
            for (var reply : replies) {
                if (reply.get().startsWith("250")) kept++;
                else assertTrue(reply.get().startsWith("452 4.2.2"), reply.get());
            }
            assertTrue(kept >= 25 && kept < 34, kept + " kept");
        }
        assertTrue(held(Home.ANNA) > 195_000 && held(Home.ANNA) <= 202_000, held(Home.ANNA) + " held");
    }

    /** The domain may hold 110,000, of which anna holds 99,000. */
    @Test void aDomainsLimitIsOneOfAllItsAccounts() throws Exception {
        home.limit("home.example", 110_000);
        assertTrue(send(SmtpRole.MX, Home.BOB, 20_000).startsWith("452 4.2.2"));
        assertTrue(send(SmtpRole.MX, Home.BOB, 5_000).startsWith("250"));
    }
}
