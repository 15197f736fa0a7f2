package sigillo.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.ImapProbe;
import sigillo.smtpd.SmtpRole;

/**
 * Case B25 (8): whichever way mail comes in, and wherever it is moved to, it stands in the same threads, as IMAP tells
 * them (RFC 8474 section 5.2). What is one thread and what is not: ThreadingTest of accounts.
 */
@Timeout(60)
class ThreadsTest {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Pattern THREAD = Pattern.compile("THREADID \\((\\S+)\\)");
    @TempDir static Path folder;
    private static Home home;

    @BeforeAll static void open() throws Exception { home = new Home(folder); }

    @AfterAll static void close() { home.close(); }

    /** {@code groups}: a letter for each message; {@code #} in a message is something of its own in each test. */
    record Story(String name, String groups, String... messages) {}

    private static final String WHO = "From: carl@s.example\r\nTo: anna@home.example\r\n";
    private static final List<Story> STORIES = List.of(
        new Story("(1) two alerts", "AB", WHO + "Message-ID: <1#@s.example>\r\nSubject: Backup finished\r\n", WHO + "Message-ID: <2#@s.example>\r\nSubject: Backup finished\r\n"),
        new Story("(2) a reply under a new subject", "AA", WHO + "Message-ID: <1#@s.example>\r\nSubject: plan\r\n",
            WHO + "Message-ID: <2#@s.example>\r\nIn-Reply-To: <1#@s.example>\r\nSubject: where\r\n"),
        new Story("(3) an old mail recycled", "AB", WHO + "Message-ID: <1#@s.example>\r\nSubject: plan\r\n",
            "From: dora@d.example\r\nTo: eva@e.example\r\nMessage-ID: <2#@s.example>\r\nReferences: <1#@s.example>\r\nSubject: party\r\n"),
        new Story("(4) ids that begin alike", "AB", WHO + "Message-ID: <a#@s.example>\r\nReferences: <+42#.@voice.example>\r\nSubject: call\r\n",
            WHO + "Message-ID: <b#@s.example>\r\nReferences: <+42#.abc@voice.example>\r\nSubject: call\r\n"),
        new Story("(5) a reply before its parent", "AAA", WHO + "Message-ID: <2#@s.example>\r\nReferences: <1#@s.example>\r\nSubject: Re: plan\r\n",
            WHO + "Message-ID: <3#@s.example>\r\nReferences: <1#@s.example> <2#@s.example>\r\nSubject: Re: plan\r\n",
            WHO + "Message-ID: <1#@s.example>\r\nSubject: plan\r\n"),
        new Story("(6) marks before a subject", "ABA", WHO + "Message-ID: <1#@s.example>\r\nSubject: plan\r\n", WHO + "Message-ID: <2#@s.example>\r\nSubject: RE: AW: Fwd: [list] plan\r\n",
            WHO + "Message-ID: <3#@s.example>\r\nReferences: <1#@s.example>\r\nSubject: RE: AW: Fwd: [list] plan\r\n"),
        new Story("(7) one Message-ID, two mails", "AB", WHO + "Message-ID: <1#@s.example>\r\nSubject: plan\r\n",
            "From: dora@d.example\r\nTo: anna@home.example\r\nMessage-ID: <1#@s.example>\r\nSubject: invoice\r\n"));

    private interface Way {
        void bring(ImapProbe imap, String message) throws IOException;
    }

    private static Way by(SmtpRole door) {
        return (_, message) -> assertTrue(home.send(door, "x@sender.example", Home.ANNA, message).startsWith("250"));
    }

    @TestFactory Stream<DynamicTest> sameThreadsByAllWays() {
        Way append = (imap, message) -> assertTrue(imap.append("INBOX", Home.octets(message)).isOk());
        Way elsewhere = (imap, message) -> {
            assertTrue(imap.append("Archive", Home.octets(message)).isOk());
            imap.command("SELECT Archive");
            imap.command("MOVE * INBOX");
        };
        Way mixed = (imap, message) -> ((COUNT.get() + message.length()) % 2 == 0 ? append : by(SmtpRole.MX)).bring(imap, message);
        return Stream.of(by(SmtpRole.MX), by(SmtpRole.LMTP), append, elsewhere, mixed).flatMap(way -> {
            int number = COUNT.incrementAndGet();
            return STORIES.stream().map(story -> dynamicTest("way " + number + ", " + story.name, () -> play(story, way)));
        });
    }

    private static void play(Story story, Way way) throws IOException {
        var mark = "." + COUNT.incrementAndGet();
        try (var imap = home.imap(Home.ANNA)) {
            long before = imap.messages("INBOX");
            for (var message : story.messages) way.bring(imap, message.replace("#", mark) + "\r\ntext\r\n");
            imap.command("SELECT INBOX");
            var threads = imap.command("FETCH " + (before + 1) + ":* THREADID").lines().stream().map(ThreadsTest::thread).toList();
            assertEquals(story.groups, letters(threads));
            imap.command("COPY " + (before + 1) + ":* Drafts");
            imap.command("SELECT Drafts");
            var copies = imap.command("FETCH 1:* THREADID").lines().stream().map(ThreadsTest::thread).toList();
            assertEquals(threads, copies.subList(copies.size() - threads.size(), copies.size()), "copies are in the same threads");
        }
    }

    private static String thread(String response) {
        var thread = THREAD.matcher(response);
        assertTrue(thread.find(), response);
        return thread.group(1);
    }

    private static String letters(List<String> threads) {
        var seen = new ArrayList<String>();
        var letters = new StringBuilder();
        for (var thread : threads) {
            if (!seen.contains(thread)) seen.add(thread);
            letters.append((char) ('A' + seen.indexOf(thread)));
        }
        return letters.toString();
    }
}
