package sigillo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sigillo.peers.CapturingSink;

/** What sends counts right: each message once, whole, to its recipient, by as many connections as are wanted. */
@Timeout(60)
class SmtpLoadTest {
    private static final Pattern ID = Pattern.compile("(?md)^Message-ID: <(\\d+)\\.\\w+@sender\\.example>\r$");

    @Test void eachMessageIsSentOnceAndWhole() throws Exception {
        try (var sink = new CapturingSink()) {
            var mails = Mails.ofSizes(5, 4_096, 20_000);
            var sent = SmtpLoad.run(new SmtpLoad.Wish(sink.port(), 3, 7, 2, place -> "u" + place + "@sink.test", mails));
            assertEquals(21, sent.accepted());
            var numbers = new TreeSet<Integer>();
            for (var mail : sink.mails()) {
                int number = number(new String(mail.data(), StandardCharsets.UTF_8));
                assertTrue(numbers.add(number), number + " came twice");
                assertEquals(List.of("u" + number / 7 + "@sink.test"), mail.to());
                var id = ID.matcher(new String(mail.data(), StandardCharsets.UTF_8)).replaceFirst("Message-ID: <" + Mails.PLACE + ">\r");
                assertEquals(SampleMail.of(number % 5, number % 5 % 2 == 0 ? 4_096 : 20_000, Mails.PLACE), id);
            }
            assertEquals(IntStream.range(0, 21).boxed().collect(Collectors.toCollection(TreeSet::new)), numbers);
        }
    }

    private static int number(String mail) {
        var id = ID.matcher(mail);
        assertTrue(id.find(), mail.substring(0, 1_500));
        return Integer.parseInt(id.group(1));
    }

    /** Of 7 messages with 3 to a connection the last carries one. */
    @Test void aConnectionCarriesAsManyAsAreWanted() throws Exception {
        try (var sink = new MailSink()) {
            var sent = SmtpLoad.run(new SmtpLoad.Wish(sink.port(), 4, 7, 3, place -> "u" + place + "@sink.test", Mails.mixed(16)));
            assertEquals(28, sent.accepted());
            assertEquals(28, sink.messages.get());
            assertEquals(12, sink.connections.get());
            assertTrue(sent.seconds() > 0 && sent.cpuSeconds() > 0);
        }
    }

    /** More than a socket takes at once, so that the rest must wait for its turn. */
    @Test void aLongMessageArrivesWhole() throws Exception {
        try (var sink = new CapturingSink()) {
            SmtpLoad.run(new SmtpLoad.Wish(sink.port(), 2, 1, 1, _ -> "u@sink.test", Mails.ofSizes(1, 8 << 20)));
            var lengths = sink.mails().stream().map(mail -> mail.data().length).toList();
            assertEquals(2, lengths.size());
            assertTrue(lengths.stream().allMatch(length -> length > 8_380_000), lengths.toString());
        }
    }

    @Test void aRefusalEndsTheLoad() throws Exception {
        try (var sink = new CapturingSink()) {
            sink.atEnd(mail -> sink.mails().size() < 5 ? "250 Ok" : "452 4.3.1 No room");
            var wish = new SmtpLoad.Wish(sink.port(), 2, 10, 1, _ -> "u@sink.test", Mails.ofSizes(2, 2_000));
            var why = assertThrows(IOException.class, () -> SmtpLoad.run(wish));
            assertEquals("ACCEPTED was awaited, and came: 452 4.3.1 No room", why.getMessage());
        }
    }

    @Test void aServerThatHangsUpEndsTheLoad() throws Exception {
        try (var sink = new CapturingSink()) {
            sink.atEnd(_ -> CapturingSink.HANG_UP);
            var wish = new SmtpLoad.Wish(sink.port(), 1, 1, 1, _ -> "u@sink.test", Mails.ofSizes(1, 2_000));
            assertThrows(IOException.class, () -> SmtpLoad.run(wish));
        }
    }
}
