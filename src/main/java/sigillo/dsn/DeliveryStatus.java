package sigillo.dsn;

import java.util.Optional;
import sigillo.base.Address;

/**
 * The part for programs: message/delivery-status (RFC 3464), or message/global-delivery-status (RFC 6533) when UTF-8.
 */
final class DeliveryStatus {
    private final StringBuilder text = new StringBuilder();
    private final boolean utf8;

    private DeliveryStatus(boolean utf8) { this.utf8 = utf8; }

    /** The part's content, each line ended. */
    static String write(Report report, boolean utf8) {
        var part = new DeliveryStatus(utf8);
        part.aboutTheMessage(report);
        for (var recipient : report.recipients()) part.aboutRecipient(recipient);
        return part.text.toString();
    }

    /** RFC 3464 section 2.2. */
    private void aboutTheMessage(Report report) {
        report.envid().ifPresent(id -> field("Original-Envelope-Id",
            Words.safe(id, DsnLimits.WORD_CHARACTERS_MAX, false)));
        field("Reporting-MTA", "dns; " + report.reportingMta());
        field("Arrival-Date", Words.date(report.arrived()));
    }

    /** RFC 3464 section 2.3; the fields that RFC 3461 section 6.3 demands. */
    private void aboutRecipient(RecipientStatus status) {
        text.append("\r\n");
        status.recipient().originalRecipient()
            .ifPresent(typed -> field("Original-Recipient", originalRecipient(typed)));
        field("Final-Recipient", typed(status.recipient().address()));
        field("Action", status.action().word());
        field("Status", status.status().toString());
        status.remoteMta().ifPresent(peer -> field("Remote-MTA",
            "dns; " + Words.safe(peer, DsnLimits.WORD_CHARACTERS_MAX, false)));
        diagnostic(status).ifPresent(reply -> field("Diagnostic-Code", "smtp; " + reply));
        status.lastAttempt().ifPresent(at -> field("Last-Attempt-Date", Words.date(at)));
        status.willRetryUntil().ifPresent(at -> field("Will-Retry-Until", Words.date(at)));
    }

    private Optional<String> diagnostic(RecipientStatus status) {
        return status.diagnostic().map(reply -> Words.safe(reply.toString(), DsnLimits.REPLY_CHARACTERS_MAX, utf8));
    }

    /** RFC 6533 section 3: the type utf-8, in plain characters here and escaped in the ASCII part. */
    private String typed(Address address) {
        return (address.needsUtf8() ? "utf-8; " : "rfc822; ") + escaped(address.toString());
    }

    private String originalRecipient(String typed) {
        int semicolon = typed.indexOf(';');
        var type = semicolon < 0 ? "rfc822" : typed.substring(0, semicolon);
        return Words.safe(type, 40, false) + ";" + escaped(typed.substring(semicolon + 1));
    }

    private String escaped(String address) {
        var shown = utf8 ? address : utf8AddressXtext(address);
        return Words.safe(shown, DsnLimits.WORD_CHARACTERS_MAX, utf8);
    }

    /** RFC 6533 section 3: {@code \x{HEX}} for what is not ASCII; the backslash itself only in such an address. */
    private static String utf8AddressXtext(String address) {
        if (Words.isAscii(address)) return address;
        var escaped = new StringBuilder();
        address.codePoints().forEach(c -> {
            if (c >= 0x80 || c == '\\') escaped.append("\\x{").append(Integer.toHexString(c).toUpperCase()).append('}');
            else escaped.appendCodePoint(c);
        });
        return escaped.toString();
    }

    private void field(String name, String value) { text.append(Words.fold(name + ": " + value, " ")).append("\r\n"); }
}
