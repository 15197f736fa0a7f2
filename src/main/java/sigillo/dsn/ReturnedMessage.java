package sigillo.dsn;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sigillo.base.Octets;
import sigillo.message.Header;
import sigillo.message.HeaderSection;
import sigillo.message.MessageIds;
import sigillo.message.MessageLimits;
import sigillo.smtp.Envelope;

/**
 * The third part: the message, or its complete header section. RFC 6522 section 3, RFC 3461 section 6.2. Nothing is
 * ever cut in the middle of a header field.
 */
record ReturnedMessage(String contentType, String encoding, Octets content, boolean global, Optional<String> messageId) {
    private static final MessageLimits LIMITS = MessageLimits.DEFAULT;

    static ReturnedMessage of(Original original, boolean failed) throws IOException {
        var message = original.message();
        var header = message.slice(0, HeaderSection.read(message, LIMITS).wholeFieldsEnd(LIMITS));
        boolean global = original.smtpUtf8() && hasEightBit(header);
        var returned = failed && original.body() != Envelope.Body.BINARY && message.length() <= wholeOctetsMax(original)
            ? whole(message, global)
            : header(header, global);
        return returned.of(messageId(header));
    }

    private ReturnedMessage of(Optional<String> id) {
        return new ReturnedMessage(contentType, encoding, content, global, id);
    }

    /** One that can be written again. */
    private static Optional<String> messageId(Octets header) throws IOException {
        var octets = header.bytes(0, header.length(), LIMITS.headerOctetsMax());
        var field = Header.parse(octets, 0, false, LIMITS).first("Message-ID");
        return field.map(one -> MessageIds.parse(one.raw())).filter(ids -> ids.size() == 1).map(List::getFirst)
            .filter(MessageIds::isId);
    }

    private static long wholeOctetsMax(Original original) {
        return original.ret().map(ret -> switch (ret) {
            case FULL -> DsnLimits.FULL_OCTETS_MAX;
            case HDRS -> -1;
        }).orElse(DsnLimits.UNASKED_OCTETS_MAX);
    }

    private static ReturnedMessage whole(Octets message, boolean global) throws IOException {
        var encoding = hasEightBit(message) ? "8bit" : "7bit";
        return new ReturnedMessage(global ? "message/global" : "message/rfc822", encoding, message, global, Optional.empty());
    }

    private static ReturnedMessage header(Octets header, boolean global) throws IOException {
        if (global) return new ReturnedMessage("message/global-headers", "8bit", header, true, Optional.empty());
        if (!hasEightBit(header)) return new ReturnedMessage("text/rfc822-headers", "7bit", header, false, Optional.empty());
        // RFC 6522 section 4: headers that are not legal ASCII may be encoded.
        var encoded = QuotedPrintable.encode(header.bytes(0, header.length(), LIMITS.headerOctetsMax()));
        return new ReturnedMessage("text/rfc822-headers", "quoted-printable", Octets.of(encoded), false, Optional.empty());
    }

    private static boolean hasEightBit(Octets octets) throws IOException {
        var buffer = new byte[16 * 1024];
        for (long at = 0; at < octets.length(); ) {
            int n = octets.read(at, buffer, 0, buffer.length);
            for (int i = 0; i < n; i++) {
                if (buffer[i] < 0) return true;
            }
            at += n;
        }
        return false;
    }
}
