package sigillo.dsn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import sigillo.base.Octets;
import sigillo.smtp.Envelope;

/**
 * Writes a notification: multipart/report; report-type=delivery-status with its three parts (RFC 6522 section 3). The
 * octets of the original are not copied: they are read through the result.
 */
public final class DsnWriter {
    private final Report report;
    private final ReturnedMessage returned;
    private final boolean utf8;
    private final String boundary;

    private DsnWriter(Report report, Original original) throws IOException {
        this.report = report;
        this.returned = ReturnedMessage.of(original, report.has(Action.FAILED));
        // RFC 6533 section 4: the UTF-8 forms only where something needs them and the sender can read them.
        this.utf8 = report.to().needsUtf8()
            || original.smtpUtf8() && (returned.global()
                || report.recipients().stream().anyMatch(DsnWriter::needsUtf8));
        this.boundary = "report-" + report.messageId().replaceFirst("@.*", "").replaceAll("[^A-Za-z0-9.-]", "-");
    }

    /** Throws {@link IOException} when the original cannot be read. */
    public static Notification write(Report report, Original original) throws IOException {
        return new DsnWriter(report, original).write();
    }

    private Notification write() {
        var message = Octets.concat(List.of(octets(header() + people() + programs() + returnedHeader()),
            returned.content(), octets("\r\n--" + boundary + "--\r\n")));
        return new Notification(message, eightBit() ? Envelope.Body.EIGHT_BIT : Envelope.Body.SEVEN_BIT, utf8);
    }

    private static boolean needsUtf8(RecipientStatus status) { return status.recipient().address().needsUtf8(); }

    private boolean eightBit() { return utf8 || returned.encoding().equals("8bit"); }

    private String header() {
        return "From: Mail delivery <" + report.from() + ">\r\n"
            + "To: <" + report.to() + ">\r\n"
            + "Subject: " + Explanation.subject(report) + "\r\n"
            + "Date: " + Words.date(report.at()) + "\r\n"
            + "Message-ID: <" + report.messageId() + ">\r\n"
            + returned.messageId().map(DsnWriter::about).orElse("")
            + "Auto-Submitted: auto-replied\r\n" // RFC 3834 section 5
            + "MIME-Version: 1.0\r\n"
            + "Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"" + boundary + "\"\r\n"
            + "Content-Transfer-Encoding: " + (eightBit() ? "8bit" : "7bit") + "\r\n"
            + "\r\n";
    }

    /** RFC 5322 section 3.6.4: so that programs find it beside what it is about. */
    private static String about(String messageId) {
        return "In-Reply-To: <" + messageId + ">\r\nReferences: <" + messageId + ">\r\n";
    }

    /** Seven-bit in any case, and no line of a stranger's words is too long. */
    private String people() {
        var encoded = QuotedPrintable.encode(Explanation.write(report).getBytes(StandardCharsets.UTF_8));
        return part("text/plain; charset=utf-8", "quoted-printable") + new String(encoded, StandardCharsets.US_ASCII);
    }

    private String programs() {
        return part(utf8 ? "message/global-delivery-status" : "message/delivery-status", utf8 ? "8bit" : "7bit")
            + DeliveryStatus.write(report, utf8);
    }

    private String returnedHeader() { return part(returned.contentType(), returned.encoding()); }

    private String part(String contentType, String encoding) {
        return "\r\n--" + boundary + "\r\nContent-Type: " + contentType
            + "\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n";
    }

    private static Octets octets(String text) { return Octets.of(text.getBytes(StandardCharsets.UTF_8)); }
}
