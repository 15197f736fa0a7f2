package sigillo.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.account.Keyword;
import sigillo.account.UidSet;
import sigillo.authentication.AuthenticationSettings;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.base.SetClock;
import sigillo.dns.Zone;
import sigillo.filter.Acquaintances;
import sigillo.filter.Engine;
import sigillo.filter.Filter;
import sigillo.filter.FilterSettings;
import sigillo.filter.Judgement;
import sigillo.filter.Learnt;
import sigillo.filter.Mail;
import sigillo.filter.Reason;
import sigillo.filter.Reputation;
import sigillo.filter.Wishes;
import sigillo.filter.Word;
import sigillo.message.HeaderEdit;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.net.Networks;
import sigillo.queue.Carrier;
import sigillo.rules.Rules;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.signing.Signer;
import sigillo.smtp.ReversePath;
import sigillo.smtp.SmtpReply;
import sigillo.store.memory.MemoryStore;

/** Mail that is judged when it comes. The client is 192.0.2.1, of sender.example. */
class FilteredTest {
    private static final String WANTED = "From: Bob <bob@sender.example>\r\nTo: anna@home.example\r\nSubject: Lunch\r\n"
        + "Date: Sun, 1 Mar 2026 09:59:00 +0000\r\nMessage-ID: <1@sender.example>\r\n\r\nShall we eat at one?\r\n";
    /** Of a domain without a policy, from a client that it does not name. */
    private static final String SPAM = "From: \"admin@bank.example\" <x99881@other.example>\r\nSubject: YOU HAVE WON A PRIZE!!!\r\nMessage-ID: <1>\r\n"
        + "Date: Sun, 1 Mar 2026 09:59:00 +0000\r\nContent-Type: text/html\r\n\r\n<html><body><font color=red>ACT NOW! million dollars."
        + "<a href=\"http://198.51.100.7/x\">https://bank.example/</a></font></body></html>\r\n";

    private final Zone zone = new Zone().txt("sender.example", "v=spf1 ip4:192.0.2.1 -all").ptrOf("192.0.2.1", "mail.sender.example")
        .host("mail.sender.example", "192.0.2.1");
    private final List<Engine> engines = new ArrayList<>();
    private FilterSettings settings = FilterSettings.DEFAULT;
    private Learnt learnt = Learnt.NOTHING;
    private Wishes wishes = Wishes.NONE;
    private final SetClock clock = new SetClock(Instant.parse("2026-03-01T10:00:00Z"));
    private Optional<Reputation> senders = Optional.empty();
    private Acquaintances acquaintances = Acquaintances.NONE;

    private House house() {
        var filter = new Filter(House.HOSTNAME, settings, engines, learnt, wishes, clock);
        senders.ifPresent(known -> filter.remembering(known, acquaintances));
        return new House(Optional.of(zone), AuthenticationSettings.DEFAULT, Optional.of(filter));
    }

    @Test void spamGoesIntoJunkAndSaysWhy() {
        var house = house();
        assertEquals(250, house.toAll(SPAM, "anna").code());
        assertEquals(List.of(), house.inbox("anna"));
        var mail = house.junk("anna").getFirst();
        assertTrue(mail.contains("Delivered-To: anna@home.example\r\nX-Spam-Flag: YES\r\nX-Spam-Status: Yes, score="), mail);
        assertTrue(mail.contains(" required=5.5\r\n\ttests="), mail);
        assertTrue(mail.contains("subject-in-capitals=2.4"), mail);
        assertTrue(mail.contains("link-to-number=1.7"), mail);
        assertTrue(mail.contains("X-Spam-Opinions: mx.home.example; virus=0 client=192.0.2.1;\r\n\t"), mail);
        var story = house.told.stream().map(event -> event.text()).toList();
        assertTrue(story.stream().anyMatch(text -> text.contains("The filter gives ") && text.contains("2.4 Its subject is in capitals.")), story::toString);
        assertTrue(house.told.getLast().text().startsWith("Filed into Junk: it has a score of "), house.told.getLast()::text);
    }

    @Test void wantedMailGoesIntoTheInboxAndSaysSo() {
        var house = house();
        house.toAll(WANTED, "anna");
        var mail = house.inbox("anna").getFirst();
        assertTrue(mail.contains("X-Spam-Status: No, score=-0.5 required=5.5\r\n\ttests=of-its-author=-0.5\r\n"), mail);
        assertFalse(mail.contains("X-Spam-Flag"), mail);
    }

    /** To two accounts it goes by the queue, and the reasons with it; each judges by itself. */
    @Test void reasonsTravelThroughTheQueue() throws Exception {
        wishes = (account, _, _) -> new Wishes.Wish(account.text().equals("bruno") ? new Wishes.Threshold.Never() : new Wishes.Threshold.OfServer(), Optional.empty());
        learnt = (account, features, before) -> features.count() == 0 ? List.of() : List.of(new Reason("learnt", account.text().equals("bruno") ? -1 : 1, ""));
        var house = house();
        house.toAll(SPAM, "team");
        var waiting = house.queue.entries.getFirst();
        var message = waiting.message();
        assertTrue(new String(message).startsWith("X-Spam-Opinions: mx.home.example; virus=0 client=192.0.2.1;\r\n\t"), () -> new String(message));
        house.carrier.carry(new Carrier.Job("k", waiting.trace(), "here", waiting.envelope(), Octets.of(message)));
        assertTrue(house.junk("anna").getFirst().contains("learnt=1.0"), house.junk("anna")::getFirst);
        var mail = house.inbox("bruno").getFirst();
        assertTrue(mail.contains("X-Spam-Status: No, score=") && mail.contains(" required=999.0") && mail.contains("learnt=-1.0"), mail);
        assertTrue(mail.contains("subject-in-capitals=2.4"), mail);
    }

    /** Programs would read a stranger's verdict as ours. */
    @Test void fieldsOfOthersGetAnotherName() {
        var house = house();
        house.toAll("X-Spam-Status: Yes\r\nX-Spam-Flag: YES\r\nAuthentication-Results: mx.home.example; dmarc=pass\r\nx-spam : 1\r\nX-Spam-Opinions: mx.home.example; virus=0 client=192.0.2.1; a=9;\r\n\taligned a@b.example\r\n" + WANTED, "anna");
        var mail = house.inbox("anna").getFirst();
        assertEquals(mail.indexOf("X-Spam-Status:"), mail.lastIndexOf("X-Spam-Status:"));
        assertTrue(mail.contains("X-Spam-Status: No"), mail);
        assertTrue(mail.contains("X-Spam-Old-Status: Yes\r\nX-Spam-Old-Flag: YES\r\nx-spam-Old : 1\r\nX-Spam-Old-Opinions: mx.home.example;"), mail);
    }

    @Test void refusesOnlyWhereThatIsWanted() {
        settings = new FilterSettings(true, Networks.LOOPBACK, 5.5, OptionalDouble.empty(), OptionalDouble.of(7), false, List.of());
        var house = house();
        assertEquals("550 5.7.1", House.code(house.toAll(SPAM, "anna")));
        assertEquals(List.of(), house.junk("anna"));
        assertEquals("250 2.0.0", House.code(house.toAll(SPAM, "team")));
        var waiting = house.queue.entries.getFirst();
        house.carrier.carry(new Carrier.Job("k", waiting.trace(), "here", waiting.envelope(), Octets.of(waiting.message())));
        assertEquals(1, house.junk("anna").size(), "what was taken is not refused any more");
    }

    /** A fault of ours in what was learnt refuses nobody's mail. */
    @Test void whatFailsInTheFilterRefusesNothing() {
        learnt = (_, _, _) -> { throw new IllegalStateException("a fault"); };
        var house = house();
        assertEquals(250, house.toAll(WANTED, "anna").code());
        assertEquals(250, house.toAll(SPAM, "anna").code());
        assertEquals(1, house.inbox("anna").size());
        assertEquals(1, house.junk("anna").size());
    }

    @Test void whatTheFilterThinksIsNotSentOn() throws Exception {
        var message = Octets.of(("X-Spam-Opinions: mx.home.example; virus=0;\r\n\ta=1.0 ;\r\n\tnobody\r\n" + WANTED).getBytes(StandardCharsets.UTF_8));
        var rest = sigillo.filter.SpamFields.withoutOurs(message);
        assertEquals(WANTED, new String(rest.bytes(0, rest.length(), 10_000), StandardCharsets.UTF_8));
        assertEquals(rest, sigillo.filter.SpamFields.withoutOurs(rest));
    }

    private record Saying(String name, Duration patience, Said said) implements Engine {
        @Override public Said look(Mail mail) throws InterruptedException {
            if (said instanceof Said.Silent) Thread.sleep(Duration.ofMinutes(1));
            return said;
        }
    }

    @Test void otherProgramsAreAskedAndNotWaitedForForEver() {
        engines.add(new Saying("quick", Duration.ofSeconds(10), new Engine.Said.Reasons(List.of(new Reason("Quick_SAYS so", 9, "Quick: spam.")), OptionalInt.of(1))));
        engines.add(new Saying("slow", Duration.ofMillis(50), new Engine.Said.Silent("")));
        var house = house();
        house.toAll(WANTED, "anna");
        assertTrue(house.junk("anna").getFirst().contains("tests=quick-says-so=9.0,"), house.junk("anna")::getFirst);
        assertTrue(house.told.stream().anyMatch(event -> event.text().contains("slow: it gave no answer in time")), house.told::toString);
    }

    @Test void otherProgramsMayRefuse() {
        engines.add(new Saying("scanner", Duration.ofSeconds(10), new Engine.Said.Against(SmtpReply.of(550, "5.7.1", "It is infected"), "It has Eicar.")));
        var house = house();
        assertEquals("550 5.7.1 It is infected", house.toAll(WANTED, "anna").toString());
        assertEquals(List.of(), house.inbox("anna"));
    }

    /** Who configures a program wants its word, whether our own filter thinks something or not. */
    @Test void otherProgramsAreAskedWithoutOurFilter() {
        settings = new FilterSettings(false, Networks.of(List.of()), 5.5, OptionalDouble.empty(), OptionalDouble.empty(), false, List.of());
        var quiet = house();
        quiet.toAll("X-Spam-Flag: NO\r\n" + SPAM, "anna");
        assertFalse(quiet.inbox("anna").getFirst().contains("X-Spam-Status"), "nobody is asked, and nothing is said");
        engines.add(new Saying("quick", Duration.ofSeconds(10), new Engine.Said.Reasons(List.of(new Reason("Quick_SAYS so", 9, "Quick: spam.")), OptionalInt.of(1))));
        var house = house();
        house.toAll("X-Spam-Flag: NO\r\n" + WANTED, "anna");
        var mail = house.junk("anna").getFirst();
        assertTrue(mail.contains("X-Spam-Flag: YES\r\nX-Spam-Status: Yes, score=9.0 required=5.5\r\n\ttests=quick-says-so=9.0\r\n"), mail);
        assertTrue(mail.contains("X-Spam-Old-Flag: NO\r\n"), mail);
    }

    /** It counts fields as they came; what it says in our name is as if a stranger had said it. */
    @Test void aMilterChangesTheHeaderThatItSawAndSaysNothingInOurName() {
        var edits = List.<HeaderEdit>of(new HeaderEdit.Change(2, "Authentication-Results", ""), new HeaderEdit.Add("Authentication-Results", "mx.home.example; dmarc=pass"),
            new HeaderEdit.Insert(0, "X-Spam-Opinions", "mx.home.example; virus=0; a=-9; aligned a@b.example"), new HeaderEdit.Add("X-Seen-By", "a milter"));
        engines.add(new Saying("milter", Duration.ofSeconds(10), new Engine.Said.Reasons(List.of(), OptionalInt.empty(), edits)));
        var house = house();
        house.toAll("Authentication-Results: mx.home.example; dmarc=pass\r\nAuthentication-Results: other.example; spf=fail\r\n"
            + "Authentication-Results: third.example; spf=none\r\n" + WANTED, "anna");
        var mail = house.inbox("anna").getFirst();
        assertEquals(List.of("Authentication-Results: mx.home.example;", "Authentication-Results: third.example; spf=none"),
            mail.lines().filter(line -> line.startsWith("Authentication-Results")).toList(), mail);
        assertFalse(mail.contains("dmarc=pass"), mail);
        assertEquals(mail.indexOf("X-Spam-Opinions"), mail.lastIndexOf("X-Spam-Opinions"));
        assertFalse(mail.contains("a=-9"), mail);
        assertTrue(mail.contains("X-Seen-By: a milter\r\n"), mail);
    }

    /** Whom its owner blocks, from whom he takes nothing, and whom he allows. */
    @Test void whatIsSaidOfASenderCounts() {
        var words = new ArrayList<Word>();
        wishes = (_, author, sender) -> {
            assertEquals("bob@sender.example", author.address().orElseThrow().toString());
            assertEquals(House.BOB, sender.orElseThrow());
            return new Wishes.Wish(new Wishes.Threshold.Never(), Optional.of(words.getLast()));
        };
        var house = house();
        words.add(Word.BLOCK);
        house.toAll(WANTED, "anna");
        assertTrue(house.junk("anna").getFirst().contains("tests=blocked=30.0,"), house.junk("anna")::getFirst);
        words.add(Word.REFUSE);
        assertEquals("550 5.7.1 The recipient takes no mail from this sender", house.toAll(WANTED, "anna").toString());
        words.add(Word.ALLOW);
        house.toAll(WANTED.replace("Shall we", "CURES! ACT NOW! million dollars"), "anna");
        assertEquals(1, house.inbox("anna").size());
    }

    /** DMARC is asked first: an allowed name that nobody can show to be true is a forger's. */
    @Test void whatDmarcSuspectsIsAllowedByNobody() {
        zone.txt("_dmarc.bank.example", "v=DMARC1; p=reject");
        wishes = (_, _, _) -> new Wishes.Wish(new Wishes.Threshold.Never(), Optional.of(Word.ALLOW));
        var house = house();
        house.toAll(WANTED.replace("bob@sender.example>", "boss@bank.example>"), "anna");
        assertTrue(house.junk("anna").getFirst().contains("X-Spam-Flag: YES\r\n"), house.junk("anna")::getFirst);
    }

    /** Of a domain that has no policy, and does not name the client. */
    private static final String ODD = WANTED.replace("<bob@sender.example>", "<x99881@other.example>").replace("Subject: Lunch", "Subject: BUY THIS NOW")
        .replace("Message-ID: <1@sender.example>\r\n", "");

    private void remembering() {
        senders = Optional.of(new Reputation(new MemoryStore(), Secret.take("k".repeat(32).getBytes()), clock));
    }

    private static String from(House house, String sender, String message) {
        return House.code(house.toAll(ReversePath.of(Address.of(sender)), message, "anna"));
    }

    /** Who cannot show who he is, whom nobody knows, and whose mail looks odd comes again; and then he is taken. */
    @Test void strangersWithOddMailComeAgain() {
        remembering();
        var house = house();
        assertEquals("451 4.7.1", from(house, "x@other.example", ODD));
        clock.advance(Duration.ofMinutes(1));
        assertEquals("451 4.7.1", from(house, "x@other.example", ODD));
        assertEquals("451 4.7.1", from(house, "y@other.example", ODD), "each waits for itself");
        clock.advance(Duration.ofMinutes(4));
        assertEquals("250 2.0.0", from(house, "x@other.example", ODD));
        var mail = house.inbox("anna").getFirst();
        assertTrue(mail.contains("first-contact=0.4"), mail);
        assertEquals("250 2.0.0", from(house, "z@other.example", ODD), "his mail was wanted");
        assertTrue(house.inbox("anna").getLast().contains("known-author=-0.2"), house.inbox("anna")::getLast);
    }

    @Test void nobodyElseWaits() {
        remembering();
        acquaintances = new Acquaintances() {
            @Override public boolean hasWrittenTo(AccountId account, Address author) { return knows(null, author); }

            @Override public boolean knows(Address recipient, Address author) { return author.toString().equals("friend@other.example"); }
        };
        var house = house();
        assertEquals("250 2.0.0", from(house, "x@other.example", ODD.replace("Subject: BUY THIS NOW", "Subject: Hello")), "ordinary mail");
        assertEquals("250 2.0.0", from(house, "bob@sender.example", ODD.replace("x99881@other.example", "bob@sender.example")), "shown to be his");
        assertEquals("250 2.0.0", from(house, "x@other.example", ODD.replace("x99881@", "friend@")), "one whom anna wrote to");
        assertTrue(house.inbox("anna").getLast().contains("written-to=-1.5"), house.inbox("anna")::getLast);
        var code = ODD.replace("Shall we eat at one?", "Your verification code is 482 913.");
        assertEquals("250 2.0.0", from(house, "x@other.example", code.replace("x99881", "x99882")), "a code");
        assertEquals("451 4.7.1", from(house, "x@other.example", ODD.replace("x99881", "x99883")));
    }

    /** What was known of a sender before is not learnt of him again: else one bad day would be for ever. */
    @Test void thoughtsDoNotFeedThemselves() {
        remembering();
        settings = new FilterSettings(true, Networks.LOOPBACK, 5.5, OptionalDouble.empty(), OptionalDouble.empty(), false, List.of());
        var house = house();
        for (int i = 0; i < 40; i++) from(house, "x@other.example", SPAM);
        assertEquals(40, house.junk("anna").size());
        assertTrue(house.junk("anna").getLast().contains("known-author=2.4"), house.junk("anna")::getLast);
        for (int i = 0; i < 60; i++) from(house, "x@other.example", WANTED.replace("<bob@sender.example>", "<x99881@other.example>"));
        assertTrue(house.inbox("anna").getLast().contains("known-author=-0."), house.inbox("anna")::getLast);
    }

    /** RFC 5235: a script sees how likely it is spam. */
    @Test void likelihoodIsHalfAtTheLine() {
        assertEquals(0.5, new Judgement(Judgement.Place.INBOX, List.of(), 5.5, OptionalDouble.of(5.5)).likelihood());
        assertEquals(1, new Judgement(Judgement.Place.JUNK, List.of(), 11, OptionalDouble.of(5.5)).likelihood());
        assertEquals(0.0, new Judgement(Judgement.Place.INBOX, List.of(), -0.5, OptionalDouble.of(5.5)).likelihood(), 0.01);
        assertEquals(0.5, new Judgement(Judgement.Place.INBOX, List.of(), 5.5, OptionalDouble.empty()).likelihood());
    }

    /** RFC 5235: what goes to the inbox meets the script of its owner, which hears how likely it is spam; Junk meets none. */
    @Test void scriptsHearHowLikelyItIs() {
        engines.add(new Saying("scanner", Duration.ofSeconds(10), new Engine.Said.Reasons(List.of(), OptionalInt.of(1))));
        wishes = (_, _, _) -> new Wishes.Wish(new Wishes.Threshold.Never(), Optional.empty());
        var house = house();
        var rules = new Rules(house.store, Secret.take(new byte[32]), Randomness.secure(), house.clock);
        house.delivery.obeying(new OwnersRules(House.HOSTNAME, rules, house.residents.directory, house.queue, SendingOn.AS_IT_IS, Signer.NONE,
            _ -> { }, house.clock, (_, sentence) -> { throw new AssertionError(sentence); }));
        var script = """
            require ["spamtestplus", "virustest", "relational", "comparator-i;ascii-numeric", "imap4flags"];
            if spamtest :percent :value "gt" :comparator "i;ascii-numeric" "50" { setflag "likely"; }
            elsif spamtest :value "eq" :comparator "i;ascii-numeric" "1" { setflag "clear"; }
            if virustest :value "eq" :comparator "i;ascii-numeric" "1" { addflag "clean"; }
            """;
        rules.put(new AccountId("anna"), "rules", script.getBytes(StandardCharsets.UTF_8));
        rules.activate(new AccountId("anna"), Optional.of("rules"));
        house.toAll(WANTED, "anna");
        house.toAll(SPAM, "anna");
        assertEquals(List.of("clean clear", "clean likely"), keywords(house));
    }

    private static List<String> keywords(House house) {
        var all = new ArrayList<String>();
        var anna = house.account("anna");
        anna.entries(anna.inbox(), UidSet.ALL, entry -> all.add(entry.keywords().stream().map(Keyword::toString).sorted().collect(Collectors.joining(" "))));
        return all;
    }

    /** What an owner says of a mail that he has is brought to its sender by the field in it. */
    @Test void whatOwnersSayCountsForTheSender() throws Exception {
        remembering();
        var filter = new Filter(House.HOSTNAME, settings, engines, learnt, wishes, clock).remembering(senders.orElseThrow(), acquaintances);
        var house = new House(Optional.of(zone), AuthenticationSettings.DEFAULT, Optional.of(filter));
        house.toAll(WANTED, "anna");
        var kept = Octets.of(house.inbox("anna").getFirst().getBytes(StandardCharsets.ISO_8859_1));
        filter.said(HeaderSection.read(kept, MessageLimits.DEFAULT).header(), true);
        house.toAll(WANTED, "anna");
        var mail = house.inbox("anna").getLast();
        assertTrue(mail.contains("known-author=1.4") && mail.contains("known-domain=0.7") && mail.contains("known-network=0.7"), mail);
        filter.said(HeaderSection.read(Octets.of(SPAM.getBytes(StandardCharsets.US_ASCII)), MessageLimits.DEFAULT).header(), false);
    }
}
