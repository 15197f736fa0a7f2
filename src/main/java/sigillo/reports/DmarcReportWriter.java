package sigillo.reports;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes the XML of a DMARC aggregate report of our own: RFC 9990. */
public final class DmarcReportWriter {
    private static final String NAMESPACE = "urn:ietf:params:xml:ns:dmarc-2.0";

    private final XMLStreamWriter xml;

    private DmarcReportWriter(XMLStreamWriter xml) { this.xml = xml; }

    /** {@code contact}: an address. {@code end} is not part of the time that is reported on. */
    public record Head(String organisation, String contact, String id, Instant begin, Instant end) {}

    /** As it stands in DNS; empty for what does not. */
    public record Published(String domain, String policy, String subdomains, String nonExistent, boolean isDkimStrict, boolean isSpfStrict, boolean isTesting) {}

    /** {@code disposition}: none, pass, quarantine or reject. {@code reason} is empty where the policy was followed; {@code comment} is for people. */
    public record Row(String address, long count, String disposition, boolean dkimAligned, boolean spfAligned, String reason, String comment,
                      String headerFrom, String envelopeFrom, List<Dkim> dkim, Spf spf) {}

    public record Dkim(String domain, String selector, String result) {}

    /** Of MAIL FROM, which is of the HELO name where it is empty: RFC 7208 section 2.4. */
    public record Spf(String domain, String result) {}

    public static byte[] write(Head head, Published published, List<Row> rows) {
        var out = new ByteArrayOutputStream();
        try {
            var xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            new DmarcReportWriter(xml).report(head, published, rows);
            xml.close();
            return out.toByteArray();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("XML cannot be written", impossible);
        }
    }

    private interface Inner {
        void write() throws XMLStreamException;
    }

    private void report(Head head, Published published, List<Row> rows) throws XMLStreamException {
        xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        xml.writeStartElement("feedback");
        xml.writeDefaultNamespace(NAMESPACE);
        text("version", "1.0");
        element("report_metadata", () -> metadata(head));
        element("policy_published", () -> policy(published));
        for (var row : rows) element("record", () -> record(row));
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void element(String name, Inner inner) throws XMLStreamException {
        xml.writeStartElement(name);
        inner.write();
        xml.writeEndElement();
    }

    private void text(String name, String value) throws XMLStreamException {
        element(name, () -> xml.writeCharacters(clean(value)));
    }

    private void said(String name, String value) throws XMLStreamException {
        if (!value.isEmpty()) text(name, value);
    }

    /** What XML 1.0 has no place for becomes a question mark: strangers choose their names. */
    private static String clean(String value) {
        return value.codePoints().map(c -> c == '\t' || c >= ' ' && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c > 0xFFFF ? c : '?')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private void metadata(Head head) throws XMLStreamException {
        text("org_name", head.organisation());
        text("email", head.contact());
        text("report_id", head.id());
        element("date_range", () -> {
            text("begin", Long.toString(head.begin().getEpochSecond()));
            text("end", Long.toString(head.end().getEpochSecond() - 1));
        });
        text("generator", "Sigillo");
    }

    private void policy(Published published) throws XMLStreamException {
        text("domain", published.domain());
        text("p", published.policy().isEmpty() ? "none" : published.policy()); // RFC 9990 section 3.1.1.5: or its default
        said("sp", published.subdomains());
        said("np", published.nonExistent());
        text("adkim", published.isDkimStrict() ? "s" : "r");
        text("aspf", published.isSpfStrict() ? "s" : "r");
        text("testing", published.isTesting() ? "y" : "n");
        text("discovery_method", "treewalk");
    }

    private void record(Row row) throws XMLStreamException {
        element("row", () -> {
            text("source_ip", row.address());
            text("count", Long.toString(row.count()));
            element("policy_evaluated", () -> evaluated(row));
        });
        element("identifiers", () -> {
            text("header_from", row.headerFrom());
            text("envelope_from", row.envelopeFrom());
        });
        element("auth_results", () -> results(row));
    }

    private void evaluated(Row row) throws XMLStreamException {
        text("disposition", row.disposition());
        text("dkim", row.dkimAligned() ? "pass" : "fail");
        text("spf", row.spfAligned() ? "pass" : "fail");
        if (row.reason().isEmpty()) return;
        element("reason", () -> {
            text("type", row.reason());
            said("comment", row.comment());
        });
    }

    private void results(Row row) throws XMLStreamException {
        for (var dkim : row.dkim()) {
            element("dkim", () -> {
                text("domain", dkim.domain());
                text("selector", dkim.selector());
                text("result", dkim.result());
            });
        }
        if (row.spf().domain().isEmpty()) return;
        element("spf", () -> {
            text("domain", row.spf().domain());
            text("scope", "mfrom"); // RFC 9990 section 3.1.1.13: the only one that there is
            text("result", row.spf().result());
        });
    }
}
