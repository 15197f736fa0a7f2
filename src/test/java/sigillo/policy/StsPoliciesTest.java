package sigillo.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sigillo.base.Domain;
import sigillo.https.HttpsClient;
import sigillo.https.HttpsSettings;
import sigillo.mtasts.StsPolicy;
import sigillo.net.ClientTls;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;
import sigillo.sealing.Secret;
import sigillo.store.memory.MemoryStore;

/** Which policies are kept, and in which order they are fetched anew. That they are fetched and followed: StsRelayTest. */
class StsPoliciesTest {
    private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

    private final MemoryStore store = new MemoryStore();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private Instant now = BEGIN;

    /** Knows that there is a policy, and not where. */
    private final Resolver dns = new Resolver() {
        @Override public Answer<MailExchanger> mx(String domain) { return new Answer.NoData<>(); }

        @Override public Answer<InetAddress> addresses(String host) {
            asked.add(host.replaceFirst("^mta-sts.", ""));
            return new Answer.NoSuchDomain<>();
        }

        @Override public Answer<String> txt(String name) {
            return new Answer.Found<>(List.of("v=STSv1; id=" + new Random().nextInt(1_000_000) + ";"), false);
        }

        @Override public Optional<String> trouble() { return Optional.empty(); }
    };

    private PolicyRows rows(int keptMax, int longMax) {
        var randomness = new Random(1);
        return new PolicyRows(store, Secret.take(new byte[Secret.OCTETS]), randomness::nextBytes, new PolicyRoom(keptMax, longMax));
    }

    private StsPolicies policies(PolicyRows rows) {
        return new StsPolicies(dns, new HttpsClient(HttpsSettings.DEFAULT, dns, ClientTls.verifying()), rows, () -> now);
    }

    private static PolicyRow row(String domain, int patterns, Instant fetched, Instant used) {
        var mx = IntStream.range(0, patterns).mapToObj(i -> "mx" + i + "." + domain).toList();
        return new PolicyRow(Domain.of(domain), "1", new StsPolicy(StsPolicy.Mode.ENFORCE, mx, Duration.ofDays(100)), fetched, used);
    }

    private static String there(PolicyRows rows, String... domains) {
        return String.join(" ", Stream.of(domains).filter(domain -> rows.get(Domain.of(domain)).isPresent()).toList());
    }

    /** A new one is kept whatever strangers have had kept before it, and long ones push out none but each other. */
    @Test void theLongestUnusedGiveWay() {
        var rows = rows(3, 10_000);
        rows.put(row("old.test", 1, BEGIN, BEGIN.minus(Duration.ofDays(9))));
        rows.put(row("a.test", 1, BEGIN, BEGIN));
        rows.put(row("b.test", 1, BEGIN, BEGIN));
        rows.put(row("long1.test", 300, BEGIN, BEGIN.plusSeconds(1)));
        rows.put(row("long2.test", 300, BEGIN, BEGIN.plusSeconds(2)));
        assertEquals("old.test a.test b.test long2.test", there(rows, "old.test", "a.test", "b.test", "long1.test", "long2.test"));
        rows.put(row("c.test", 1, BEGIN, BEGIN));
        assertEquals("a.test b.test c.test long2.test", there(rows, "old.test", "a.test", "b.test", "c.test", "long2.test"));
        var again = rows(3, 10_000); // as after a restart
        again.put(row("d.test", 1, BEGIN, BEGIN.plusSeconds(9)));
        assertEquals(3, there(again, "a.test", "b.test", "c.test", "d.test").split(" ").length);
        assertTrue(again.get(Domain.of("d.test")).isPresent());
    }

    /** Those whose host is gone keep the turn from nobody. */
    @Test void allThatAreDueAreFetchedAnew() {
        var rows = rows(1_000, 100_000);
        for (int i = 0; i < 120; i++) rows.put(row("d" + i + ".test", 1, BEGIN.plusSeconds(i), BEGIN.plus(Duration.ofDays(2))));
        now = BEGIN.plus(Duration.ofDays(2));
        var policies = policies(rows);
        policies.refresh();
        assertEquals(120, asked.stream().distinct().count());
        assertEquals("d0.test", asked.getFirst(), "the one that waits longest first");
        asked.clear();
        now = now.plus(Duration.ofHours(2));
        rows.put(row("next.test", 1, now.minus(Duration.ofDays(1)).minusSeconds(1), now));
        policies.refresh();
        assertEquals("next.test", asked.getFirst(), "before those that failed lately");
        now = BEGIN.plus(Duration.ofDays(101));
        policies.refresh();
        assertFalse(rows.get(Domain.of("d7.test")).isPresent(), "they have ended");
        assertTrue(rows.get(Domain.of("next.test")).isPresent());
    }

    /** A new id at each question has us ask its host no more often. */
    @Test void aFailureCountsForEveryId() {
        var policies = policies(rows(10, 1_000));
        for (int i = 0; i < 5; i++) assertTrue(policies.of(Domain.of("a.test")) instanceof Known.None);
        assertEquals(List.of("a.test"), asked);
        now = now.plus(Duration.ofMinutes(6));
        policies.of(Domain.of("a.test"));
        assertEquals(List.of("a.test", "a.test"), asked);
    }
}
