package sigillo.pushing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.account.AccountId;

/** When a subscription is told, and again; which addresses may be called. */
class TargetTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private final ArrayDeque<String> changes = new ArrayDeque<>(List.of("first"));
    private int watches;

    private final Watches all = new Watches() {
        @Override public Watch of(AccountId account, Optional<Set<String>> types, boolean fromNow) {
            watches++;
            return new Watch() {
                @Override public Optional<byte[]> look() { return Optional.ofNullable(changes.peek()).map(String::getBytes); }

                @Override public void told() { changes.poll(); }
            };
        }

        @Override public byte[] verification(Subscription to) { return ("verify " + to.code()).getBytes(); }
    };

    private static Subscription subscription(boolean isVerified) {
        return new Subscription("P1", new AccountId("anna"), 1, "device", PushUrl.parse("https://push.example/x?secret").orElseThrow(), Optional.empty(), "code",
            isVerified, NOON, NOON.plus(Duration.ofDays(7)), Optional.empty());
    }

    private String begun(Target target) { return target.begin(all).map(String::new).orElse("nothing"); }

    @Test void firstItIsVerifiedAndThenTold() {
        var target = new Target(subscription(false));
        assertEquals(Optional.of(NOON), target.wanted(NOON));
        assertEquals(Optional.empty(), target.wanted(NOON), "it is about to be told");
        assertEquals("verify code", begun(target));
        assertFalse(target.sent(NOON));
        assertEquals(Optional.empty(), target.wanted(NOON), "nothing more before the code was said");
        target.replace(target.subscription().verified(), all);
        assertEquals(Optional.of(NOON.plusSeconds(10)), target.wanted(NOON.plusSeconds(1)));
        assertEquals("first", begun(target));
    }

    /** What comes while one is under way goes with the next, ten seconds later. */
    @Test void changesGoTogether() {
        var target = new Target(subscription(true));
        target.wanted(NOON);
        assertEquals("first", begun(target));
        for (int i = 0; i < 100; i++) assertEquals(Optional.empty(), target.wanted(NOON));
        changes.add("second");
        assertTrue(target.sent(NOON), "there is more");
        assertEquals(Optional.of(NOON.plus(PushLimits.BETWEEN)), target.wanted(NOON));
        assertEquals("second", begun(target));
        assertFalse(target.sent(NOON.plusSeconds(10)));
        target.wanted(NOON.plusSeconds(60));
        assertEquals("nothing", begun(target));
        assertFalse(target.nothing());
    }

    /** Later and later; what has not come is told again, and nothing from before it is looked through once more. */
    @Test void whatFailsIsTriedAgain() {
        var target = new Target(subscription(true));
        var pauses = new long[PushLimits.FAILURES_MAX];
        for (int i = 0; i < PushLimits.FAILURES_MAX; i++) {
            var at = target.wanted(NOON).orElseThrow();
            pauses[i] = Duration.between(NOON, at).toSeconds();
            assertEquals("first", begun(target));
            assertEquals(i + 1 < PushLimits.FAILURES_MAX, target.failed(NOON, Optional.empty()));
        }
        assertEquals(List.of(0L, 30L, 60L, 120L, 240L, 480L, 960L, 1920L, 3840L, 7200L, 7200L, 7200L), java.util.Arrays.stream(pauses).boxed().toList());
        assertEquals(1, watches);
    }

    /** A client that says how long it is there still loses nothing of it; other types are told from then on. */
    @Test void whatHasFailedOutlivesARenewal() {
        var target = new Target(subscription(true));
        target.wanted(NOON);
        begun(target);
        target.failed(NOON, Optional.empty());
        target.replace(target.subscription().expiring(NOON.plus(Duration.ofDays(3))), all);
        assertEquals("first", begun(target));
        assertEquals(1, watches);
        target.replace(target.subscription().of(Optional.of(Set.of("Email"))), all);
        assertEquals(2, watches);
    }

    @Test void whoSaysWhenIsObeyed() {
        var target = new Target(subscription(true));
        target.wanted(NOON);
        begun(target);
        target.failed(NOON, Optional.of(Duration.ofMinutes(20)));
        assertEquals(NOON.plus(Duration.ofMinutes(20)), target.wanted(NOON).orElseThrow());
        begun(target);
        assertFalse(target.sent(NOON));
        target.wanted(NOON);
        begun(target);
        target.failed(NOON, Optional.of(Duration.ofSeconds(1)));
        assertEquals(NOON.plusSeconds(30), target.wanted(NOON).orElseThrow(), "no sooner than we want");
    }

    @Test void whatIsRefusedIsGivenUpSoon() {
        var target = new Target(subscription(true));
        for (int i = 1; i <= PushLimits.REFUSALS_MAX; i++) {
            target.wanted(NOON);
            begun(target);
            assertEquals(i < PushLimits.REFUSALS_MAX, target.refused(NOON));
        }
    }

    @Test void whatIsOverIsNotTold() {
        var target = new Target(subscription(true));
        target.wanted(NOON);
        target.end();
        assertEquals("nothing", begun(target));
        assertEquals(Optional.empty(), target.wanted(NOON));
        assertTrue(subscription(true).isOver(NOON.plus(Duration.ofDays(7))));
        assertTrue(subscription(false).isOver(NOON.plus(Duration.ofDays(1))), "nobody has said the code");
        assertFalse(subscription(true).isOver(NOON.plus(Duration.ofDays(1))));
        assertFalse(subscription(true).toString().contains("secret"));
    }

    @TestFactory Stream<DynamicTest> addresses() {
        return Stream.of("https://push.example/x yes", "https://push.example yes", "https://push.example:8443/a?b=%20 yes", "HTTPS://Push.Example/x yes",
            "http://push.example/ no", "https://127.0.0.1/ no", "https://[::1]/ no", "https://localhost/ no", "https://2130706433/ no", "https://0x7f.1/ no",
            "https://user@push.example/ no", "https://push.example/#x no", "https://push.example:0/ no", "https://push.example:443/ yes", "https://push.example:1024/ yes", "https://push.example:25/ no", "https://push.example:1023/ no",
            "https://push.example:99999/ no", "https:/push.example no",
            "https://push_.example/ no", "https://push.example\u00e8/ no", "ftp://push.example/ no", "file:///etc/passwd no", "https://push.example/\r\nX:y no",
            ("https://push.example/" + "x".repeat(2_000)) + " no", "https://10.0.0.1.push.example/ yes", "https://a..example/ no", "https://push.1/ no")
            .map(one -> DynamicTest.dynamicTest(one, () -> {
                var text = one.substring(0, one.lastIndexOf(' '));
                assertEquals(one.endsWith(" yes"), PushUrl.parse(text).isPresent());
            }));
    }
}
