package sigillo.arc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sigillo.base.Octets;
import sigillo.dkim.Algorithm;
import sigillo.dkim.BodyHashes;
import sigillo.dkim.DkimSigner;
import sigillo.dkim.SignedHeader;
import sigillo.dns.Zone;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;

/** What we seal verifies, hop after hop, by our own verification; RFC 8617's vectors are in ArcCorporaTest. */
class ArcSealerTest {
    private static final Instant AT = Instant.parse("2026-11-29T12:00:00Z");
    private static final String MESSAGE = "Received: x\r\nDKIM-Signature: v=1; a=rsa-sha256; d=b.example\r\nFrom: bob@b.example\r\nSubject: x\r\n\r\nHello.\r\n";
    private static final String RESULTS = "mx.home.example;\r\n\tspf=pass smtp.mailfrom=bob@b.example;\r\n\tdmarc=pass header.from=b.example";

    private static KeyPair rsa;
    private static Zone zone;

    @BeforeAll static void keys() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        rsa = generator.generateKeyPair();
        zone = new Zone().txt("s._domainkey.home.example", "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(rsa.getPublic().getEncoded()));
    }

    private static Optional<String> sealed(String message, ArcSealer.Validation validation) throws Exception {
        var key = new DkimSigner.SigningKey(Algorithm.RSA_SHA256, rsa.getPrivate(), "home.example", "s");
        return ArcSealer.seal(octets(message), validation, RESULTS, key, AT).map(set -> new String(set, StandardCharsets.UTF_8) + message);
    }

    private static Octets octets(String message) { return Octets.of(message.getBytes(StandardCharsets.UTF_8)); }

    private static ArcOutcome verified(String message) {
        try {
            var octets = octets(message);
            var section = HeaderSection.read(octets, MessageLimits.DEFAULT);
            var chain = ArcChain.of(section.header(), new SignedHeader(section.header()));
            var body = BodyHashes.of(octets.slice(section.bodyStart(), octets.length()), chain.wanted());
            return chain.verify(body, zone);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test void eachHopVerifies() throws Exception {
        var message = sealed(MESSAGE, ArcSealer.Validation.NONE).orElseThrow();
        for (int hop = 1; hop <= 4; hop++) {
            var found = verified(message);
            assertEquals(ArcOutcome.Status.PASS, found.status(), found.why());
            assertEquals(hop, found.links().size());
            assertTrue(found.links().getLast().results().replaceAll("\\s+", " ").contains("dmarc=pass header.from=b.example"), found.toString());
            message = sealed("Delivered-To: a" + hop + "@home.example\r\n" + message, ArcSealer.Validation.PASS).orElseThrow();
        }
    }

    @Test void whatIsChangedBreaksIt() throws Exception {
        var message = sealed(sealed(MESSAGE, ArcSealer.Validation.NONE).orElseThrow(), ArcSealer.Validation.PASS).orElseThrow();
        for (var change : List.of(List.of("Hello", "Hallo"), List.of("Subject: x", "Subject: y"), List.of("spf=pass", "spf=fail"), List.of("d=b.example", "d=c.example"),
                List.of("cv=pass", "cv=none"), List.of("From:", "Subject: more\r\nFrom:"))) {
            var changed = message.replaceFirst(change.getFirst(), change.getLast());
            assertEquals(ArcOutcome.Status.FAIL, verified(changed).status(), change.toString());
        }
        assertEquals(ArcOutcome.Status.PASS, verified("Received: y\r\n" + message).status());
    }

    /** RFC 8617 section 5.1.2: a broken chain is said to be, once. */
    @Test void aBrokenChainEnds() throws Exception {
        var broken = sealed(MESSAGE, ArcSealer.Validation.NONE).orElseThrow().replace("Hello", "Hallo");
        var marked = sealed(broken, ArcSealer.Validation.FAIL).orElseThrow();
        assertTrue(marked.startsWith("ARC-Seal: i=2; a=rsa-sha256; cv=fail;"), marked);
        assertEquals(ArcOutcome.Status.FAIL, verified(marked).status());
        assertEquals(Optional.empty(), sealed(marked, ArcSealer.Validation.FAIL));
        var own = marked.substring(0, marked.indexOf("ARC-Seal: i=1")).replace("i=2;", "i=2;");
        var section = HeaderSection.read(octets(own + "\r\n"), MessageLimits.DEFAULT);
        assertEquals(3, section.header().size(), "its set alone is in front");
    }

    /** RFC 8617 section 4.2.1. */
    @Test void behindFiftyHopsThereIsNone() throws Exception {
        var message = MESSAGE;
        for (int hop = 1; hop <= 50; hop++) message = sealed(message, hop == 1 ? ArcSealer.Validation.NONE : ArcSealer.Validation.PASS).orElseThrow();
        assertEquals(ArcOutcome.Status.PASS, verified(message).status());
        assertEquals(Optional.empty(), sealed(message, ArcSealer.Validation.PASS));
    }
}
