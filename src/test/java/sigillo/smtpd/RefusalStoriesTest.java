package sigillo.smtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Address;
import sigillo.trace.Event;
import sigillo.trace.TraceId;

/** Mail that a door refuses by itself has a story under the address of whom it was for; strangers do not fill the store. */
class RefusalStoriesTest {
    @TempDir Path folder;

    private record Case(String name, String said, String... told) {}

    private static final String BEGIN = "EHLO sender.example\r\nMAIL FROM:<s@sender.example>\r\n";
    private static final String WHO = ", from sender.example [192.0.2.7] | s@sender.example ";

    private static final List<Case> CASES = List.of(
        new Case("nobody there", BEGIN + "RCPT TO:<nobody@home.example>\r\n",
            "RCPT" + WHO + "nobody@home.example | 550 5.1.1 No such mailbox <nobody@home.example>"),
        new Case("disabled", BEGIN + "RCPT TO:<off@home.example>\r\n",
            "RCPT" + WHO + "off@home.example | 550 5.2.1 This mailbox takes no mail"),
        new Case("a relay attempt", BEGIN + "RCPT TO:<victim@elsewhere.example>\r\n",
            "RCPT" + WHO + "victim@elsewhere.example | 550 5.7.1 We do not relay for strangers"),
        new Case("announced too large", "EHLO sender.example\r\nMAIL FROM:<s@sender.example> SIZE=999999999\r\n",
            "MAIL" + WHO + "| 552 5.3.4 Message too large"),
        new Case("is too large", BEGIN + "RCPT TO:<anna@home.example>\r\nDATA\r\n" + "x\r\n".repeat(70_000) + ".\r\n",
            "the message" + WHO + "anna@home.example | 552 5.3.4 Message too large"),
        new Case("a chunk too large", BEGIN + "RCPT TO:<anna@home.example>\r\nBDAT 999999999 LAST\r\n",
            "the message" + WHO + "anna@home.example | 552 5.3.4 Message too large"),
        new Case("smuggling", BEGIN + "RCPT TO:<anna@home.example>\r\nDATA\r\na\n.\r\nb\r\n.\r\n",
            "the message" + WHO + "anna@home.example | 550 5.6.0 A line of the message ends in CR or LF alone"),
        new Case("one of two", BEGIN + "RCPT TO:<nobody@home.example>\r\nRCPT TO:<anna@home.example>\r\nDATA\r\nx\r\n.\r\n",
            "RCPT" + WHO + "nobody@home.example | 550 5.1.1 No such mailbox <nobody@home.example>"),
        new Case("out of order is no mail", "EHLO sender.example\r\nRCPT TO:<nobody@home.example>\r\nBDAT 3\r\nabc"));

    @TestFactory Stream<DynamicTest> tells() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.name, () -> assertEquals(List.of(c.told), told(c.said))));
    }

    private List<String> told(String said) throws IOException {
        var stage = new Stage(folder, SmtpRole.MX, Optional.empty());
        stage.play(said);
        return stage.town.told().stream().map(RefusalStoriesTest::shown).toList();
    }

    private static String shown(Event event) {
        var addresses = new StringBuilder();
        event.addresses().forEach(address -> addresses.append(address).append(' '));
        return event.text().replace("Refused at ", "") + " | " + addresses + "| " + event.reply().orElseThrow();
    }

    /** Those for whom mail of others was are told of it: not of addresses that are nobody's, which are guessed by the thousand. */
    @TestFactory Stream<DynamicTest> tellsThoseForWhomItWas() {
        return Stream.of("nobody there", "disabled", "a relay attempt", "announced too large", "is too large", "a chunk too large", "smuggling")
            .map(name -> DynamicTest.dynamicTest(name, () -> {
                var one = CASES.stream().filter(c -> c.name.equals(name)).findFirst().orElseThrow();
                var stage = new Stage(folder, SmtpRole.MX, Optional.empty());
                stage.play(one.said);
                boolean isForAnna = one.said.contains("anna@");
                var told = stage.town.turnedAway().stream().map(mail -> mail.sender().orElseThrow() + " " + mail.helo() + " " + mail.client().orElseThrow()
                    .getHostAddress() + " " + mail.recipients() + " " + mail.reply()).toList();
                assertEquals(isForAnna ? List.of("s@sender.example sender.example 192.0.2.7 [anna@home.example] "
                    + one.told[0].replaceFirst(".*\\| ", "")) : List.of(), told);
            }));
    }

    @Test void refusalsOfOneTransactionAreOneStory() throws IOException {
        var stage = new Stage(folder, SmtpRole.MX, Optional.empty());
        stage.play(BEGIN + "RCPT TO:<a@home.example>\r\nRCPT TO:<b@home.example>\r\nRSET\r\n"
            + "MAIL FROM:<>\r\nRCPT TO:<c@home.example>\r\n");
        var stories = stage.town.told().stream().map(Event::id).toList();
        assertEquals(3, stories.size());
        assertEquals(stories.get(0), stories.get(1));
        assertEquals(2, stories.stream().distinct().count());
    }

    @Test void whoGuessesDoesNotFillTheStore() {
        var told = new ArrayList<Event>();
        var now = new Instant[] {Instant.parse("2026-11-25T12:00:00Z")};
        var stories = new RefusalStories(told::add, () -> now[0]);
        var who = new RefusalStories.Who(Optional.empty(), "sender.example", InetAddress.getLoopbackAddress());
        Runnable refuse = () -> stories.tell(TraceId.fresh(), "RCPT", who, List.of(Address.of("x@home.example")), Replies.DISABLED);
        for (int i = 0; i < 2 * RefusalStories.SAVED_MAX; i++) refuse.run();
        assertEquals(RefusalStories.SAVED_MAX, told.size());
        now[0] = now[0].plus(RefusalStories.EACH.multipliedBy(3)).plus(Duration.ofMillis(1));
        for (int i = 0; i < 10; i++) refuse.run();
        assertEquals(RefusalStories.SAVED_MAX + 3, told.size());
    }
}
