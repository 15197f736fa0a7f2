package sigillo.dkim;


import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;
import sigillo.corpora.Corpus;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsFailure;
import sigillo.dns.DnsData;
import sigillo.dns.DnsType;
import sigillo.dns.Zone;
import sigillo.message.Header;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;

/** Signed messages of others, each with the keys of its own files. */
class DkimCorporaTest {
    /** When nothing of theirs has expired. */
    private static final Instant THEN = Instant.parse("2009-01-01T00:00:00Z");

    /** What RFC 6376 and RFC 8301 say of signatures of before; "" for mail that has DomainKeys only, or nothing. */
    private static final Set<String> OF_BEFORE = Set.of("v= is missing", "v= is not 1", "rsa-sha1 is no longer accepted");

    /**
     * All of it was signed before 2009: by drafts (v= is missing or 0.5), by DomainKeys, or with SHA-1. None passes today
     * (RFC 6376 section 3.5, RFC 8301 section 3.1), and the headers that were signed are still found to the octet.
     */
    @TestFactory Stream<DynamicTest> perl() throws IOException {
        var folder = Corpus.folder("dkim-perl-corpus");
        var reference = Corpus.text(folder.resolve("reference-results.json"));
        return files(folder.resolve("corpus")).map(file -> test(file.getFileName().toString(), () -> {
            var zone = perlZone(folder);
            var message = Corpus.crlf(Corpus.octets(file));
            for (var outcome : Dkim.verify(Octets.of(message), zone, THEN)) {
                assertEquals(DkimResult.PERMERROR, outcome.result());
                boolean isKey = outcome.why().startsWith("the key is not for sha256");
                assertTrue(isKey || OF_BEFORE.contains(outcome.why()), outcome::why);
            }
            var header = HeaderSection.read(Octets.of(message), MessageLimits.DEFAULT).header();
            boolean passed = reference.matches("(?s).*" + file.getFileName() + "\",\\s*\"mail_dkim_result\": \"pass\".*");
            if (passed && header.has("DKIM-Signature")) assertTrue(isHeaderRight(header, zone));
        }));
    }

    /** By the algorithms of their day, over what {@link SignedHeader} finds. */
    private static boolean isHeaderRight(Header header, Zone zone) throws Exception {
        for (var field : header.all("DKIM-Signature")) {
            var tags = TagList.parse(field.raw()).orElseThrow();
            var key = TagList.parse(zone.ask(tags.get("s").get() + "._domainkey." + tags.get("d").get(), DnsType.TXT).texts().getFirst());
            var check = Signature.getInstance(tags.get("a").get().equals("rsa-sha1") ? "SHA1withRSA" : "SHA256withRSA");
            check.initVerify(KeyFactory.getInstance("RSA").generatePublic(
                new X509EncodedKeySpec(Base64.getDecoder().decode(key.orElseThrow().dense("p").get()))));
            var kind = tags.get("c").orElse("simple").startsWith("relaxed") ? Canonicalization.RELAXED : Canonicalization.SIMPLE;
            new SignedHeader(header).feed(List.of(tags.dense("h").get().split(":")), kind, SignedHeader.withoutSignature(field.octets()), octets -> {
                try {
                    check.update(octets);
                } catch (SignatureException e) {
                    throw new IllegalStateException(e);
                }
            });
            if (check.verify(Base64.getDecoder().decode(tags.dense("b").get()))) return true;
        }
        return false;
    }

    private static Zone perlZone(Path folder) {
        var zone = new Zone();
        for (var line : Corpus.raw(folder.resolve("FAKE_DNS.dat")).lines().toList()) {
            var words = line.strip().split("\\s+", 2);
            if (line.startsWith("#") || words.length < 2) continue;
            switch (words[1]) {
                case "~~Query timed out~~", "~~SERVFAIL~~" -> zone.answer(words[0], DnsType.TXT, new DnsAnswer.Failed(DnsFailure.TIMEOUT, words[1]));
                case "NXDOMAIN", "~~NXDOMAIN~~" -> { }
                default -> zone.txt(words[0], words[1].strip());
            }
        }
        return zone;
    }

    /** Records up to the first empty line, then the message. */
    @TestFactory Stream<DynamicTest> mailAuth() throws IOException {
        return files(Corpus.folder("dkim-mail-auth")).map(file -> test(file.getFileName().toString(), () -> {
            var outcomes = verified(file);
            assertFalse(outcomes.isEmpty());
            outcomes.forEach(outcome -> assertEquals(DkimResult.PASS, outcome.result(), outcome::why));
        }));
    }

    static List<DkimOutcome> verified(Path file) throws IOException {
        var text = Corpus.raw(file).replace("\r", "");
        int empty = text.indexOf("\n\n");
        var zone = new Zone();
        for (var line : text.substring(0, empty).split("\n")) zone.txt(line.split(" ", 2)[0], line.split(" ", 2)[1]);
        var message = Corpus.crlf(text.substring(empty + 2).getBytes(StandardCharsets.ISO_8859_1));
        return Dkim.verify(Octets.of(message), zone, Instant.parse("2022-11-01T00:00:00Z"));
    }

    /** RFC 6376 appendix A and RFC 8463 appendix A with the keys that stand there, Exim's Ed25519, and Gmail. */
    @Test void keysThatAreHere() throws IOException {
        var dkimpy = Corpus.folder("dkim-dkimpy");
        var mimekit = Corpus.folder("dkim-mimekit");
        var gmail = Corpus.text(mimekit.resolve("gmail.pub")).replaceAll("-----[A-Z ]*-----|\\s", "");
        var zone = new Zone()
            .txt("brisbane._domainkey.football.example.com", "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
            .txt("test._domainkey.football.example.com", Corpus.text(dkimpy.resolve("test.txt")).strip())
            .txt("sed._domainkey.test.ex", Corpus.text(dkimpy.resolve("eximtest.dns")).strip())
            .txt("20120113._domainkey.gmail.com", "p=" + gmail);
        for (var file : List.of(dkimpy.resolve("rfc6376.signed.msg"), dkimpy.resolve("ed25519test2.msg"), mimekit.resolve("rfc8463-example.msg"),
                mimekit.resolve("gmail.msg"), mimekit.resolve("multipart-no-end-boundary.msg"),
                dkimpy.resolve("test2.message"))) {
            var outcomes = Dkim.verify(Octets.of(Corpus.crlf(Corpus.octets(file))), zone, THEN);
            assertFalse(outcomes.isEmpty());
            outcomes.forEach(outcome -> assertEquals(DkimResult.PASS, outcome.result(), () -> file + " " + outcome));
        }
        for (var bad : List.of("badk.txt", "badversion.txt", "test_bad.txt", "test_tlsrpt.txt")) {
            assertInstanceOf(DkimKey.Outcome.Bad.class, DkimKey.parse(Corpus.text(dkimpy.resolve(bad)).strip()), bad);
        }
    }

    /**
     * Their keys are gone from DNS. With somebody's key in their place each body still has the hash that was signed, and
     * only then is the header looked at.
     */
    @TestFactory Stream<DynamicTest> bodies() throws IOException {
        var all = new ArrayList<Path>();
        for (var name : List.of("dkim-jdkim", "dkim-mailauth-mails", "dkim-spamassassin", "dkim-spamassassin/arc")) {
            files(Corpus.folder(name)).filter(f -> f.toString().matches(".*\\.(eml|msg)")).forEach(all::add);
        }
        var key = Corpus.text(Corpus.folder("dkim-dkimpy").resolve("test.txt")).strip();
        assertEquals(55, all.size());
        return all.stream().map(file -> test(file.getParent().getFileName() + "/" + file.getFileName(), () -> {
            var message = Octets.of(Corpus.crlf(Corpus.octets(file)));
            for (var outcome : Dkim.verify(message, (_, _) -> new DnsAnswer.Found(List.of(new DnsData.Text(key))), THEN)) {
                var right = file.toString().contains("FAIL_BADBH") ? "the body was changed" : "the header was changed";
                assertEquals(outcome.result() == DkimResult.PERMERROR ? "rsa-sha1 is no longer accepted" : right, outcome.why());
            }
        }));
    }

    private static Stream<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(f -> !f.getFileName().toString().matches("ORIGIN.txt|LICENSE.*")).sorted().toList().stream();
        }
    }

    private interface Body {
        void run() throws Exception;
    }

    private static DynamicTest test(String name, Body body) { return DynamicTest.dynamicTest(name, body::run); }
}
