package sigillo.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;
import sigillo.reports.DmarcReportWriter.Dkim;
import sigillo.reports.DmarcReportWriter.Head;
import sigillo.reports.DmarcReportWriter.Published;
import sigillo.reports.DmarcReportWriter.Row;
import sigillo.reports.DmarcReportWriter.Spf;

/** What we write is what RFC 9990 says, element by element, and what is written so is read. */
class AggregateSchemaTest {
    private static final Instant BEGIN = Instant.parse("2026-11-28T00:00:00Z");
    private static final Head HEAD = new Head("mx.home.example", "postmaster@home.example", "1@home.example", BEGIN, BEGIN.plusSeconds(86_400));
    private static final Published PUBLISHED = new Published("bank.example", "reject", "quarantine", "none", true, false, true);

    private static Row row(String address, String disposition, boolean passes, String reason, String sender, List<Dkim> dkim, Spf spf) {
        return new Row(address, 3, disposition, passes, false, reason, reason.isEmpty() ? "" : "since & <so>", "bank.example", sender, dkim, spf);
    }

    private static List<Row> rows() {
        return List.of(row("203.0.113.9", "quarantine", false, "local_policy", "bank.example", List.of(), new Spf("bank.example", "fail")),
            row("2001:db8:0:0:0:0:0:1", "pass", true, "", "", List.of(new Dkim("bank.example", "s", "pass"), new Dkim("a.example", "", "permerror"),
                new Dkim("b.example", "t", "policy")), new Spf("mail.bank.example", "softfail")),
            row("192.0.2.1", "none", false, "policy_test_mode", "]]>\u0000\ud800&amp;", List.of(new Dkim("\u0007<x>", "\uffff", "neutral")), new Spf("", "none")));
    }

    @Test void whatWeWrite() {
        for (var published : List.of(PUBLISHED, new Published("bank.example", "", "", "", false, false, false))) {
            var xml = DmarcReportWriter.write(HEAD, published, rows());
            assertEquals(Optional.empty(), AggregateSchema.wrong(xml), () -> new String(xml, StandardCharsets.UTF_8));
        }
    }

    @Test void isRead() throws IOException {
        var xml = DmarcReportWriter.write(HEAD, PUBLISHED, rows());
        var report = assertInstanceOf(Report.Dmarc.class, ReportReader.read(Octets.of(xml)));
        assertEquals(List.of("bank.example", "mx.home.example", "1@home.example", HEAD.begin(), HEAD.end().minusSeconds(1)),
            List.of(report.domain(), report.organisation(), report.id(), report.begin(), report.end()));
        assertEquals(List.of("203.0.113.9 3 quarantine false", "2001:db8:0:0:0:0:0:1 3 pass true", "192.0.2.1 3 none false"),
            report.sources().stream().map(s -> s.address() + " " + s.messages() + " " + s.disposition() + " " + s.passes()).toList());
    }

    /** The schema sees what is against the RFC: else it would show nothing. */
    @TestFactory Stream<DynamicTest> whatIsNoReport() {
        var right = new String(DmarcReportWriter.write(HEAD, PUBLISHED, rows()), StandardCharsets.UTF_8);
        return Stream.of("<version>1.0</version> <version>2.0</version>", "<p>reject</p> ", "<scope>mfrom</scope> <scope>helo</scope>",
            "<type>local_policy</type> <type>forwarded</type>", "dmarc-2.0 dmarc-1.0", "<report_id>1@home.example</report_id> ",
            "<disposition>pass</disposition> <disposition>accepted</disposition>", "<count>3</count> <count>0</count>", "<dkim>fail</dkim> <dkim>none</dkim>",
            "<testing>y</testing> <pct>100</pct>", "<discovery_method>treewalk</discovery_method> <discovery_method>dns</discovery_method>",
            "<source_ip>203.0.113.9</source_ip> <source_ip>203.0.113.999</source_ip>", "<header_from>bank.example</header_from> ")
            .map(change -> DynamicTest.dynamicTest(change, () -> {
                var parts = change.split(" ", 2);
                assertTrue(right.contains(parts[0]), right);
                assertTrue(AggregateSchema.wrong(right.replace(parts[0], parts[1]).getBytes(StandardCharsets.UTF_8)).isPresent());
            }));
    }

    /** The RFC's own sample, as it lies among the reports of others. */
    @Test void theSampleOfTheRfc() throws IOException {
        var file = Path.of("../shared/corpora/dmarc-parsedmarc/aggregate/rfc9990-sample.xml");
        assumeTrue(Files.exists(file), "no corpora beside the project");
        assertEquals(Optional.empty(), AggregateSchema.wrong(Files.readAllBytes(file)));
        var report = assertInstanceOf(Report.Dmarc.class, ReportReader.read(Octets.of(Files.readAllBytes(file))));
        assertEquals("example.com", report.domain());
        assertEquals(List.of(123L), report.sources().stream().map(Report.Source::messages).toList());
    }
}
