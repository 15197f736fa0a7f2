package sigillo.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sigillo.base.Complaints;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsData;
import sigillo.dns.DnsFailure;
import sigillo.dns.DnsType;

class MessageLookupTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final SideBySide work = new SideBySide(new Complaints(System.getLogger("test"), Instant::now));

    @AfterEach void end() { work.close(); }

    private MessageLookup lookup(int textOctets, int questions) {
        return new MessageLookup((_, _) -> {
            asked.incrementAndGet();
            return new DnsAnswer.Found(List.of(new DnsData.Text("x".repeat(textOctets))));
        }, work, System.nanoTime() + Duration.ofMinutes(1).toNanos(), questions);
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
        assertEquals(DnsFailure.BUDGET, failure(lookup.ask("long.example", DnsType.TXT)));
    }

    private static DnsFailure failure(DnsAnswer answer) { return assertInstanceOf(DnsAnswer.Failed.class, answer).failure(); }

    /** Whoever asks goes on at the deadline, though the server that was asked takes its time. */
    @Test @Timeout(20) void nobodyWaitsBeyondTheDeadline() throws InterruptedException {
        var interrupted = new CountDownLatch(1);
        var lookup = new MessageLookup((_, _) -> {
            try {
                Thread.sleep(Duration.ofMinutes(10));
            } catch (InterruptedException end) {
                interrupted.countDown();
            }
            return new DnsAnswer.Nothing(false);
        }, work, System.nanoTime() + Duration.ofMillis(50).toNanos(), 10);
        assertEquals(DnsFailure.DEADLINE, failure(lookup.ask("slow.example", DnsType.TXT)));
        assertEquals(DnsFailure.DEADLINE, failure(lookup.ask("other.example", DnsType.TXT)));
        work.close();
        interrupted.await();
    }

    @Test void shortAnswersAreRememberedBesideLongOnes() {
        var lookup = new MessageLookup((name, _) -> {
            asked.incrementAndGet();
            return new DnsAnswer.Found(List.of(new DnsData.Text("x".repeat(name.startsWith("long") ? 60_000 : 100))));
        }, work, System.nanoTime() + Duration.ofMinutes(1).toNanos(), 20);
        lookup.ask("long.example", DnsType.TXT);
        for (int i = 0; i < 3; i++) lookup.ask("short.example", DnsType.TXT);
        assertEquals(2, asked.get());
    }
}
