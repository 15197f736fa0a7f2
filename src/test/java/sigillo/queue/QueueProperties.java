package sigillo.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Address;
import sigillo.smtp.SmtpReply;
import sigillo.trace.Event;

/** Whatever the world answers, every recipient meets exactly one end, and the counts are the rows. */
interface QueueProperties {
    TestQueue queue();

    @TestFactory default Stream<DynamicTest> neverLosesOrDoublesARecipient() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> play(new Random(seed))));
    }

    private void play(Random random) {
        var q = queue().start();
        q.story.clear();
        q.world.delivered.clear();
        var ends = new HashMap<String, Integer>();
        q.world.rule = address -> outcome(address, random);
        int recipients = 0;
        for (int round = 0; round < 12; round++) {
            int mails = random.nextInt(6);
            for (int i = 0; i < mails; i++) {
                int first = recipients;
                recipients += 1 + random.nextInt(5);
                q.send("anna@home.example", IntStream.range(first, recipients)
                    .mapToObj(n -> "r" + n + "@d" + n % 4 + ".example").toArray(String[]::new));
            }
            if (random.nextInt(4) == 0) {
                q.quiet(); // in the middle of an attempt a crash may repeat it, which is another test's
                q.crash();
            }
            if (random.nextInt(5) == 0) q.queue.desk().retry(new Selection.All());
            q.pass(Duration.ofMinutes(1 + random.nextInt(300)));
            checkCounts(q);
        }
        q.pass(Duration.ofDays(16), Duration.ofHours(4));
        q.assertEmptyAfterACrash();
        for (var mail : q.world.delivered) if (mail.to().startsWith("r")) ends.merge(mail.to(), 1, Integer::sum);
        synchronized (q.story) {
            for (var event : q.story) {
                if (event.kind() == Event.Kind.BOUNCED) event.addresses()
                    .forEach(a -> ends.merge(a.toString(), 1, Integer::sum));
            }
        }
        assertEquals(recipients, ends.size(), "each recipient has an end");
        assertTrue(ends.values().stream().allMatch(n -> n == 1), () -> "once: " + twice(ends));
        q.close();
    }

    private static Map<String, Integer> twice(Map<String, Integer> ends) {
        var twice = new HashMap<>(ends);
        twice.values().removeIf(n -> n == 1);
        return twice;
    }

    private static Outcome outcome(Address address, Random random) {
        if (address.domain().name().equals("home.example")) return TestWorld.taken(address);
        synchronized (random) {
            return switch (random.nextInt(10)) {
                case 0, 1 -> TestWorld.bounced("5.1.1", "No such mailbox");
                case 2, 3 -> TestWorld.deferred("Later");
                case 4 -> TestWorld.unreachable();
                case 5 -> new Outcome.OurFault("the login was refused");
                case 6 -> new Outcome.Delivered(SmtpReply.of(250, "2.0.0", "Taken"), "mx", true);
                default -> TestWorld.taken(address);
            };
        }
    }

    private static void checkCounts(TestQueue q) {
        long recipients = 0;
        long entries = 0;
        var shown = q.queue.desk().list(java.util.Optional.empty(), 1_000);
        for (var entry : shown) {
            entries++;
            recipients += entry.recipients().size();
        }
        assertEquals(recipients, q.queue.counts().recipients());
        assertEquals(entries, q.queue.counts().entries());
        assertEquals(entries, q.blobs());
    }
}
