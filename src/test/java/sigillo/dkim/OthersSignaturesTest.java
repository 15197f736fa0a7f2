package sigillo.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Octets;
import sigillo.dns.Zone;
import sigillo.peers.DkimPeer;

/** What python3-dkim, Perl's Mail::DKIM and OpenDKIM sign passes here; what is changed passes neither here nor there. */
@Tag("gate")
class OthersSignaturesTest {
    private static final String MESSAGE = "From: Anna <anna@a.example>\r\nTo: bob@b.example,\r\n\tcarla@b.example\r\nSubject: hello  there\r\n"
        + "Date: Sun, 29 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@a.example>\r\n\r\n";

    /** All end as mail does: without a last line end Mail::DKIM does not add it, as RFC 6376 section 3.4.3 has it. */
    private static final List<String> BODIES = List.of("", "Hello.\r\n", "Hello \t there \r\n\r\n two\r\n\r\n\r\n", "\r\n\r\n", "a\r\n" + "x".repeat(900) + "\r\n");

    record Change(String name, String from, String to) {}

    private static final List<Change> CHANGES = List.of(new Change("body", "\r\n\r\nHello.", "\r\n\r\nHallo."), new Change("a line behind", "Hello.\r\n", "Hello.\r\nPay.\r\n"),
        new Change("From", "<anna@a.example>", "<boss@a.example>"), new Change("To", "carla@", "clara@"), new Change("Subject", "hello  there", "hello, there"),
        new Change("domain", "d=a.example", "d=b.example"), new Change("what is signed", "ubject:", "ubjecd:"));

    @TempDir Path folder;

    @TestFactory Stream<DynamicTest> theirsPassHere() {
        return Stream.of(DkimPeer.values()).flatMap(peer -> Stream.of("RSA", "Ed25519").filter(name -> name.equals("RSA") || peer.knowsEd25519()).flatMap(algorithm ->
            Stream.of("simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed").map(kind ->
                DynamicTest.dynamicTest(peer + " " + algorithm + " " + kind, () -> {
                    assumeTrue(peer.isInstalled(), peer + " is not installed");
                    var pair = pair(algorithm);
                    for (var body : BODIES) {
                        var signed = peer.signed(folder, octets(MESSAGE + body), pair.getPrivate(), "a.example", "s", kind);
                        assertEquals(List.of(DkimResult.PASS), ours(signed, pair), () -> text(signed));
                    }
                }))));
    }

    @TestFactory Stream<DynamicTest> whatIsChangedPassesNowhere() {
        return Stream.of(DkimPeer.values()).flatMap(signer -> Stream.of("simple/simple", "relaxed/relaxed").map(kind ->
            DynamicTest.dynamicTest(signer + " " + kind, () -> {
                assumeTrue(signer.isInstalled(), signer + " is not installed");
                var pair = pair("RSA");
                var signed = text(signer.signed(folder, octets(MESSAGE + "Hello.\r\n"), pair.getPrivate(), "a.example", "s", kind));
                assertEquals(List.of("pass"), everywhere(signed, pair), signed);
                for (var change : CHANGES) {
                    var changed = signed.replaceFirst("(?s)" + java.util.regex.Pattern.quote(change.from), java.util.regex.Matcher.quoteReplacement(change.to));
                    // python3-dkim and OpenDKIM write names in h= each in their own case; what did not apply is no change
                    if (!changed.equals(signed)) assertFalse(everywhere(changed, pair).contains("pass"), change + "\n" + changed);
                    else assertTrue(change.name.equals("what is signed"), change.name);
                }
            })));
    }

    /** What all who are installed say of the one signature, and we: one word where they agree. */
    private List<String> everywhere(String message, KeyPair pair) throws Exception {
        var all = new ArrayList<String>();
        all.add(ours(octets(message), pair).getFirst() == DkimResult.PASS ? "pass" : "no pass");
        for (var peer : DkimPeer.values()) {
            if (!peer.isInstalled()) continue;
            var theirs = peer.verified(folder, octets(message), Map.of("s._domainkey.a.example", record(pair), "s._domainkey.b.example", record(pair)));
            all.add(theirs.equals(List.of("pass")) ? "pass" : "no pass");
        }
        return all.stream().distinct().toList();
    }

    private static List<DkimResult> ours(byte[] message, KeyPair pair) throws Exception {
        var zone = new Zone().txt("s._domainkey.a.example", record(pair)).txt("s._domainkey.b.example", record(pair));
        return Dkim.verify(Octets.of(message), zone, Instant.now()).stream().map(DkimOutcome::result).toList();
    }

    private static KeyPair pair(String algorithm) throws Exception {
        var generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("RSA")) generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static String record(KeyPair pair) {
        var encoded = pair.getPublic().getEncoded();
        boolean isRsa = pair.getPublic().getAlgorithm().equals("RSA");
        var key = isRsa ? encoded : Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return "v=DKIM1; k=" + (isRsa ? "rsa" : "ed25519") + "; p=" + Base64.getEncoder().encodeToString(key);
    }

    private static byte[] octets(String text) { return text.getBytes(StandardCharsets.ISO_8859_1); }

    private static String text(byte[] octets) { return new String(octets, StandardCharsets.ISO_8859_1); }
}
