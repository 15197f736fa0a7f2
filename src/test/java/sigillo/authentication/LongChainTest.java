package sigillo.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sigillo.arc.ArcOutcome;
import sigillo.arc.ArcSealer;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.dkim.Algorithm;
import sigillo.dkim.DkimSigner;
import sigillo.dns.Lookup;
import sigillo.dns.Zone;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.net.Networks;
import sigillo.smtp.Origin;

/** Chains of ARC of any length are judged as short ones are, whoever sealed them and however long his key record is. */
class LongChainTest {
    private static final int HOPS = 50; // RFC 8617 section 4.2.1
    private static final String RESULTS = "mx.example; dmarc=pass header.from=b.example";
    private static KeyPair rsa;
    private static String longest;

    @BeforeAll static void chain() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        rsa = generator.generateKeyPair();
        longest = sealed(HOPS);
    }

    private static String sealed(int hops) throws Exception {
        var message = "From: bob@b.example\r\nSubject: x\r\n\r\nHello.\r\n";
        for (int hop = 1; hop <= hops; hop++) {
            var key = new DkimSigner.SigningKey(Algorithm.RSA_SHA256, rsa.getPrivate(), "hop" + hop + ".example", "s");
            var validation = hop == 1 ? ArcSealer.Validation.NONE : ArcSealer.Validation.PASS;
            var set = ArcSealer.seal(Octets.of(message.getBytes(StandardCharsets.UTF_8)), validation, RESULTS, key, Instant.EPOCH).orElseThrow();
            message = new String(set, StandardCharsets.UTF_8) + message;
        }
        return message;
    }

    /** {@code notes}: octets of n= in each key record, RFC 6376 section 3.6.1. */
    private static Zone zone(int notes) {
        var zone = new Zone();
        var record = "v=DKIM1; k=rsa; n=" + "x".repeat(notes) + "; p=" + Base64.getEncoder().encodeToString(rsa.getPublic().getEncoded());
        for (int hop = 1; hop <= HOPS; hop++) zone.txt("s._domainkey.hop" + hop + ".example", record);
        return zone;
    }

    private static ArcOutcome judged(String message, Lookup dns) throws Exception {
        var settings = new AuthenticationSettings(true, Networks.LOOPBACK, List.of(), Duration.ofMinutes(1), Duration.ZERO);
        var authentication = new Authentication(Domain.of("mx.home.example"), Optional.of(dns), settings, () -> Instant.EPOCH);
        var origin = new Origin(Optional.of(InetAddress.ofLiteral("192.0.2.1")), "b.example", "ESMTP", Optional.empty(), Optional.empty());
        var octets = Octets.of(message.getBytes(StandardCharsets.UTF_8));
        var outcome = authentication.check(origin, Optional.of(Address.of("bob@b.example")), octets, HeaderSection.read(octets, MessageLimits.DEFAULT));
        return ((Authentication.Outcome.Checked) outcome).findings().orElseThrow().arc();
    }

    @Test void ofAnyLengthAndWithAnyRecords() throws Exception {
        for (int notes : List.of(0, 700, 3_000)) {
            var zone = zone(notes);
            var outcome = judged(longest, zone);
            assertEquals(ArcOutcome.Status.PASS, outcome.status(), notes + ": " + outcome.why());
            assertEquals(HOPS, outcome.links().size());
            var keys = zone.asked().stream().filter(question -> question.contains("_domainkey")).toList();
            assertEquals(HOPS, keys.size(), "each once");
            assertEquals(HOPS, keys.stream().distinct().count());
        }
    }

    /** One that is changed decides, though the keys of others cannot be had. */
    @Test void whatIsWrongDecides() throws Exception {
        var message = sealed(30);
        var zone = zone(0).silent("s._domainkey.hop31.example");
        var changed = message.replace("i=3; " + RESULTS, "i=3; " + RESULTS.replace("pass", "fail"));
        var outcome = judged(changed, zone);
        assertEquals(ArcOutcome.Status.FAIL, outcome.status());
        assertTrue(outcome.why().startsWith("the seal of hop"), outcome.why());
    }

    /** Few are asked for at once, since all of them are of the sender's choice. */
    @Test void fewKeysAtOnce() throws Exception {
        var zone = zone(0);
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        Lookup counting = (name, type) -> {
            if (!name.contains("_domainkey")) return zone.ask(name, type);
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                Thread.yield();
                return zone.ask(name, type);
            } finally {
                now.decrementAndGet();
            }
        };
        assertEquals(ArcOutcome.Status.PASS, judged(longest, counting).status());
        assertTrue(most.get() <= AuthenticationLimits.SEAL_QUESTIONS_AT_ONCE, "at once: " + most);
    }
}
