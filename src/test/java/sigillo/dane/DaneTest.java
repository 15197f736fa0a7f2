package sigillo.dane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Bytes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which certificates which TLSA records match: the corpus, and a small authority made here for what it lacks. */
class DaneTest {
    private static final Path CORPUS = Path.of("../shared/corpora/tlsa");
    private static final Instant NOW = Instant.now();
    private static final List<String> NAMES = List.of("mx.example.org", "example.org");

    private static KeyPair caKeys, leafKeys;
    private static X509Certificate ca, leaf, expired, wildcard, forged, nameless;

    @BeforeAll static void authority() throws Exception {
        caKeys = keys();
        leafKeys = keys();
        ca = certificate("ca", caKeys, caKeys, "ca", true, Duration.ofDays(30));
        leaf = certificate("mx.example.org", leafKeys, caKeys, "ca", false, Duration.ofDays(30));
        nameless = certificate("mx.example.org", leafKeys, caKeys, "ca", true, Duration.ofDays(30)); // as an authority's: without other names
        expired = certificate("mx.example.org", leafKeys, caKeys, "ca", false, Duration.ofDays(-1));
        wildcard = certificate("*.example.org", leafKeys, caKeys, "ca", false, Duration.ofDays(30));
        forged = certificate("mx.example.org", leafKeys, leafKeys, "ca", false, Duration.ofDays(30));
    }

    private static KeyPair keys() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(String name, KeyPair keys, KeyPair issuer, String issuerName, boolean isCa, Duration left)
            throws Exception {
        var builder = new JcaX509v3CertificateBuilder(new X500Name("CN=" + issuerName), new BigInteger(64, new java.util.Random(7)),
            Date.from(NOW.minus(Duration.ofDays(2))), Date.from(NOW.plus(left)), new X500Name("CN=" + name), keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isCa));
        if (!isCa) builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
        return new JcaX509CertificateConverter().getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate())));
    }

    private static TlsaRecord record(int usage, int selector, int matching, X509Certificate of) throws Exception {
        var selected = selector == 1 ? of.getPublicKey().getEncoded() : of.getEncoded();
        var data = matching == 0 ? selected : MessageDigest.getInstance(matching == 1 ? "SHA-256" : "SHA-512").digest(selected);
        return new TlsaRecord(usage, selector, matching, Bytes.wrap(data));
    }

    private static String kind(List<TlsaRecord> records, List<X509Certificate> chain) {
        return kind(records, chain, NAMES);
    }

    private static String kind(List<TlsaRecord> records, List<X509Certificate> chain, List<String> names) {
        return switch (Dane.verify(records, chain, names, NOW)) {
            case Dane.Verdict.Matched _ -> "pass";
            case Dane.Verdict.Unusable _ -> "unusable";
            case Dane.Verdict.Mismatch _ -> "fail";
        };
    }

    @TestFactory Stream<DynamicTest> corpus() throws Exception {
        assumeTrue(Files.isDirectory(CORPUS), "no corpora beside the project: " + CORPUS);
        return StreamSupport.stream(new JsonMapper().readTree(Files.readString(CORPUS.resolve("cases.json"))).spliterator(), false)
            .map(one -> dynamicTest(one.get("name").asString(), () -> check(one)));
    }

    private static void check(JsonNode one) throws Exception {
        var records = texts(one.get("tlsa")).map(text -> TlsaRecord.parse(text).orElseThrow()).toList();
        var chain = Stream.concat(Stream.of(one.get("leaf").asString()), texts(one.get("chain"))).map(DaneTest::read).toList();
        var expected = one.get("expect").asString().split("[ ;(]")[0];
        var got = kind(records, chain, List.of(one.get("host").asString()));
        switch (expected) {
            // whether records came securely is the resolver's to say, and the relay asks it: its own tests
            case "ignored" -> assertEquals("pass", got);
            case "opportunistic" -> assertEquals("unusable", got);
            default -> assertEquals(expected, got);
        }
    }

    private static Stream<String> texts(JsonNode all) {
        return StreamSupport.stream(all.spliterator(), false).map(JsonNode::asString);
    }

    private static X509Certificate read(String name) {
        try (InputStream in = Files.newInputStream(CORPUS.resolve(name + ".pem"))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private record Case(String name, List<TlsaRecord> records, List<X509Certificate> chain, String expected) {}

    @TestFactory Stream<DynamicTest> cases() throws Exception {
        var stranger = certificate("other", keys(), caKeys, "ca", false, Duration.ofDays(1));
        return Stream.of(
            new Case("DANE-EE ignores expiry", List.of(record(3, 1, 1, expired)), List.of(expired, ca), "pass"),
            new Case("DANE-EE looks at the server's own certificate only", List.of(record(3, 0, 1, ca)), List.of(leaf, ca), "fail"),
            new Case("DANE-TA", List.of(record(2, 0, 1, ca)), List.of(leaf, ca), "pass"),
            new Case("DANE-TA of the key, SHA-512", List.of(record(2, 1, 2, ca)), List.of(leaf, ca), "pass"),
            new Case("DANE-TA minds expiry", List.of(record(2, 0, 1, ca)), List.of(expired, ca), "fail"),
            new Case("DANE-TA with a wildcard", List.of(record(2, 0, 1, ca)), List.of(wildcard, ca), "pass"),
            new Case("DANE-TA minds signatures", List.of(record(2, 0, 1, ca)), List.of(forged, ca), "fail"),
            new Case("DANE-TA that the server does not show", List.of(record(2, 0, 1, ca)), List.of(leaf), "fail"),
            new Case("DANE-TA whole in DNS", List.of(record(2, 0, 0, ca)), List.of(leaf), "pass"),
            new Case("DANE-TA, its key whole in DNS", List.of(record(2, 1, 0, ca)), List.of(leaf), "pass"),
            new Case("DANE-TA, another key in DNS", List.of(record(2, 1, 0, leaf)), List.of(leaf), "fail"),
            new Case("DANE-TA is not the server's own certificate", List.of(record(2, 0, 1, leaf)), List.of(leaf), "fail"),
            new Case("another's certificate", List.of(record(3, 1, 1, leaf)), List.of(stranger), "fail"),
            new Case("either matches", List.of(record(3, 1, 1, stranger), record(2, 1, 1, ca)), List.of(leaf, ca), "pass"),
            new Case("the strongest digest counts", List.of(record(3, 1, 1, leaf), record(3, 1, 2, stranger)), List.of(leaf), "fail"),
            new Case("digests of other kinds count", List.of(record(3, 0, 1, leaf), record(3, 1, 2, stranger)), List.of(leaf), "pass"),
            new Case("unusable ones beside a usable one", List.of(record(1, 1, 1, leaf), record(3, 1, 1, stranger)), List.of(leaf), "fail"),
            new Case("an unusable certificate", List.of(new TlsaRecord(2, 0, 0, Bytes.utf8("junk"))), List.of(leaf), "unusable"),
            new Case("an unusable key", List.of(new TlsaRecord(3, 1, 0, Bytes.utf8("junk"))), List.of(leaf), "unusable"),
            // the JDK throws what it should not of an Ed25519 key without octets
            new Case("a key that is cut off", List.of(new TlsaRecord(3, 1, 0, Bytes.wrap(HexFormat.of().parseHex("3008300506032b6570030100")))), List.of(leaf), "unusable"),
            new Case("an unusable key of an authority", List.of(new TlsaRecord(2, 1, 0, Bytes.wrap(new byte[91]))), List.of(leaf, ca), "unusable"),
            new Case("an unusable key beside the right one", List.of(new TlsaRecord(3, 1, 0, Bytes.utf8("junk")), record(3, 1, 0, leaf)), List.of(leaf), "pass"),
            new Case("a name that is only a common name", List.of(record(2, 0, 1, ca)), List.of(nameless, ca), "fail"),
            new Case("a common name counts for nothing at DANE-EE either way", List.of(record(3, 0, 1, nameless)), List.of(nameless), "pass"),
            new Case("no certificate", List.of(record(3, 1, 1, leaf)), List.of(), "fail"))
            .map(one -> dynamicTest(one.name, () -> assertEquals(one.expected, kind(one.records, one.chain))));
    }

    @Test void namesOfAnotherDomainAreNone() throws Exception {
        assertEquals("fail", kind(List.of(record(2, 0, 1, ca)), List.of(leaf, ca), List.of("mx.example.com")));
        assertTrue(HostNames.matches("*.Example.org", "mx.example.org"));
        assertFalse(HostNames.matches("*.example.org", "a.mx.example.org"));
        assertFalse(HostNames.matches("*.example.org", "example.org"));
        assertFalse(HostNames.matches("mx*.example.org", "mx1.example.org"));
    }

    @Test void texts() throws Exception {
        var hex = HexFormat.of().formatHex(new byte[32]);
        assertEquals("3 1 1 0000000000000000...", TlsaRecord.parse(" 3 1 1 " + hex.substring(0, 30) + " " + hex.substring(30)).orElseThrow().toString());
        for (var no : List.of("", "3 1 1", "3 1 1 xyz", "3 1 999 00", "a b c 00", "3 1 1 0")) assertTrue(TlsaRecord.parse(no).isEmpty(), no);
    }
}
