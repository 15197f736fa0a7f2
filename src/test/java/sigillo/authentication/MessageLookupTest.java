package sigillo.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsData;
import sigillo.dns.DnsType;

class MessageLookupTest {
    private final AtomicInteger asked = new AtomicInteger();

    private MessageLookup lookup(int textOctets, int questions) {
        return new MessageLookup((_, _) -> {
            asked.incrementAndGet();
            return new DnsAnswer.Found(List.of(new DnsData.Text("x".repeat(textOctets))));
        }, System.nanoTime() + Duration.ofMinutes(1).toNanos(), questions);
    }

    @Test void eachQuestionIsAskedOnce() {
        var lookup = lookup(100, 10);
        for (int i = 0; i < 3; i++) lookup.ask("A.example", DnsType.TXT);
        assertEquals(lookup.ask("a.example", DnsType.TXT), lookup.ask("a.EXAMPLE", DnsType.TXT));
        assertEquals(1, asked.get());
    }

    /** Sixty answers of 64 KiB would be 4 MiB for one message; what does not fit is asked for again, and counts again. */
    @Test void longAnswersAreNotRemembered() {
        var lookup = lookup(60_000, 5);
        for (int i = 0; i < 3; i++) lookup.ask("long.example", DnsType.TXT);
        assertEquals(3, asked.get());
        for (int i = 0; i < 2; i++) lookup.ask("long.example", DnsType.TXT);
        assertInstanceOf(DnsAnswer.Failed.class, lookup.ask("long.example", DnsType.TXT));
    }

    @Test void shortAnswersAreRememberedBesideLongOnes() {
        var lookup = new MessageLookup((name, _) -> {
            asked.incrementAndGet();
            return new DnsAnswer.Found(List.of(new DnsData.Text("x".repeat(name.startsWith("long") ? 60_000 : 100))));
        }, System.nanoTime() + Duration.ofMinutes(1).toNanos(), 20);
        lookup.ask("long.example", DnsType.TXT);
        for (int i = 0; i < 3; i++) lookup.ask("short.example", DnsType.TXT);
        assertEquals(2, asked.get());
    }
}
