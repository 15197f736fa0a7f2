package sigillo.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Octets;
import sigillo.message.Message;
import sigillo.message.Part;

/** Signatures that OpenSSL has made: which hold, and why others do not. */
@Tag("gate")
class SmimeVerifierTest {
    private static final String HEADER = "From: Anna <anna@home.example>\nTo: berta@home.example\nSubject: signed\n";
    private static final String ENTITY = "Content-Type: text/plain\n\nThe door is open.\nAnna\n";
    private static Instant now;

    @TempDir
    static Path folder;
    private static Signer signer;
    private static SmimeVerifier verifier;

    @BeforeAll static void certify() throws Exception {
        signer = new Signer(folder);
        signer.authority("other");
        signer.certify("anna", "Anna@Home.example");
        signer.certify("eve", "eve@elsewhere.example");
        signer.certify("server", "root", "ec", "30", "subjectAltName=email:anna@home.example", "extendedKeyUsage=serverAuth");
        signer.certify("sealing", "root", "ec", "30", "subjectAltName=email:anna@home.example", "keyUsage=keyAgreement");
        signer.certify("short", "root", "rsa:1024", "30", "subjectAltName=email:anna@home.example");
        signer.certify("rsa", "root", "rsa:2048", "30", "subjectAltName=email:anna@home.example");
        signer.certify("stranger", "other", "ec", "30", "subjectAltName=email:anna@home.example");
        now = Instant.now();
        var authorities = Authorities.of(List.of(signer.certificate("root")));
        verifier = new SmimeVerifier(() -> authorities);
    }

    private static Verification verify(String message) throws IOException { return verify(message, now); }

    private static Verification verify(String message, Instant at) throws IOException {
        var octets = Octets.of(message.getBytes(StandardCharsets.ISO_8859_1));
        var parsed = Message.parse(octets);
        return verifier.verify(octets, parsed.root(), parsed.envelope().rawFrom().orElse(""), at);
    }

    private static SmimeFault fault(String message) throws IOException { return verify(message).fault().orElse(null); }

    @Test void bothKindsHold() throws IOException {
        for (var name : List.of("anna", "rsa")) {
            var detached = signer.sign(HEADER, ENTITY, name);
            assertEquals(Optional.empty(), verify(detached).fault(), name);
            assertEquals(SmimeKind.DETACHED, SmimeKind.of(parse(detached)));
            var enclosed = signer.sign(HEADER, ENTITY, name, "-nodetach");
            assertEquals(Optional.empty(), verify(enclosed).fault(), name);
            assertEquals(SmimeKind.ENCLOSED, SmimeKind.of(parse(enclosed)));
        }
        assertEquals(Optional.of("Anna@Home.example"), verify(signer.sign(HEADER, ENTITY, "anna")).signer());
    }

    @Test void aSignatureByRsaPssHolds() throws IOException {
        assertEquals(Optional.empty(), verify(signer.sign(HEADER, ENTITY, "rsa", "-keyopt", "rsa_padding_mode:pss")).fault());
    }

    /** As a program may have appended it. */
    @Test void linesThatEndWithLfAreThoseThatWereSigned() throws IOException {
        assertEquals(Optional.empty(), verify(signer.sign(HEADER, ENTITY, "anna").replace("\r\n", "\n")).fault());
    }

    @Test void whatWasChangedDoesNot() throws IOException {
        var signed = signer.sign(HEADER, ENTITY, "anna");
        assertEquals(SmimeFault.CHANGED, fault(signed.replace("is open", "is shut")));
        assertEquals(SmimeFault.CHANGED, fault(signed.replace("Content-Type: text/plain", "Content-Type: text/html")));
    }

    @Test void eachFaultHasItsName() throws IOException {
        assertEquals(SmimeFault.ANOTHER_AUTHOR, fault(signer.sign(HEADER, ENTITY, "eve")));
        assertEquals(SmimeFault.ANOTHER_AUTHOR, fault(signer.sign(HEADER.replace("anna@home.example>", "anna@home.example>, eve@elsewhere.example"), ENTITY, "anna")));
        assertEquals(SmimeFault.UNTRUSTED, fault(signer.sign(HEADER, ENTITY, "stranger")));
        assertEquals(SmimeFault.NOT_FOR_MAIL, fault(signer.sign(HEADER, ENTITY, "server")));
        assertEquals(SmimeFault.NOT_FOR_MAIL, fault(signer.sign(HEADER, ENTITY, "sealing")));
        assertEquals(SmimeFault.WEAK, fault(signer.sign(HEADER, ENTITY, "short")));
        assertEquals(SmimeFault.WEAK, fault(signer.sign(HEADER, ENTITY, "anna", "-md", "sha1")));
        assertEquals(SmimeFault.WEAK, fault(signer.sign(HEADER, ENTITY, "anna", "-noattr")));
        assertEquals(SmimeFault.NO_CERTIFICATE, fault(signer.sign(HEADER, ENTITY, "anna", "-nocerts")));
        assertEquals(SmimeFault.NOT_ONE_SIGNER,
            fault(signer.sign(HEADER, ENTITY, "anna", "-signer", signer.path("eve.crt"), "-inkey", signer.path("eve.key"))));
    }

    @Test void whatWasValidWhenItCameIs() throws IOException {
        var signed = signer.sign(HEADER, ENTITY, "anna");
        assertEquals(Optional.of(SmimeFault.OUT_OF_TIME), verify(signed, now.plus(Duration.ofDays(31))).fault());
        assertEquals(Optional.of(SmimeFault.OUT_OF_TIME), verify(signed, now.minus(Duration.ofDays(2))).fault());
        assertEquals(Optional.empty(), verify(signed, now.plus(Duration.ofDays(29))).fault());
    }

    @Test void moreCertificatesThanALetterHasAreNotLookedAt() throws IOException {
        var crowd = new StringBuilder();
        for (int i = 0; i < SmimeLimits.CERTIFICATES_MAX; i++) {
            signer.authority("crowd" + i);
            crowd.append(Files.readString(Path.of(signer.path("crowd" + i + ".crt"))));
        }
        Files.writeString(Path.of(signer.path("crowd.pem")), crowd);
        assertEquals(SmimeFault.UNREADABLE, fault(signer.sign(HEADER, ENTITY, "anna", "-certfile", signer.path("crowd.pem"))));
    }

    @Test void octetsOfAStrangerAreAnsweredWhateverTheyAre() throws IOException {
        var random = new Random(9219);
        for (var more : List.of(new String[0], new String[] {"-nodetach"})) {
            var signed = signer.sign(HEADER, ENTITY, "anna", more);
            int from = signed.indexOf("\r\n\r\n");
            for (int i = 0; i < 400; i++) {
                var bent = new StringBuilder(signed);
                int at = from + random.nextInt(signed.length() - from);
                if (random.nextBoolean()) bent.setCharAt(at, (char) random.nextInt(256));
                else bent.setLength(at);
                var root = parse(bent.toString());
                if (!SmimeKind.of(root).isSigned()) continue;
                var shown = verify(bent.toString());
                // of what is signed itself; an octet of an encoding may be another writing of the same
                var first = parse(signed).children().isEmpty() ? null : parse(signed).children().getFirst();
                boolean isSigned = first != null && at >= first.headerStart() && at < first.end() && bent.length() == signed.length();
                boolean isOther = isSigned && bent.charAt(at) != signed.charAt(at);
                if (isOther) assertFalse(shown.isGood(), at + " of " + bent);
            }
        }
    }

    /** What reads them calls itself for each, and the stack is finite. */
    @Test void valuesThatLieInEachOtherTooDeepAreNotRead() throws IOException {
        var begun = "308006092a864886f70d010702a0803080020101";
        var digests = "310d300b0609608648016503040201";
        var content = "308006092a864886f70d010701";
        for (var before : List.of("", begun + "3180", begun + digests + content + "a080", begun + digests + content + "00003180")) {
            for (var level : List.of("3080", "2480", "3083020000", "3f8180")) {
                var octets = HexFormat.of().parseHex(before + level.repeat(30_000));
                assertEquals(SmimeFault.UNREADABLE, fault(enclosed(octets)), before + " " + level);
            }
        }
    }

    private static String enclosed(byte[] signature) {
        return HEADER + "MIME-Version: 1.0\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n"
            + "Content-Transfer-Encoding: base64\n\n" + Base64.getMimeEncoder().encodeToString(signature) + "\n";
    }

    @Test void whatTheStoreCannotReadIsNoFaultOfTheSignature() throws IOException {
        var signed = Octets.of(signer.sign(HEADER, ENTITY, "anna").getBytes(StandardCharsets.ISO_8859_1));
        var root = Message.parse(signed).root();
        var broken = new Octets() {
            @Override public long length() { return signed.length(); }

            @Override public int read(long position, byte[] into, int offset, int count) throws IOException { throw new IOException("damaged"); }
        };
        assertThrows(IOException.class, () -> verifier.verify(broken, root, "anna@home.example", now));
    }

    @Test void linesAreThoseOfTheNetworkInPiecesOfAnySize() throws IOException {
        var random = new Random(8551);
        for (int i = 0; i < 200; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(40_000); n > 0; n--) text.append("ab\r\n".charAt(random.nextInt(4)));
            var wanted = text.toString().replaceAll("(?<!\r)\n", "\r\n");
            var in = new CrlfStream(new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.ISO_8859_1)));
            assertEquals(wanted, new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        }
    }

    private static Part parse(String message) throws IOException {
        return Message.parse(Octets.of(message.getBytes(StandardCharsets.ISO_8859_1))).root();
    }
}
