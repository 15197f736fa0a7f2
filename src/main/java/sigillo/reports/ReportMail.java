package sigillo.reports;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import sigillo.base.Address;
import sigillo.message.DateTime;

/** The mail that carries a report of our own: RFC 8460 section 5.3, RFC 9990. Seven-bit, with CRLF. */
public final class ReportMail {
    private ReportMail() {}

    public enum Kind { TLS, DMARC }

    /** {@code submitter}: the name of this server. {@code begin} and {@code end}: of what is reported on. */
    public record Head(Kind kind, Address from, Address to, String domain, String submitter, String id, Instant begin, Instant end, Instant now) {
        /** RFC 8460 section 5.1, RFC 9990: by these names programs find reports. */
        String file() {
            var stem = submitter + "!" + domain + "!" + begin.getEpochSecond() + "!" + (end.getEpochSecond() - 1) + "!" + id;
            return stem + (kind == Kind.TLS ? ".json.gz" : ".xml.gz");
        }
    }

    /** {@code packed}: the report in gzip. */
    public static byte[] write(Head head, byte[] packed) {
        boolean isTls = head.kind() == Kind.TLS;
        var boundary = "report-" + head.id();
        var what = isTls ? "TLS connections to" : "mail in the name of";
        var text = "From: <" + head.from() + ">\r\nTo: <" + head.to() + ">\r\n"
            + "Subject: Report Domain: " + head.domain() + "\r\n Submitter: " + head.submitter() + "\r\n Report-ID: <" + head.id() + "@" + head.submitter() + ">\r\n"
            + "Date: " + DateTime.format(head.now().atOffset(ZoneOffset.UTC)) + "\r\n"
            + "Message-ID: <" + head.id() + "@" + head.submitter() + ">\r\n"
            + (isTls ? "TLS-Report-Domain: " + head.domain() + "\r\nTLS-Report-Submitter: " + head.submitter() + "\r\n"
                // RFC 8460 section 3: a report on TLS that fails must come through where TLS fails
                + "TLS-Required: No\r\n" : "")
            + "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: multipart/" + (isTls ? "report; report-type=\"tlsrpt\"" : "mixed") + ";\r\n\tboundary=\"" + boundary + "\"\r\n\r\n"
            + "--" + boundary + "\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n"
            + "This is a report of " + head.submitter() + " on " + what + "\r\n" + head.domain() + ", for programs. The DNS of that domain asks for it.\r\n\r\n"
            + "--" + boundary + "\r\nContent-Type: application/" + (isTls ? "tlsrpt+gzip" : "gzip") + "\r\nContent-Transfer-Encoding: base64\r\n"
            + "Content-Disposition: attachment;\r\n\tfilename=\"" + head.file() + "\"\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(packed) + "\r\n--" + boundary + "--\r\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
