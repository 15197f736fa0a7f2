package sigillo.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reports of others: the corpora with what they expect, sentences, and what is made to harm. */
class ReportsTest {
    /** Each pair of braces would become a node of the tree. */
    @Test void largeJsonIsNotRead() {
        var small = "{\"policies\":[" + "{},".repeat(1_000) + "{}]}";
        assertInstanceOf(Report.Tls.class, TlsReportParser.parse(small.getBytes(StandardCharsets.UTF_8), ReportBounds.OF_A_COMMAND));
        var large = "{\"policies\":[" + "{},".repeat((4 << 20) / 3) + "{}]}";
        assertInstanceOf(Report.Unreadable.class, TlsReportParser.parse(large.getBytes(StandardCharsets.UTF_8), ReportBounds.OF_A_COMMAND));
    }

    private static final Path CORPORA = Path.of("../shared/corpora");
    /** No XML: tags in the place of an address and of a domain, a root that is not closed, a file without anything. */
    private static final Set<String> BROKEN = Set.of("invalid_xml.xml", "empty.xml", "bad.com!example.com!1337140800!1337227200.xml");

    private static Report read(Path file) {
        try {
            return ReportReader.read(Octets.of(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Report read(String text) { return read(text.getBytes(StandardCharsets.UTF_8)); }

    private static Report read(byte[] octets) {
        try {
            return ReportReader.read(Octets.of(octets));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<Path> files(String... folders) {
        return Stream.of(folders).map(CORPORA::resolve).flatMap(folder -> {
            assumeTrue(Files.isDirectory(folder), "no corpora beside the project: " + folder);
            try (var all = Files.list(folder)) {
                return all.filter(file -> file.toString().matches(".*\\.(xml|eml|zip|gz|json)")).sorted().toList().stream();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static JsonNode expected(Path file) throws IOException {
        return new JsonMapper().readTree(Files.readString(Path.of(file.toString().replaceFirst("\\.[a-z]+$", ".json"))));
    }

    @TestFactory Stream<DynamicTest> dmarcWithItsParse() {
        return files("dmarc-aggregate-mail-auth").filter(file -> !file.toString().endsWith(".json")).map(file -> dynamicTest(file.getFileName().toString(), () -> {
            var report = assertInstanceOf(Report.Dmarc.class, read(file));
            var all = expected(file);
            var expected = all.isArray() ? all.get(0) : all;
            assertEquals(expected.path("report_metadata").path("org_name").asString(), report.organisation());
            assertEquals(expected.path("report_metadata").path("report_id").asString(), report.id());
            assertEquals(expected.path("policy_published").path("domain").asString(), report.domain());
            assertEquals(expected.path("report_metadata").path("date_range").path("begin").asLong(), report.begin().getEpochSecond());
            assertEquals(expected.path("record").size(), report.sources().size());
            for (int i = 0; i < report.sources().size(); i++) {
                var row = expected.path("record").get(i).path("row");
                var source = report.sources().get(i);
                assertEquals(row.path("source_ip").asString(""), source.address());
                assertEquals(row.path("count").asLong(), source.messages());
                var evaluated = row.path("policy_evaluated");
                assertEquals(evaluated.path("dkim").asString("").equals("Pass") || evaluated.path("spf").asString("").equals("Pass"), source.passes());
            }
        }));
    }

    @TestFactory Stream<DynamicTest> dmarcOfReceivers() {
        return files("dmarc-parsedmarc", "dmarc-parsedmarc/aggregate", "dmarc-parsedmarc/aggregate_invalid", "dmarc-parsedmarc/extract_report", "dmarc-opendmarc")
            .map(file -> dynamicTest(file.getFileName().toString(), () -> {
                var report = read(file);
                if (BROKEN.contains(file.getFileName().toString())) {
                    assertFalse(report instanceof Report.Dmarc);
                } else {
                    var dmarc = assertInstanceOf(Report.Dmarc.class, report, () -> Summary.of(report));
                    assertFalse(dmarc.domain().isEmpty());
                    assertFalse(dmarc.sources().isEmpty());
                    assertTrue(dmarc.sources().stream().allMatch(source -> source.address().matches("[0-9a-fA-F.:]+") && source.messages() > 0), dmarc::toString);
                }
            }));
    }

    @TestFactory Stream<DynamicTest> tls() {
        return files("tlsrpt-mail-auth", "dmarc-parsedmarc/smtp_tls").map(file -> dynamicTest(file.getFileName().toString(), () -> {
            var report = assertInstanceOf(Report.Tls.class, read(file));
            assertFalse(report.policies().isEmpty());
            var beside = Path.of(file.toString().replaceFirst("\\.eml$", ".json"));
            if (file.toString().contains("dmarc-parsedmarc") || !Files.exists(beside)) return;
            var policies = expected(file).path("policies");
            for (int i = 0; i < report.policies().size(); i++) {
                assertEquals(policies.get(i).path("policy").path("policy-domain").asString(), report.policies().get(i).domain());
                assertEquals(policies.get(i).path("summary").path("total-failure-session-count").asLong(), report.policies().get(i).failed());
                assertEquals(policies.get(i).path("failure-details").size(), report.policies().get(i).failures().size());
            }
        }));
    }

    @TestFactory Stream<DynamicTest> complaints() {
        return files("arf").filter(file -> file.toString().endsWith(".eml")).map(file -> dynamicTest(file.getFileName().toString(), () -> {
            var report = assertInstanceOf(Report.Feedback.class, read(file));
            var expected = expected(file);
            assertEquals(expected.path("feedback_type").asString().replace("AuthFailure", "auth-failure").toLowerCase(), report.type());
            assertEquals(expected.path("source_ip").asString(""), report.source());
            assertEquals(expected.path("original_mail_from").asString(""), report.from());
            assertEquals(expected.path("incidents").asLong(), report.incidents());
        }));
    }

    @TestFactory Stream<DynamicTest> failures() {
        return files("dmarc-parsedmarc/failure").map(file -> dynamicTest(file.getFileName().toString(), () -> {
            boolean isPlain = file.getFileName().toString().startsWith("exim_plain"); // RFC 6591 wants a part that it has not
            assertEquals(isPlain ? Report.None.class : Report.Feedback.class, read(file).getClass());
        }));
    }

    private static String dmarc(String records) {
        return "<?xml version=\"1.0\"?><feedback><report_metadata><org_name>Big \u001b[1mMail</org_name><date_range><begin>1700000000</begin><end>1700086399</end></date_range>"
            .replace("\u001b", "") + "</report_metadata><policy_published><domain>home.example</domain></policy_published>" + records + "</feedback>";
    }

    private static String record(String ip, int count, String dkim, String spf, String disposition) {
        return "<record><row><source_ip>" + ip + "</source_ip><count>" + count + "</count><policy_evaluated><disposition>" + disposition
            + "</disposition><dkim>" + dkim + "</dkim><spf>" + spf + "</spf></policy_evaluated></row></record>";
    }

    private record Said(String sentence, String report) {}

    @TestFactory Stream<DynamicTest> sentences() {
        return Stream.of(
            new Said("Big [1mMail of 2023-11-14 on home.example: all fine, 13 messages.",
                dmarc(record("192.0.2.1", 12, "fail", "pass", "none") + record("192.0.2.2", 1, "pass", "fail", "none"))),
            new Said("Big [1mMail of 2023-11-14 on home.example: 203.0.113.9 sends as you (12 messages, refused); of 13 messages in all.",
                dmarc(record("203.0.113.9", 5, "fail", "fail", "reject") + record("203.0.113.9", 7, "fail", "fail", "reject") + record("192.0.2.2", 1, "pass", "fail", "none"))),
            new Said("Big of 2026-01-02 on TLS: all fine, 7 sessions to home.example.",
                "{\"organization-name\":\"Big\",\"date-range\":{\"start-datetime\":\"2026-01-02T00:00:00Z\"},\"policies\":[{\"policy\":{\"policy-type\":\"sts\",\"policy-domain\":\"home.example\"},"
                    + "\"summary\":{\"total-successful-session-count\":7,\"total-failure-session-count\":0}}]}"),
            new Said("Big of 2026-01-02 on TLS: 3 of 10 sessions to home.example failed (certificate-expired at mx.home.example 3).",
                "{\"organization-name\":\"Big\",\"date-range\":{\"start-datetime\":\"2026-01-02T00:00:00Z\"},\"policies\":[{\"policy\":{\"policy-type\":\"sts\",\"policy-domain\":\"home.example\"},"
                    + "\"summary\":{\"total-successful-session-count\":7,\"total-failure-session-count\":3},\"failure-details\":[{\"result-type\":\"certificate-expired\","
                    + "\"receiving-mx-hostname\":\"mx.home.example\",\"failed-session-count\":3}]}]}"),
            new Said("There is no report in it.", "Subject: hi\r\n\r\nHello\r\n"),
            new Said("A report that cannot be read: it is no DMARC report.", "<html><body>hi</body></html>"))
            .map(one -> dynamicTest(one.sentence, () -> assertEquals(one.sentence, Summary.of(read(one.report)))));
    }

    private static byte[] gzip(byte[] octets) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(octets);
        }
        return packed.toByteArray();
    }

    private static byte[] zip(byte[] octets) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(packed)) {
            out.putNextEntry(new ZipEntry("report.xml"));
            out.write(octets);
        }
        return packed.toByteArray();
    }

    @Test void packedTwiceIsReadAndNoMore() throws IOException {
        var report = dmarc(record("192.0.2.1", 1, "pass", "pass", "none")).getBytes(StandardCharsets.UTF_8);
        assertInstanceOf(Report.Dmarc.class, read(zip(gzip(report))));
        assertInstanceOf(Report.Unreadable.class, read(gzip(gzip(gzip(report)))));
        assertInstanceOf(Report.Unreadable.class, read(java.util.Arrays.copyOf(gzip(report), 40)), "cut off");
    }

    /** What grows when it is opened is opened to a bound; nothing is fetched; it is over soon. */
    @Tag("gate") @TestFactory Stream<DynamicTest> bombs() throws IOException {
        var large = new byte[ReportLimits.UNPACKED_MAX + 10];
        var entities = new StringBuilder("<!DOCTYPE feedback [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 30; i++) entities.append("<!ENTITY a").append(i).append(" \"&a").append(i - 1).append(";&a").append(i - 1).append(";\">");
        var laughs = entities + "]>" + dmarc("<record><row><source_ip>&a29;</source_ip></row></record>").substring(21);
        var fetching = "<!DOCTYPE feedback [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><feedback><policy_published><domain>&x;</domain></policy_published></feedback>";
        var wide = "<feedback>" + "<a></a>".repeat(ReportLimits.ELEMENTS_MAX + 1) + "</feedback>";
        var bombs = List.of(gzip(large), zip(large), laughs.getBytes(), fetching.getBytes(), ("<feedback>" + "<a>".repeat(100_000)).getBytes(),
            ("<feedback><" + "a".repeat(900_000) + "/></feedback>").getBytes(), wide.getBytes(), "{\"policies\":".repeat(10_000).getBytes(),
            dmarc(record("192.0.2.1", 1, "pass", "pass", "none").repeat(ReportLimits.RECORDS_MAX + 5)).getBytes());
        return bombs.stream().map(bomb -> dynamicTest(bomb.length + " octets", () -> {
            var report = Assertions.assertTimeout(Duration.ofSeconds(20), () -> read(bomb));
            if (report instanceof Report.Dmarc dmarc) {
                assertTrue(dmarc.sources().size() <= ReportLimits.RECORDS_MAX);
                assertFalse(dmarc.toString().contains("root:") || dmarc.toString().contains("haha"));
            } else {
                assertInstanceOf(Report.Unreadable.class, report);
            }
        }));
    }

    @Test void isTotal() throws IOException {
        var random = new Random(9990);
        var seeds = List.of(dmarc(record("192.0.2.1", 1, "pass", "pass", "none")).getBytes(StandardCharsets.UTF_8), "{\"policies\":[{\"summary\":{}}]}".getBytes(),
            gzip("{\"policies\":[]}".getBytes()), zip("<feedback/>".getBytes()), ("Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n"
                + "Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n\r\n--b--\r\n").getBytes());
        for (int i = 0; i < 3_000; i++) {
            var octets = seeds.get(random.nextInt(seeds.size())).clone();
            for (int n = random.nextInt(4); n-- > 0; ) octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            assertNotNull(Summary.of(read(octets)));
        }
    }
}
