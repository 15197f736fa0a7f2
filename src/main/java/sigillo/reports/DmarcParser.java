package sigillo.reports;

import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The XML of DMARC aggregate reports: RFC 9990, and RFC 7489 appendix C before it. Read in one pass; there is no DTD and no
 * entity but those of XML itself. Elements that are not known are passed over. For one report.
 */
final class DmarcParser {
    private static final Pattern ENCODING = Pattern.compile("<\\?xml[^>]{0,100}encoding=[\"']([A-Za-z0-9._-]{1,40})[\"']");
    private static final String RECORD = "feedback/record";

    private static final String OF_RECORD = RECORD + "/";
    /** Everything that is kept. */
    private static final Set<String> KNOWN = Stream.of("report_metadata/org_name", "report_metadata/report_id", "report_metadata/date_range/begin",
        "report_metadata/date_range/end", "policy_published/domain", "record/row/source_ip", "record/row/count", "record/row/policy_evaluated/disposition",
        "record/row/policy_evaluated/dkim", "record/row/policy_evaluated/spf", "record/identifiers/header_from")
        .map(field -> "feedback/" + field).collect(Collectors.toUnmodifiableSet());

    /** Names of the elements that are open, a slash between; what is longer than all that is known is not looked at. */
    private final StringBuilder path = new StringBuilder();
    private final Deque<Integer> lengths = new ArrayDeque<>();
    private int elements;
    private final Map<String, String> fields = new HashMap<>();
    private final List<Report.Source> sources = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final int recordsMax;
    private boolean isFeedback;
    private boolean cut;

    private DmarcParser(int recordsMax) { this.recordsMax = recordsMax; }

    /** Total. */
    static Report parse(byte[] octets, ReportBounds bounds) {
        try {
            return new DmarcParser(bounds.recordsMax()).read(text(octets));
        } catch (XMLStreamException broken) {
            return new Report.Unreadable("its XML is broken at line " + (broken.getLocation() == null ? "?" : broken.getLocation().getLineNumber()));
        } catch (RuntimeException odd) { // the parser of the JDK, of input that it was not made for
            return new Report.Unreadable("its XML is broken");
        }
    }

    /** What is no character of its charset becomes U+FFFD. */
    private static String text(byte[] octets) {
        var head = new String(octets, 0, Math.min(octets.length, 200), StandardCharsets.ISO_8859_1);
        var found = ENCODING.matcher(head);
        var text = new String(octets, found.find() ? charset(found.group(1)) : StandardCharsets.UTF_8);
        int begin = text.indexOf('<');
        return begin < 0 ? "" : text.substring(begin);
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((_, _, _, _) -> { throw new XMLStreamException("nothing is fetched"); });
        return factory;
    }

    private Report read(String xml) throws XMLStreamException {
        var reader = factory().createXMLStreamReader(new StringReader(xml));
        try {
            while (!isFeedback && reader.hasNext()) event(reader); // what follows the report is nobody's business
        } finally {
            reader.close();
        }
        if (!isFeedback) return new Report.Unreadable("it is no DMARC report");
        var begin = time("report_metadata/date_range/begin");
        return new Report.Dmarc(field("report_metadata/org_name"), field("report_metadata/report_id"),
            field("policy_published/domain").toLowerCase(Locale.ROOT), begin, time("report_metadata/date_range/end"), sources, cut);
    }

    private void event(XMLStreamReader reader) throws XMLStreamException {
        switch (reader.next()) {
            case XMLStreamConstants.START_ELEMENT -> begun(reader.getLocalName());
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                int room = ReportLimits.FIELD_MAX - text.length();
                if (room > 0) text.append(reader.getText(), 0, Math.min(room, reader.getTextLength()));
            }
            case XMLStreamConstants.END_ELEMENT -> ended();
            default -> { }
        }
    }

    private void begun(String name) throws XMLStreamException {
        boolean isTooMuch = lengths.size() == ReportLimits.DEPTH_MAX || name.length() > ReportLimits.NAME_MAX || ++elements > ReportLimits.ELEMENTS_MAX;
        if (isTooMuch) throw new XMLStreamException("it is too deep, or has too many elements");
        lengths.addLast(path.length());
        // ikea.com puts it into an element that it does not close, 2018-10
        if (name.equals("feedback") && lengths.size() <= 2) path.setLength(0);
        path.append(path.isEmpty() ? "" : "/").append(name);
        text.setLength(0);
    }

    private void ended() {
        if (path.length() <= ReportLimits.PATH_MAX) {
            var here = path.toString();
            if (here.equals("feedback")) isFeedback = true;
            if (here.equals(RECORD)) record();
            else if (KNOWN.contains(here)) fields.putIfAbsent(here, text.toString().strip());
        }
        text.setLength(0);
        path.setLength(lengths.removeLast());
    }

    private void record() {
        boolean passes = isPass("record/row/policy_evaluated/dkim") || isPass("record/row/policy_evaluated/spf");
        if (sources.size() < recordsMax) {
            sources.add(new Report.Source(field("record/row/source_ip"), number("record/row/count"),
                field("record/row/policy_evaluated/disposition").toLowerCase(Locale.ROOT), passes, field("record/identifiers/header_from").toLowerCase(Locale.ROOT)));
        } else {
            cut = true;
        }
        fields.keySet().removeIf(key -> key.startsWith(OF_RECORD));
    }

    private boolean isPass(String field) { return field(field).equalsIgnoreCase("pass"); }

    private String field(String name) { return fields.getOrDefault("feedback/" + name, ""); }

    private long number(String name) { return field(name).matches("\\d{1,15}") ? Long.parseLong(field(name)) : 0; }

    private Instant time(String name) { return Instant.ofEpochSecond(Math.min(number(name), 253_402_300_799L)); }
}
