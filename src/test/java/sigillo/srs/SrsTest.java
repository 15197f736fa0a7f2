package sigillo.srs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Sha256;

class SrsTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final Domain HERE = Domain.of("home.example");
    private static final Srs OURS = new Srs(text -> Sha256.of(("ours" + text).getBytes(StandardCharsets.UTF_8)));
    private static final Srs THEIRS = new Srs(text -> Sha256.of(("theirs" + text).getBytes(StandardCharsets.UTF_8)));

    private static Address forward(String sender) { return OURS.forward(Address.of(sender), HERE, NOW); }

    @Test void whatWasRewrittenLeadsBack() {
        for (var sender : List.of("bob@sender.example", "Bob.B+x=y-z@sender.example", "a=b=c@x.example", "\"a b\"@x.example", "\"a\\\"b\"@x.example")) {
            var rewritten = forward(sender);
            assertEquals(HERE, rewritten.domain());
            assertTrue(rewritten.unquotedLocalPart().matches("SRS0=[a-z2-7]{6}=[a-z2-7]{2}=[^=]+=.*"), rewritten.toString());
            assertEquals(new Returned.To(Address.of(sender)), OURS.back(rewritten, NOW));
        }
    }

    @Test void caseMayBeChangedOnTheWay() {
        var rewritten = forward("bob@sender.example");
        var upper = new Address(rewritten.localPart().toUpperCase(Locale.ROOT), HERE);
        assertEquals(new Returned.To(Address.of("BOB@sender.example")), OURS.back(upper, NOW));
    }

    /** Each forwarder names the first one, so that the address does not grow. */
    @Test void aChainOfForwardersIsUndone() {
        var first = THEIRS.forward(Address.of("bob@sender.example"), Domain.of("first.example"), NOW);
        var second = OURS.forward(first, HERE, NOW);
        assertTrue(second.localPart().startsWith("SRS1=") && second.localPart().contains("=first.example==" + first.localPart().substring(5)), second.toString());
        assertEquals(new Returned.To(first), OURS.back(second, NOW));
        var third = THEIRS.forward(second, Domain.of("third.example"), NOW);
        assertTrue(third.localPart().contains("=first.example=="), third.toString());
        assertEquals(new Returned.To(first), THEIRS.back(third, NOW));
        var plus = Address.of("SRS0+abc=de=sender.example=bob@first.example");
        assertEquals(new Returned.To(plus), OURS.back(OURS.forward(plus, HERE, NOW), NOW));
    }

    @Test void anAddressEnds() {
        for (var at : List.of(NOW, Instant.parse("2029-01-01T00:00:00Z"), Instant.EPOCH, Instant.parse("1969-01-01T00:00:00Z"))) {
            var rewritten = OURS.forward(Address.of("bob@sender.example"), HERE, at);
            for (int days : List.of(-1, 0, 1, 20, 21)) assertInstanceOf(Returned.To.class, OURS.back(rewritten, at.plus(Duration.ofDays(days))), at + " " + days);
            for (int days : List.of(-2, 22, 100, 500, 1_000)) {
                assertEquals(new Returned.Refused("the return address has expired"), OURS.back(rewritten, at.plus(Duration.ofDays(days))), at + " " + days);
            }
        }
    }

    @Test void nobodyElseMakesOne() {
        var ours = forward("bob@sender.example").localPart();
        var hash = ours.substring(5, 11);
        var forged = List.of(ours.replace("bob", "eve"), ours.replace("sender.example", "victim.example"), ours.replace(hash, "aaaaaa"), ours.replace(hash, ""),
            ours.replace("SRS0=" + hash + "=", "SRS0="), "SRS0=x", "SRS1=" + hash + "=victim.example==" + ours.substring(5), "SRS1=a=b==c", "SRS0=" + hash + "==sender.example=bob",
            "SRS0=====", "srs1-", THEIRS.forward(Address.of("bob@sender.example"), HERE, NOW).localPart());
        for (var local : forged) assertInstanceOf(Returned.Refused.class, OURS.back(new Address(local, HERE), NOW), local);
    }

    @Test void othersAreNone() {
        for (var local : List.of("bob", "srs", "SRS0", "srs0bob", "SRS2=a=b=c=d", "x.SRS0=a=b=c=d")) {
            assertEquals(new Returned.Other(), OURS.back(new Address(local, HERE), NOW), local);
        }
    }

    /** RFC 5321 section 4.5.3.1.1: what is longer some servers refuse; then an SPF that fails is better. */
    @Test void whatWouldBeTooLongStays() {
        var longest = "b".repeat(64 - "SRS0=hhhhhh=dd=sender.example=".length()) + "@sender.example";
        assertEquals(64, forward(longest).localPart().length());
        assertEquals(Address.of("b" + longest), forward("b" + longest));
        assertEquals(Address.of("b\u00f6b@sender.example"), forward("b\u00f6b@sender.example"));
        assertEquals(Address.of("bob@[192.0.2.1]"), forward("bob@[192.0.2.1]"));
        assertEquals(Address.of("SRS0=broken@sender.example"), forward("SRS0=broken@sender.example"));
    }

    @Test void itIsTotal() {
        for (long seed = 1; seed <= 3; seed++) {
            var random = new Random(seed);
            for (int i = 0; i < 20_000; i++) {
                var local = new StringBuilder(random.nextBoolean() ? "SRS0" : "SRS1");
                for (int n = random.nextInt(30); n > 0; n--) local.append("=+-.aZ2@\" \\".charAt(random.nextInt(11)));
                var found = OURS.back(new Address(local.toString(), HERE), NOW);
                if (local.length() > 5) assertNotEquals(Returned.To.class, found.getClass(), "seed " + seed + ": " + local);
                OURS.forward(new Address(local.toString(), Domain.of("x.example")), HERE, NOW);
            }
        }
    }
}
