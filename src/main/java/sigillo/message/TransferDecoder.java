package sigillo.message;

import java.io.InputStream;
import sigillo.base.Octets;

/**
 * Undoes transfer encodings, RFC 2045 section 6, as a stream of fixed memory. Total: what breaks an encoding's rules is
 * passed over or passed on, as its section advises; an unknown encoding is none.
 */
public final class TransferDecoder {
    private TransferDecoder() {}

    /** The content of a part of {@code message}. For a single reader on one thread. */
    public static InputStream open(Octets message, Part part) {
        return open(part.body().of(message), part.transferEncoding());
    }

    /** @param encoding in lower case */
    public static InputStream open(Octets body, String encoding) {
        return switch (encoding) {
            case "base64" -> new Base64Stream(body);
            case "quoted-printable" -> new QuotedPrintableStream(body);
            case "x-uuencode", "uuencode", "x-uue" -> new UuStream(body);
            default -> body.stream();
        };
    }
}
