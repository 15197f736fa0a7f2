package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.account.AccountContract.NOON;
import static sigillo.account.AccountContract.account;
import static sigillo.account.AccountContract.addDeleted;
import static sigillo.account.AccountContract.assertSound;
import static sigillo.account.AccountContract.inbox;
import static sigillo.account.AccountContract.kept;
import static sigillo.account.AccountContract.now;
import static sigillo.account.AccountContract.octets;
import static sigillo.account.AccountContract.uids;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.store.memory.MemoryStore;

/** Which messages are one thread: case B25 of the field, and its kin. Each story is a list of messages as they come. */
class ThreadingTest {
    /** {@code groups}: a letter for each message; equal letters are one thread. */
    record Story(String name, String groups, Mail... mails) {}

    record Mail(String id, String references, String inReplyTo, String subject, String from, String to) {
        Mail(String id, String references, String subject) { this(id, references, "",
            subject, "carl@sender.example", "anna@sigillo.test"); }

        Mail from(String who) { return new Mail(id, references, inReplyTo, subject, who, to); }

        Mail to(String whom) { return new Mail(id, references, inReplyTo, subject, from, whom); }

        Mail inReplyTo(String what) { return new Mail(id, references, what, subject, from, to); }

        String text() {
            return field("Message-ID", id) + field("References", references) + field("In-Reply-To", inReplyTo)
                + field("From", from) + field("To", to) + "Subject: " + subject + "\r\n\r\ntext\r\n";
        }

        private static String field(String name, String value) {
            return value.isEmpty() ? "" : name + ": " + value + "\r\n";
        }
    }

    private static final String ANNA = "anna@sigillo.test";
    private static final String DORA = "dora@elsewhere.example";

    private static final List<Story> STORIES = List.of(
        // case B25, in its order
        new Story("(1) two alerts with one subject", "AB",
            new Mail("<1@alerts.example>", "", "Backup finished"),
                new Mail("<2@alerts.example>", "", "Backup finished")),
        new Story("(2) an answer with a new subject", "AA",
            new Mail("<1@s.example>", "", "plan"), new Mail("<2@s.example>", "", "where to meet")
                .inReplyTo("<1@s.example>").from(ANNA).to("carl@sender.example")),
        new Story("(3) an old mail recycled by others", "AB",
            new Mail("<1@s.example>", "", "plan"), new Mail("<2@s.example>", "<1@s.example>", "summer party")
                .from(DORA)),
        new Story("(3) an old mail recycled for others", "AB",
            new Mail("<1@s.example>", "", "plan"), new Mail("<2@s.example>", "<1@s.example>", "summer party").from(ANNA)
                .to(DORA)),
        new Story("(3) an old mail recycled for more others", "AB",
            new Mail("<1@s.example>", "", "plan"),
            new Mail("<2@s.example>", "<1@s.example>", "summer party")
                .to(ANNA + ", " + DORA + ", eva@elsewhere.example")),
        new Story("(4) ids that begin alike", "AB",
            new Mail("<a@s.example>", "<+42.@voice.example>", "call"),
                new Mail("<b@s.example>", "<+42.abc@voice.example>", "call")),
        new Story("(4) ids that are alike, as messages", "ABA",
            new Mail("<+42.@voice.example>", "", "call"), new Mail("<+42.abc@voice.example>", "", "call"),
            new Mail("<c@s.example>", "<+42.@voice.example>", "call")),
        new Story("(5) an answer before its parent", "AA",
            new Mail("<2@s.example>", "<1@s.example>", "Re: plan").from(ANNA).to("carl@sender.example"),
                new Mail("<1@s.example>", "", "plan")),
        new Story("(5) answers to what comes last", "AAA",
            new Mail("<2@s.example>", "<1@s.example>", "Re: plan"),
                new Mail("<3@s.example>", "<1@s.example>", "AW: plan"), new Mail("<1@s.example>", "", "plan")),
        new Story("(5) the deepest answer first", "AAAA",
            new Mail("<4@s.example>", "<1@s.example> <2@s.example> <3@s.example>", "Re: plan"),
            new Mail("<2@s.example>", "<1@s.example>", "Re: plan"), new Mail("<1@s.example>", "", "plan"),
            new Mail("<3@s.example>", "<1@s.example> <2@s.example>", "Re: plan")),
        new Story("(5) an answer under a new subject before its parent", "AA",
            new Mail("<2@s.example>", "<1@s.example>", "where").from(ANNA).to("carl@sender.example"),
                new Mail("<1@s.example>", "", "plan")),
        new Story("(5) a recycling that comes before what it recycles", "AB",
            new Mail("<2@s.example>", "<1@s.example>", "summer party").from(DORA),
                new Mail("<1@s.example>", "", "plan")),
        new Story("(6) marks and lists before a subject, no references", "ABC",
            new Mail("<1@s.example>", "", "plan"), new Mail("<2@s.example>", "", "RE: AW: Fwd: [list] plan"),
                new Mail("<3@s.example>", "", "Re: plan")),
        new Story("(6) marks and lists before a subject, with references", "AA",
            new Mail("<1@s.example>", "", "plan"),
                new Mail("<2@s.example>", "<1@s.example>", "RE: AW: Fwd: [list] plan").from(DORA)),
        new Story("(7) two unrelated mails with one Message-ID", "AB",
            new Mail("<1@s.example>", "", "plan"), new Mail("<1@s.example>", "", "invoice").from(DORA)),
        new Story("(7) the same mail twice", "AA", new Mail("<1@s.example>", "", "plan"),
            new Mail("<1@s.example>", "", "[list] plan")),
        // and its kin
        new Story("after a recycling each goes its way", "ABBA",
            new Mail("<1@s.example>", "", "plan"), new Mail("<2@s.example>", "<1@s.example>", "summer party")
                .from(DORA),
            new Mail("<3@s.example>", "<1@s.example> <2@s.example>", "Re: summer party").from(ANNA).to(DORA),
            new Mail("<4@s.example>", "<1@s.example>", "Re: plan")),
        new Story("no ids at all", "AB", new Mail("", "", "plan"), new Mail("", "", "plan")),
        new Story("a mail that refers to itself", "AB", new Mail("<1@s.example>", "<1@s.example>", "plan"),
            new Mail("<2@s.example>", "<2@s.example>", "plan")),
        new Story("broken References", "AAB",
            new Mail("<1@s.example>", "", "plan"),
                new Mail("<2@s.example>", "garbage <1@s.example <<1@s.example> <>", "Re: plan"),
            new Mail("<3@s.example>", "<1@s.exampl", "Re: plan")),
        new Story("a missing link in the chain", "AA",
            new Mail("<1@s.example>", "", "plan"),
                new Mail("<3@s.example>", "<1@s.example> <2@s.example>", "Re: plan")),
        new Story("two hundred references", "AA",
            new Mail("<1@s.example>", "", "plan"), new Mail("<z@s.example>", "<1@s.example> " + many(200), "Re: plan")),
        new Story("addresses in another case", "AA",
            new Mail("<1@s.example>", "", "plan"),
            new Mail("<2@s.example>", "<1@s.example>", "other").from("Carl Carlsen <CARL@Sender.Example>")
                .to("ANNA@SIGILLO.TEST")));

    @TestFactory Stream<DynamicTest> threads() {
        return STORIES.stream().map(story -> DynamicTest.dynamicTest(story.name, () ->
            assertEquals(story.groups, groups(deposit(List.of(story.mails))))));
    }

    /** (8) Live and imported mail pass the same door, so what comes in between, and when, makes no difference. */
    @TestFactory Stream<DynamicTest> threadsAreTheSameIfAllComeMixed() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            var left = new ArrayList<List<Mail>>();
            STORIES.forEach(story -> left.add(new ArrayList<>(renamed(story))));
            var mixed = new ArrayList<Mail>();
            var storyOf = new ArrayList<Integer>();
            while (storyOf.size() < STORIES.stream().mapToInt(story -> story.mails.length).sum()) {
                int story = random.nextInt(left.size());
                if (left.get(story).isEmpty()) continue;
                mixed.add(left.get(story).removeFirst());
                storyOf.add(story);
            }
            var threads = deposit(mixed);
            for (int story = 0; story < STORIES.size(); story++) {
                int number = story;
                var own = IntStream.range(0, mixed.size()).filter(i -> storyOf.get(i) == number).mapToObj(threads::get)
                    .toList();
                assertEquals(STORIES.get(story).groups, groups(own), STORIES.get(story).name);
            }
        }));
    }

    /** A chain whose messages come in any order is one thread, since all of it agrees. */
    @TestFactory Stream<DynamicTest> aChainInAnyOrderIsOneThread() {
        return Stream.of(1L, 2L, 3L, 4L, 5L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var mails = new ArrayList<Mail>();
            var references = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                mails.add(new Mail("<" + i + "@s.example>", references.toString(), (i == 0 ? "" : "Re: ") + "plan"));
                references.append(" <").append(i).append("@s.example>");
            }
            java.util.Collections.shuffle(mails, new Random(seed));
            assertEquals("A".repeat(20), groups(deposit(mails)));
        }));
    }

    @Test void aThreadIsForgottenWithItsLastMail() {
        var account = account(new MemoryStore());
        var inbox = inbox(account);
        var first = thread(account, inbox, new Mail("<1@s.example>", "", "plan"));
        assertEquals(first, thread(account, inbox, new Mail("<2@s.example>", "<1@s.example>", "Re: plan")));
        account.flags(inbox.id(), uids(1), addDeleted());
        account.expunge(inbox.id(), UidSet.ALL);
        assertEquals(first, thread(account, inbox,
            new Mail("<3@s.example>", "<1@s.example>", "Re: plan")), "an answer is left");
        account.flags(inbox.id(), UidSet.ALL, addDeleted());
        account.expunge(inbox.id(), UidSet.ALL);
        assertTrue(!first.equals(thread(account, inbox,
            new Mail("<4@s.example>", "<1@s.example> <2@s.example>", "Re: plan"))));
        assertSound(account);
    }

    /** Forged answers cannot push a message out from under its own id. */
    @Test void aFloodOfAnswersLeavesTheThreadFindable() {
        var mails = new ArrayList<Mail>();
        mails.add(new Mail("<1@s.example>", "", "plan"));
        for (int i = 0; i < 50; i++) {
            mails.add(new Mail("<f" + i + "@f.example>", "<1@s.example>", "flood " + i).from("f" + i + "@f.example"));
        }
        mails.add(new Mail("<2@s.example>", "<1@s.example>", "Re: plan"));
        var threads = deposit(mails);
        assertEquals(threads.getFirst(), threads.getLast());
    }

    private static List<ThreadId> deposit(List<Mail> mails) {
        var account = account(new MemoryStore());
        var inbox = inbox(account);
        var threads = mails.stream().map(mail -> thread(account, inbox, mail)).toList();
        assertEquals(mails.size(), now(account, inbox).counts().emails(), "each mail is kept");
        assertEquals(threads.stream().distinct().count(), now(account, inbox).counts().threads());
        assertSound(account);
        return threads;
    }

    private static ThreadId thread(Account account, Mailbox mailbox, Mail mail) {
        return kept(account.deposit(Deposit.of(octets(mail.text()), mailbox.id(), NOON))).thread();
    }

    private static String groups(List<ThreadId> threads) {
        Map<ThreadId, Character> letters = new HashMap<>();
        var groups = new StringBuilder();
        for (var thread : threads) groups.append((char) letters.computeIfAbsent(thread,
            _ -> (char) ('A' + letters.size())));
        return groups.toString();
    }

    /** The same story with ids of its own. */
    private static List<Mail> renamed(Story story) {
        var mark = "." + STORIES.indexOf(story) + ">";
        return Stream.of(story.mails).map(mail -> new Mail(mail.id.replace(">", mark),
            mail.references.replace(">", mark),
            mail.inReplyTo.replace(">", mark), mail.subject, mail.from, mail.to)).toList();
    }

    private static String many(int count) {
        var ids = new StringBuilder();
        for (int i = 0; i < count; i++) ids.append("<r").append(i).append("@s.example> ");
        return ids.toString();
    }
}
