package sigillo.relay;

import java.io.IOException;
import java.util.Optional;
import sigillo.base.Octets;
import sigillo.smtp.Envelope;
import sigillo.smtp.Extensions;
import sigillo.smtp.Recipient;
import sigillo.smtp.SmtpReply;

/**
 * What a message asks of a server that takes it, read off its octets, not off what was claimed. {@code binary}: octets
 * that DATA cannot carry unchanged (a bare CR or LF, NUL), in a message that was declared binary.
 */
record Needs(long octets, boolean eightBit, boolean binary, boolean utf8) {

    static Needs of(Envelope envelope, Octets message) throws IOException {
        var scan = new Scan();
        message.writeTo(scan);
        boolean addresses = envelope.from().sender().filter(a -> a.needsUtf8()).isPresent()
            || envelope.recipients().stream().map(Recipient::address).anyMatch(a -> a.needsUtf8());
        return new Needs(message.length(), scan.eightBitHeader || scan.eightBitBody,
            envelope.body() == Envelope.Body.BINARY && scan.isBinary(), addresses || envelope.smtpUtf8() && scan.eightBitHeader);
    }

    /** Why a server with these extensions cannot take it, or empty. */
    Optional<SmtpReply> missingAt(Extensions extensions) {
        if (extensions.sizeMax().isPresent() && extensions.sizeMax().getAsLong() < octets)
            return Optional.of(SmtpReply.of(552, "5.3.4", "The message has " + octets + " octets, that server takes at most " + extensions.sizeMax().getAsLong()));
        if (utf8 && !extensions.has("SMTPUTF8")) // RFC 6531 section 3.5
            return Optional.of(SmtpReply.of(553, "5.6.7", "The message has addresses or header fields in UTF-8, and that server does not take those"));
        if (binary && !(extensions.has("BINARYMIME") && extensions.has("CHUNKING"))) // RFC 3030 section 3
            return Optional.of(SmtpReply.of(554, "5.6.3", "The message is binary, and that server does not take binary messages"));
        return Optional.empty();
    }

    /** Looks at every octet once. */
    private static final class Scan extends java.io.OutputStream {
        private boolean eightBitHeader;
        private boolean eightBitBody;
        private boolean inBody;
        private boolean odd;
        private int last = '\n';
        private int beforeLast = '\r';

        @Override public void write(int b) { see(b & 0xFF); }

        @Override public void write(byte[] from, int offset, int count) {
            for (int i = offset; i < offset + count; i++) see(from[i] & 0xFF);
        }

        private void see(int b) {
            if (b >= 0x80) {
                if (inBody) eightBitBody = true;
                else eightBitHeader = true;
            }
            boolean isBare = b == '\n' ? last != '\r' : last == '\r';
            if (isBare && b != '\r' || b == 0 || last == '\r' && b == '\r') odd = true;
            if (b == '\n' && last == '\r' && beforeLast == '\n') inBody = true;
            beforeLast = last;
            last = b;
        }

        private boolean isBinary() { return odd || last == '\r'; }
    }
}
