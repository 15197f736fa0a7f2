package sigillo.submission;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import sigillo.base.Octets;
import sigillo.message.Header;
import sigillo.message.HeaderField;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;

/**
 * What a submission server adds to a header and takes out of it: RFC 6409 section 8. The body is never touched, and the
 * header keeps the order and the octets of all that stays.
 */
final class Mending {
    /** RFC 5322 section 3.6.3: blind copies are nobody's business. RFC 5321 section 4.4: Return-Path comes last. */
    private static final Set<String> REMOVED = Set.of("bcc", "resent-bcc", "return-path");
    /** RFC 5322 section 3.6: one of each, and not without a value. */
    private static final Set<String> ONCE = Set.of("date", "message-id");

    private static final byte[] CRLF = {'\r', '\n'};

    /** Fields to put in where there is none. */
    record Missing(byte[] received, String date, String messageId, String from, String sender) {}

    private Mending() {}

    /** {@code section} is the header of {@code message}, whole and well-formed ({@link Form}). */
    static Octets mended(Octets message, HeaderSection section, Missing missing) throws IOException {
        var out = new ByteArrayOutputStream((int) section.fieldsEnd() + 1024);
        out.writeBytes(missing.received());
        add(out, section.header(), missing);
        keep(out, message.bytes(0, section.fieldsEnd(), MessageLimits.DEFAULT.headerOctetsMax()), section.header());
        out.writeBytes(CRLF); // RFC 5322 section 2.1: also before a body of no octets, and where it was forgotten
        var body = message.slice(section.bodyStart(), message.length());
        return Octets.concat(List.of(Octets.of(out.toByteArray()), body));
    }

    /** RFC 6409 sections 8.1, 8.2 and 8.3; RFC 5322 section 3.6.2: several authors need a sender. */
    private static void add(ByteArrayOutputStream out, Header header, Missing missing) {
        if (!hasValue(header, "Date")) line(out, "Date: " + missing.date());
        if (!hasValue(header, "Message-ID")) line(out, "Message-ID: " + missing.messageId());
        if (!header.has("From")) line(out, "From: " + missing.from());
        boolean manyAuthors = header.first("From").filter(from -> from.addresses().flat().size() > 1).isPresent();
        if (manyAuthors && !header.has("Sender")) line(out, "Sender: " + missing.sender());
    }

    private static void keep(ByteArrayOutputStream out, byte[] fields, Header header) {
        var seen = new HashSet<String>();
        for (var field : header.fields()) {
            var name = field.name().toLowerCase(Locale.ROOT);
            boolean isSpare = ONCE.contains(name) && (isEmpty(field) || !seen.add(name));
            if (REMOVED.contains(name) || isSpare) continue;
            var span = field.span();
            out.write(fields, (int) span.start(), (int) span.length());
            if (fields[(int) span.end() - 1] != '\n') out.writeBytes(CRLF); // the last line of a message without a body
        }
    }

    private static boolean hasValue(Header header, String name) {
        return !header.all(name).stream().allMatch(Mending::isEmpty);
    }

    private static boolean isEmpty(HeaderField field) { return field.raw().isBlank(); }

    private static void line(ByteArrayOutputStream out, String line) {
        out.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(CRLF);
    }
}
