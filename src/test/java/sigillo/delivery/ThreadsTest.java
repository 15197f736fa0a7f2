package sigillo.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.account.Email;
import sigillo.account.ThreadId;

/** Case B25, by way of delivery: the lines that we put before a message hide nothing from threading. */
class ThreadsTest {
    /** {@code threads}: a letter for each message, the same for those of one thread. */
    record Case(String what, String threads, String... headers) {}

    private static final List<Case> CASES = List.of(
        new Case("two alerts", "AB", "Message-ID: <1@a.example>\r\nSubject: Backup finished\r\n",
            "Message-ID: <2@a.example>\r\nSubject: Backup finished\r\n"),
        new Case("a reply with a new subject", "AA",
            "Message-ID: <1@a.example>\r\nFrom: bob@a.example\r\nTo: anna@home.example\r\nSubject: plan\r\n",
            "Message-ID: <2@a.example>\r\nIn-Reply-To: <1@a.example>\r\nFrom: bob@a.example\r\nTo: anna@home.example\r\n"
                + "Subject: when\r\n"),
        new Case("an old mail recycled", "AB",
            "Message-ID: <1@a.example>\r\nFrom: bob@a.example\r\nTo: anna@home.example\r\nSubject: plan\r\n",
            "Message-ID: <2@a.example>\r\nReferences: <1@a.example>\r\nFrom: eve@c.example\r\nTo: anna@home.example\r\n"
                + "Subject: party\r\n"),
        new Case("ids that begin alike", "AB",
            "Message-ID: <a@a.example>\r\nReferences: <+42.@voice.example>\r\nSubject: x\r\n",
            "Message-ID: <b@a.example>\r\nReferences: <+42.abc@voice.example>\r\nSubject: x\r\n"),
        new Case("the reply comes first", "AA",
            "Message-ID: <2@a.example>\r\nIn-Reply-To: <1@a.example>\r\nSubject: Re: plan\r\n",
            "Message-ID: <1@a.example>\r\nSubject: plan\r\n"),
        new Case("one subject, no reference", "AB",
            "Message-ID: <1@a.example>\r\nSubject: RE: AW: Fwd: [list] plan\r\n",
            "Message-ID: <2@a.example>\r\nSubject: plan\r\n"));

    @TestFactory Stream<DynamicTest> threads() {
        return CASES.stream().map(c -> dynamicTest(c.what, () -> {
            var house = new House();
            for (var header : c.headers) {
                house.toAll(header + "\r\ntext\r\n", "anna");
                house.clock.advance(Duration.ofDays(3));
            }
            assertEquals(c.threads, letters(house.emails("anna").stream().map(Email::thread).toList()));
        }));
    }

    @Test void twoMailsOfOneMessageIdAreTwo() {
        var house = new House();
        house.toAll("Message-ID: <1@a.example>\r\nSubject: x\r\n\r\none\r\n", "anna");
        house.toAll("Message-ID: <1@a.example>\r\nSubject: y\r\n\r\ntwo\r\n", "anna");
        house.toAll("Message-ID: <1@a.example>\r\nSubject: y\r\n\r\ntwo\r\n", "anna");
        assertEquals(3, house.inbox("anna").size());
    }

    private static String letters(List<ThreadId> threads) {
        var seen = new ArrayList<ThreadId>();
        var letters = new StringBuilder();
        for (var thread : threads) {
            if (!seen.contains(thread)) seen.add(thread);
            letters.append((char) ('A' + seen.indexOf(thread)));
        }
        return letters.toString();
    }
}
