package sigillo.dkim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;
import sigillo.base.Sha256;
import sigillo.dns.Zone;

class DkimTest {
    private static final Instant AT = Instant.parse("2026-11-29T12:00:00Z");
    private static final String MESSAGE = "From: Anna <anna@a.example>\r\nTo: bob@b.example\r\nSubject:  a   b\r\n\tc\r\n\r\nHello  you \r\n\r\nbye\r\n\r\n";

    private static KeyPair rsa;
    private static KeyPair ed25519;
    private static Zone zone;

    @BeforeAll static void keys() throws Exception {
        rsa = pair("RSA", 2048);
        ed25519 = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        zone = new Zone().txt("r._domainkey.a.example", "v=DKIM1; k=rsa; p=" + base64(rsa))
            .txt("e._domainkey.a.example", "v=DKIM1; k=ed25519; p=" + edBase64(ed25519));
    }

    private static KeyPair pair(String kind, int bits) throws Exception {
        var generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static String base64(KeyPair pair) { return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()); }

    private static String edBase64(KeyPair pair) {
        var encoded = pair.getPublic().getEncoded();
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    record Body(String body, String simple, String relaxed) {}

    private static final String SIMPLE_EMPTY = "frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=";
    private static final String RELAXED_EMPTY = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    /** B13: empty bodies, and RFC 6376 section 3.4.5; the texts are what is hashed. */
    private static final List<Body> BODIES = List.of(
        new Body("", "\r\n", ""), new Body("\r\n", "\r\n", ""), new Body("\r\n\r\n", "\r\n", ""), new Body(" \t\r\n", " \t\r\n", ""),
        new Body(" C \r\nD \t E\r\n\r\n\r\n", " C \r\nD \t E\r\n", " C\r\nD E\r\n"), new Body("a", "a\r\n", "a\r\n"),
        new Body("a\r\n \r\n\r\n", "a\r\n \r\n", "a\r\n"), new Body("a\rb\nc\r\n", "a\rb\nc\r\n", "a\rb\nc\r\n"), new Body("a\r\r\n", "a\r\r\n", "a\r\r\n"),
        new Body("\n", "\n\r\n", "\n\r\n"), new Body("\r\n\r\na\r\n", "\r\n\r\na\r\n", "\r\n\r\na\r\n"), new Body("\ta\r\n", "\ta\r\n", " a\r\n"),
        new Body("a \r", "a \r\r\n", "a \r\r\n"), new Body("a\r\n\r", "a\r\n\r\r\n", "a\r\n\r\r\n"));

    @TestFactory Stream<DynamicTest> bodies() {
        return BODIES.stream().map(b -> DynamicTest.dynamicTest("'" + escaped(b.body) + "'", () -> {
            for (int piece = 1; piece <= 4; piece++) {
                assertArrayEquals(sha(b.simple), hash(b.body, Canonicalization.SIMPLE, OptionalLong.empty(), piece));
                assertArrayEquals(sha(b.relaxed), hash(b.body, Canonicalization.RELAXED, OptionalLong.empty(), piece));
            }
        }));
    }

    @Test void emptyBodiesHaveTheHashesOfTheRfc() throws Exception {
        assertEquals(SIMPLE_EMPTY, Base64.getEncoder().encodeToString(hash("", Canonicalization.SIMPLE, OptionalLong.empty(), 9)));
        assertEquals(RELAXED_EMPTY, Base64.getEncoder().encodeToString(hash("", Canonicalization.RELAXED, OptionalLong.empty(), 9)));
    }

    private static byte[] sha(String text) { return sigillo.base.Sha256.of(text.getBytes(StandardCharsets.ISO_8859_1)); }

    private static byte[] hash(String body, Canonicalization kind, OptionalLong length, int piece) throws Exception {
        var wanted = new BodyHashes.Wanted(kind, length);
        return BodyHashes.of(inPieces(body, piece), List.of(wanted)).digest(wanted);
    }

    /** Octets that are read a few at a time. */
    private static Octets inPieces(String text, int piece) {
        var octets = Octets.of(text.getBytes(StandardCharsets.ISO_8859_1));
        return new Octets() {
            @Override public long length() { return octets.length(); }

            @Override public int read(long position, byte[] into, int offset, int count) throws java.io.IOException {
                return octets.read(position, into, offset, Math.min(count, piece));
            }
        };
    }

    /** All forms of c=, bodies of B13 and others, RSA and Ed25519 side by side: what is signed passes, what is changed does not. */
    @TestFactory Stream<DynamicTest> signedAndVerified() {
        var all = new ArrayList<DynamicTest>();
        for (var header : Canonicalization.values()) {
            for (var body : Canonicalization.values()) {
                all.add(DynamicTest.dynamicTest(header + "/" + body, () -> {
                    for (var one : BODIES) {
                        var message = "From: anna@a.example\r\nSubject: x  y \r\n z\r\n\r\n" + one.body;
                        var signed = signed(message, header, body);
                        assertResults(signed, DkimResult.PASS, DkimResult.PASS);
                        assertResults(signed.replace("Subject: x", "Subject: z"), DkimResult.FAIL, DkimResult.FAIL);
                        assertResults(signed + "z", DkimResult.FAIL, DkimResult.FAIL);
                    }
                }));
            }
        }
        return all.stream();
    }

    private static String signed(String message, Canonicalization header, Canonicalization body) throws Exception {
        var keys = List.of(new DkimSigner.SigningKey(Algorithm.RSA_SHA256, rsa.getPrivate(), "a.example", "r"),
            new DkimSigner.SigningKey(Algorithm.ED25519_SHA256, ed25519.getPrivate(), "a.example", "e"));
        var field = new DkimSigner(header, body).sign(octets(message), keys, AT);
        return new String(field, StandardCharsets.ISO_8859_1) + message;
    }

    private static void assertResults(String message, DkimResult... results) throws Exception {
        assertEquals(List.of(results), Dkim.verify(octets(message), zone, AT).stream().map(DkimOutcome::result).toList(), message);
    }

    private static Octets octets(String message) { return Octets.of(message.getBytes(StandardCharsets.ISO_8859_1)); }

    /** B13: a field that is put above one of its name, or a first of it, is seen, since names are signed once more than they stand. */
    @TestFactory Stream<DynamicTest> fieldsThatAreAdded() {
        return Stream.of("From: mallory@m.example", "Subject: other", "To: x@x.example", "Cc: x@x.example", "Reply-To: m@m.example",
                "Content-Type: text/html", "from : mallory@m.example")
            .map(field -> DynamicTest.dynamicTest(field, () -> {
                var signed = signed(MESSAGE, Canonicalization.RELAXED, Canonicalization.RELAXED);
                assertResults(field + "\r\n" + signed, DkimResult.FAIL, DkimResult.FAIL);
                int empty = signed.indexOf("\r\n\r\n");
                assertResults(signed.substring(0, empty + 2) + field + signed.substring(empty), DkimResult.FAIL, DkimResult.FAIL);
            }));
    }

    /** Three fields of one name, and what a signature with {@code h} covers of them and of From and To. */
    record Repeats(String h, String covered, DkimResult withReceived, DkimResult withFrom) {}

    private static final String THREE = "Received: a\r\nReceived: b\r\nFrom: anna@a.example\r\nReceived: c\r\nTo: bob@b.example\r\n";

    /**
     * B13: h= takes fields of one name from the lowest up, wherever they stand; one that it names once more than there are
     * covers that there is none (RFC 6376 section 5.4.2). What is covered is written out here, not taken from our own code.
     */
    @TestFactory Stream<DynamicTest> namesThatAreRepeated() {
        var pass = DkimResult.PASS;
        var fail = DkimResult.FAIL;
        return Stream.of(
            new Repeats("from:received", "from:anna@a.example\r\nreceived:c\r\n", pass, DkimResult.POLICY),
            new Repeats("received:from:Received", "received:c\r\nfrom:anna@a.example\r\nreceived:b\r\n", pass, DkimResult.POLICY),
            new Repeats("from:received:received:to:received", "from:anna@a.example\r\nreceived:c\r\nreceived:b\r\nto:bob@b.example\r\nreceived:a\r\n",
                pass, DkimResult.POLICY),
            new Repeats("from:received:received:received:received", "from:anna@a.example\r\nreceived:c\r\nreceived:b\r\nreceived:a\r\n",
                fail, DkimResult.POLICY),
            new Repeats("from:FROM:to:cc:cc", "from:anna@a.example\r\nto:bob@b.example\r\n", pass, fail),
            new Repeats("from : from : from", "from:anna@a.example\r\n", pass, fail))
            .map(one -> DynamicTest.dynamicTest(one.h, () -> {
                var signed = literal(one.h, one.covered);
                assertResults(signed, pass);
                assertResults("Received: d\r\n" + signed, one.withReceived);
                assertResults("From: mallory@m.example\r\n" + signed, one.withFrom);
                int covered = one.covered.split("received:", -1).length - 1;
                assertResults(signed.replace("Received: b\r\n", ""), covered < 2 ? pass : fail);
                assertResults(signed.replace("Received: a\r\nReceived: b\r\n", "Received: b\r\nReceived: a\r\n"), covered < 2 ? pass : fail);
                assertResults(signed.replace("Received: c\r\n", "").replace("Received: b", "Received: c\r\nReceived: b"), covered == 0 ? pass : fail);
            }));
    }

    /** Signed by the JDK over {@code covered}, which is canonical already. */
    private static String literal(String h, String covered) throws Exception {
        var tags = "v=1; a=rsa-sha256; c=relaxed/relaxed; d=a.example; s=r; h=" + h + "; bh=" + RELAXED_EMPTY + "; b=";
        var signature = java.security.Signature.getInstance("SHA256withRSA");
        signature.initSign(rsa.getPrivate());
        signature.update((covered + "dkim-signature:" + tags).getBytes(StandardCharsets.US_ASCII));
        return "DKIM-Signature: " + tags + Base64.getEncoder().encodeToString(signature.sign()) + "\r\n" + THREE + "\r\n";
    }

    /** What relaxed allows to change on the way. */
    @Test void relaxedOutlivesFolding() throws Exception {
        var signed = signed(MESSAGE, Canonicalization.RELAXED, Canonicalization.RELAXED);
        assertResults(signed.replace("Subject:  a   b\r\n\tc", "SUBJECT :a b c  ").replace("Hello  you ", "Hello you\t\t") + "\r\n\r\n",
            DkimResult.PASS, DkimResult.PASS);
        assertResults("Received: from x\r\n" + signed, DkimResult.PASS, DkimResult.PASS);
    }

    record Changed(String name, String tag, String value, DkimResult result, String why) {}

    /** Signatures that are right but for one tag, which is changed before signing. */
    private static final List<Changed> CHANGED = List.of(
        new Changed("all right", "q", "dns/txt", DkimResult.PASS, "signed by a.example"),
        new Changed("expired", "x", "" + AT.getEpochSecond(), DkimResult.PERMERROR, "the signature expired at 2026-11-29T12:00:00Z"),
        new Changed("not yet expired", "x", "" + (AT.getEpochSecond() + 1), DkimResult.PASS, "signed by a.example"),
        new Changed("expires before it was made", "x", "5", DkimResult.PERMERROR, "the signature expires before it was made"),
        new Changed("version", "v", "2", DkimResult.PERMERROR, "v= is not 1"),
        new Changed("sha1", "a", "rsa-sha1", DkimResult.PERMERROR, "rsa-sha1 is no longer accepted"),
        new Changed("algorithm", "a", "rsa-md5", DkimResult.PERMERROR, "its algorithm is not known"),
        new Changed("other key type", "a", "ed25519-sha256", DkimResult.PERMERROR, "the key at r._domainkey.a.example is of another type"),
        new Changed("query", "q", "http", DkimResult.PERMERROR, "its key is not in DNS"),
        new Changed("identity below", "i", "x@sub.a.example", DkimResult.PASS, "signed by a.example"),
        new Changed("identity elsewhere", "i", "x@b.example", DkimResult.PERMERROR, "i= is not within d="),
        new Changed("identity that ends alike", "i", "x@ba.example", DkimResult.PERMERROR, "i= is not within d="),
        new Changed("no From", "h", "to:subject", DkimResult.PERMERROR, "the From field is not signed"),
        new Changed("From in capitals", "h", "FROM : to", DkimResult.PASS, "signed by a.example"),
        new Changed("top label", "d", "example", DkimResult.PERMERROR, "d= is no domain"),
        new Changed("selector with NUL", "s", "r._domainkey.m.example.\0.x", DkimResult.PERMERROR, "the signature field is no list of tags"),
        new Changed("selector that ends the name", "s", "r._domainkey.m.example.", DkimResult.PERMERROR, "s= is no selector"),
        new Changed("length of all", "l", "18", DkimResult.PASS, "signed by a.example"),
        new Changed("length of a part", "l", "5", DkimResult.POLICY, "only a part of the body is signed: 13 octets follow it"),
        new Changed("length of nothing", "l", "0", DkimResult.POLICY, "only a part of the body is signed: 18 octets follow it"),
        new Changed("longer than all", "l", "19", DkimResult.FAIL, "the body was changed"),
        new Changed("length of many digits", "l", "9".repeat(76), DkimResult.FAIL, "the body was changed"),
        new Changed("length below zero", "l", "-1", DkimResult.PERMERROR, "l= is no number"),
        new Changed("canonicalisation", "c", "relaxed/strict", DkimResult.PERMERROR, "c= is not known"),
        new Changed("tag twice", "d=a.example; d", "b.example", DkimResult.PERMERROR, "the signature field is no list of tags"),
        new Changed("body hash", "bh", "AAAA", DkimResult.FAIL, "the body was changed"));

    @TestFactory Stream<DynamicTest> tags() {
        return CHANGED.stream().map(c -> DynamicTest.dynamicTest(c.name, () -> {
            var outcome = Dkim.verify(octets(hand(c.tag, c.value)), zone, AT).getFirst();
            assertEquals(c.result, outcome.result(), outcome::why);
            assertEquals(c.why, outcome.why());
        }));
    }

    /** Signed by hand, with one tag set so before. */
    private static String hand(String tag, String value) throws Exception {
        var tags = new java.util.LinkedHashMap<String, String>();
        tags.put("v", "1");
        tags.put("a", "rsa-sha256");
        tags.put("c", "relaxed/relaxed");
        tags.put("d", "a.example");
        tags.put("s", "r");
        tags.put("t", "" + (AT.getEpochSecond() - 60));
        tags.put("h", "from:to:subject");
        var length = tag.equals("l") && value.matches("\\d{1,3}") ? OptionalLong.of(Long.parseLong(value)) : OptionalLong.empty();
        var body = MESSAGE.substring(MESSAGE.indexOf("\r\n\r\n") + 4);
        tags.put("bh", Base64.getEncoder().encodeToString(hash(body, Canonicalization.RELAXED, length, 99)));
        tags.put(tag, value);
        var field = new StringBuilder("DKIM-Signature:");
        tags.forEach((name, v) -> field.append(' ').append(name).append('=').append(v).append(";\r\n"));
        field.append(" b=");
        var section = sigillo.message.HeaderSection.read(octets(MESSAGE), sigillo.message.MessageLimits.DEFAULT);
        var digest = Sha256.begin();
        new SignedHeader(section.header()).feed(List.of(tags.get("h").split(" *: *")), Canonicalization.RELAXED,
            (field + "\r\n").getBytes(StandardCharsets.UTF_8), digest::update);
        var signature = java.security.Signature.getInstance("NONEwithRSA");
        signature.initSign(rsa.getPrivate());
        signature.update(SignatureCheck.digestInfo(digest.digest()));
        return field + Base64.getEncoder().encodeToString(signature.sign()) + "\r\n" + MESSAGE;
    }

    record Key(String record, DkimResult result, String why) {}

    @TestFactory Stream<DynamicTest> keyRecords() throws Exception {
        var p = "p=" + base64(rsa);
        var name = ": r._domainkey.a.example";
        return Stream.of(new Key(p, DkimResult.PASS, ""), new Key("v=DKIM1;" + p + ";", DkimResult.PASS, ""),
            new Key("v=DKIM1; n=notes; x=y; h=sha1:sha256; s=web:email; t=x; " + p, DkimResult.PASS, ""),
            new Key("p=" + Base64.getEncoder().encodeToString(bare(rsa)), DkimResult.PASS, ""),
            new Key(p.replaceAll("(.{20})", "$1 "), DkimResult.PASS, ""), new Key("v=DKIM1; t=y; " + p, DkimResult.PASS, ""),
            new Key(p + "; v=DKIM1", DkimResult.PERMERROR, "the record is no key" + name), new Key("v=spf1 -all", DkimResult.PERMERROR, "the record is no key" + name),
            new Key("v=DKIM1; p=", DkimResult.PERMERROR, "the key is revoked" + name), new Key("v=DKIM1", DkimResult.PERMERROR, "the record has no key" + name),
            new Key("v=DKIM1; h=sha1; " + p, DkimResult.PERMERROR, "the key is not for sha256" + name),
            new Key("v=DKIM1; s=web; " + p, DkimResult.PERMERROR, "the key is not for mail" + name),
            new Key("v=DKIM1; k=dsa; " + p, DkimResult.PERMERROR, "the type of the key is not known" + name),
            new Key("p=" + base64(pair("RSA", 512)), DkimResult.PERMERROR, "its RSA key has only 512 bits" + name),
            new Key("p=" + base64(pair("RSA", 1023)), DkimResult.PERMERROR, "its RSA key has only 1023 bits" + name),
            new Key("p=" + Base64.getEncoder().encodeToString(ofBits(4097)), DkimResult.PERMERROR,
                "its RSA key has 4097 bits, more than the 4096 that are verified here" + name),
            new Key("p=" + Base64.getEncoder().encodeToString(ofBits(4096)), DkimResult.FAIL, "the header was changed"),
            new Key("p=AAAA", DkimResult.PERMERROR, "the key is damaged" + name), new Key("p=A*", DkimResult.PERMERROR, "the key is not base64" + name),
            new Key("", DkimResult.PERMERROR, "the key record is no list of tags" + name))
            .map(k -> DynamicTest.dynamicTest("'" + k.record.substring(0, Math.min(30, k.record.length())) + "'", () -> {
                var outcome = Dkim.verify(octets(hand("q", "dns/txt")), new Zone().txt("r._domainkey.a.example", k.record), AT).getFirst();
                assertEquals(k.result, outcome.result(), outcome::why);
                if (!k.why.isEmpty()) assertEquals(k.why, outcome.why());
            }));
    }

    /** Of an RSA key that nobody has. */
    private static byte[] ofBits(int bits) throws Exception {
        var modulus = java.math.BigInteger.TWO.pow(bits - 1).add(java.math.BigInteger.ONE);
        var spec = new java.security.spec.RSAPublicKeySpec(modulus, java.math.BigInteger.valueOf(65537));
        return java.security.KeyFactory.getInstance("RSA").generatePublic(spec).getEncoded();
    }

    /** RSAPublicKey without what all publish around it. */
    private static byte[] bare(KeyPair pair) {
        var encoded = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, 24, encoded.length);
    }

    @Test void strictKeysAreForTheDomainItself() throws Exception {
        var strict = new Zone().txt("r._domainkey.a.example", "t=s:y; p=" + base64(rsa));
        assertEquals("its key is not for domains below", Dkim.verify(octets(hand("i", "@sub.a.example")), strict, AT).getFirst().why());
        var own = Dkim.verify(octets(hand("i", "x@a.example")), strict, AT).getFirst();
        assertTrue(own.isPass() && own.isTesting());
    }

    @Test void dnsThatCannotSay() throws Exception {
        var silent = new Zone().silent("r._domainkey.a.example");
        assertEquals(DkimResult.TEMPERROR, Dkim.verify(octets(hand("q", "dns/txt")), silent, AT).getFirst().result());
        assertEquals("no key is published at r._domainkey.a.example", Dkim.verify(octets(hand("q", "dns/txt")), new Zone(), AT).getFirst().why());
    }

    /** One name may have two keys while it is changed. */
    @Test void secondKeyOfAName() throws Exception {
        var two = new Zone().txt("r._domainkey.a.example", "p=" + base64(pair("RSA", 1024))).txt("r._domainkey.a.example", "p=" + base64(rsa));
        assertEquals(DkimResult.PASS, Dkim.verify(octets(hand("q", "dns/txt")), two, AT).getFirst().result());
    }

    @Test void signaturesBeyondTheLimitAreNotLookedAt() throws Exception {
        var many = "DKIM-Signature: v=1\r\n".repeat(50) + MESSAGE;
        assertEquals(DkimLimits.SIGNATURES_MAX, Dkim.verify(octets(many), zone, AT).size());
    }

    /** A header that nobody reads to its end cannot be vouched for: what is behind could be a second From. */
    @Test void headersLongerThanIsRead() throws Exception {
        var signed = signed(MESSAGE, Canonicalization.RELAXED, Canonicalization.RELAXED);
        var longer = signed.replaceFirst("\r\n\r\n", "\r\n" + "X: y\r\n".repeat(200_000) + "\r\n");
        assertResults(longer, DkimResult.POLICY, DkimResult.POLICY);
    }

    @Test void internationalDomains() throws Exception {
        var field = "DKIM-Signature: v=1; a=rsa-sha256; d=b\u00fccher.example; s=r; i=jos\u00e9@b\u00fccher.example; h=from; bh=AAAA; b=AAAA\r\n";
        var message = Octets.of((field + MESSAGE).getBytes(StandardCharsets.UTF_8));
        var outcome = Dkim.verify(message, new Zone(), AT).getFirst();
        assertEquals("xn--bcher-kva.example", outcome.domain());
        assertEquals("jos\u00e9@xn--bcher-kva.example", outcome.identity());
    }

    /** Random bodies in random pieces have the hash of what is canonical by the plainest reading of the RFC. */
    @TestFactory Stream<DynamicTest> bodiesInPieces() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 700; i++) {
                var body = new StringBuilder();
                for (int n = random.nextInt(30); n > 0; n--) body.append(List.of("a", " ", "\t", "\r\n", "\r\n", "\r", "\n", "bc").get(random.nextInt(8)));
                var text = body.toString();
                int piece = 1 + random.nextInt(40);
                assertArrayEquals(sha(plainSimple(text)), hash(text, Canonicalization.SIMPLE, OptionalLong.empty(), piece), () -> escaped(text));
                assertArrayEquals(sha(plainRelaxed(text)), hash(text, Canonicalization.RELAXED, OptionalLong.empty(), piece), () -> escaped(text));
                int l = random.nextInt(20);
                var cut = plainRelaxed(text).substring(0, Math.min(l, plainRelaxed(text).length()));
                assertArrayEquals(sha(cut), hash(text, Canonicalization.RELAXED, OptionalLong.of(l), piece), () -> escaped(text));
            }
        }));
    }

    /** Several lengths of one long body, at its begin, at its end, behind it and around what is hashed as one. */
    @Test void manyLengthsByOneHash() throws Exception {
        var body = "\r\n".repeat(6_000) + "a  b \r\n".repeat(9_000) + "\n".repeat(20_000) + "c\r".repeat(5_000) + "\r\n".repeat(3);
        for (var kind : Canonicalization.values()) {
            var canonical = kind == Canonicalization.SIMPLE ? plainSimple(body) : plainRelaxed(body);
            var lengths = LongStream.of(0, 1, 2, 8_191, 8_192, 8_193, 12_001, 50_000, canonical.length() - 1, canonical.length()).boxed().toList();
            var wanted = new ArrayList<BodyHashes.Wanted>();
            for (var length : lengths) wanted.add(new BodyHashes.Wanted(kind, OptionalLong.of(length)));
            var whole = new BodyHashes.Wanted(kind, OptionalLong.empty());
            var longer = new BodyHashes.Wanted(kind, OptionalLong.of(canonical.length() + 1));
            wanted.addAll(List.of(whole, longer));
            var hashes = BodyHashes.of(inPieces(body, 5_000), wanted);
            for (int i = 0; i < lengths.size(); i++) {
                int length = Math.toIntExact(lengths.get(i));
                assertArrayEquals(sha(canonical.substring(0, length)), hashes.digest(wanted.get(i)), kind + " " + length);
                assertEquals(canonical.length() - length, hashes.unsigned(wanted.get(i)));
                assertFalse(hashes.isShorter(wanted.get(i)));
            }
            assertArrayEquals(sha(canonical), hashes.digest(whole));
            assertEquals(0, hashes.unsigned(whole));
            assertTrue(hashes.isShorter(longer));
        }
    }

    private static String escaped(String text) { return text.replace("\r", "<CR>").replace("\n", "<LF>").replace("\t", "<TAB>"); }

    private static String plainSimple(String body) { return body.replaceFirst("(\r\n)*$(?![\\s\\S])", "") + "\r\n"; }

    private static String plainRelaxed(String body) {
        var lines = (body.endsWith("\r\n") ? body : body + "\r\n").replaceAll("[ \t]+", " ").replaceAll(" \r\n", "\r\n");
        while (lines.endsWith("\r\n")) lines = lines.substring(0, lines.length() - 2);
        return lines.isEmpty() ? "" : lines + "\r\n";
    }

    /** Whatever is in the fields and the records, there is an outcome. */
    @TestFactory Stream<DynamicTest> isTotal() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            var signed = hand("q", "dns/txt");
            for (int i = 0; i < 500; i++) {
                var bent = new StringBuilder(signed);
                int end = signed.indexOf("From:");
                for (int n = 1 + random.nextInt(5); n > 0; n--) {
                    var splice = List.of(";", "=", "b=", "v=1;", "\r\n ", "\r\n", "\0", "\u00e4", ":", "l=0;", "h=;", "", " ").get(random.nextInt(13));
                    int at = random.nextInt(end);
                    bent.replace(at, Math.min(end, at + random.nextInt(9)), splice);
                    end = Math.max(1, bent.indexOf("From:"));
                }
                var record = new StringBuilder("v=DKIM1; k=rsa; h=sha256; s=email; t=y; p=" + base64(rsa));
                for (int n = random.nextInt(3); n > 0; n--) record.setCharAt(random.nextInt(record.length()), ";= :AZ\0\u00e4".charAt(random.nextInt(8)));
                for (var outcome : Dkim.verify(octets(bent.toString()), new Zone().txt("r._domainkey.a.example", record.toString()), AT)) {
                    assertNotNull(outcome.why());
                }
            }
        }));
    }

    /** RFC 8032 has one signature for a key and a message: ours is the JDK's, and the JDK takes it. */
    @Test void ed25519IsSignedAsTheJdkDoes() throws Exception {
        var random = new java.util.Random(8463);
        var maker = java.security.KeyPairGenerator.getInstance("Ed25519");
        for (int i = 0; i < 50; i++) {
            var pair = maker.generateKeyPair();
            var digest = new byte[32];
            random.nextBytes(digest);
            var ours = DkimSigner.signature(new DkimSigner.SigningKey(Algorithm.ED25519_SHA256, pair.getPrivate(), "a.example", "s"), digest);
            var theirs = java.security.Signature.getInstance("Ed25519");
            theirs.initSign(pair.getPrivate());
            theirs.update(digest);
            assertArrayEquals(theirs.sign(), ours);
            assertTrue(SignatureCheck.isRight(Algorithm.ED25519_SHA256, pair.getPublic(), ours, digest));
        }
        for (var other : List.of("Ed448", "RSA")) {
            var key = java.security.KeyPairGenerator.getInstance(other).generateKeyPair().getPrivate();
            assertThrows(java.security.InvalidKeyException.class,
                () -> DkimSigner.signature(new DkimSigner.SigningKey(Algorithm.ED25519_SHA256, key, "a.example", "s"), new byte[32]));
        }
    }
}
