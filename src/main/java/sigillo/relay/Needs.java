package sigillo.relay;

import java.io.IOException;
import java.util.Optional;
import sigillo.base.Octets;
import sigillo.smtp.Envelope;
import sigillo.smtp.Extensions;
import sigillo.smtp.SmtpReply;

/**
 * What a message asks of a server that takes it, read off its octets, not off what was claimed. {@code octets}: as they
 * go over the wire. {@code binary}: octets that DATA cannot carry unchanged, in a message that was declared binary.
 * {@code utf8}: its sender or its header needs SMTPUTF8; a recipient's address is that recipient's own need.
 */
record Needs(long octets, boolean eightBit, boolean binary, boolean utf8) {

    static Needs of(Envelope envelope, Octets message) throws IOException {
        var scan = new Scan();
        message.writeTo(scan);
        boolean binary = envelope.body() == Envelope.Body.BINARY && scan.isBinary();
        boolean sender = envelope.from().sender().filter(a -> a.needsUtf8()).isPresent();
        // 8-bit header fields of a message that nobody declared go as they are, like the 8-bit content
        boolean utf8 = sender || envelope.smtpUtf8() && scan.isEightBitInHeader();
        return new Needs(binary ? message.length() : scan.octetsOfData(), scan.isEightBit(), binary, utf8);
    }

    /** Why a server with these extensions cannot take it, or empty. 8BITMIME is not among them: decisions/0005. */
    Optional<SmtpReply> missingAt(Extensions extensions) {
        long sizeMax = extensions.sizeMax().orElse(Long.MAX_VALUE);
        if (sizeMax < octets) // RFC 1870 section 3
            return Optional.of(SmtpReply.of(552, "5.3.4",
                "The message has " + octets + " octets, that server takes at most " + sizeMax));
        if (utf8 && !extensions.has("SMTPUTF8")) return Optional.of(NO_UTF8);
        if (binary && !(extensions.has("BINARYMIME") && extensions.has("CHUNKING"))) // RFC 3030 section 3
            return Optional.of(NO_BINARY);
        return Optional.empty();
    }

    private static final SmtpReply NO_BINARY =
        SmtpReply.of(554, "5.6.3", "The message is binary, and that server does not take binary messages");

    /** RFC 6531 section 3.5. */
    static final SmtpReply NO_UTF8 =
        SmtpReply.of(553, "5.6.7", "An address or header field is in UTF-8, and that server does not take those");
}
