package sigillo.smime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import sigillo.base.Octets;
import sigillo.message.Part;
import sigillo.message.TransferDecoder;

/**
 * What a signature encloses (application/pkcs7-mime; smime-type=signed-data): an entity of MIME, RFC 8551 section
 * 3.5.2. Whether it is signed by anybody is {@link SmimeVerifier}'s. Read from its beginning on, and anew where
 * somebody goes back: nothing of it is held. One thread.
 */
public final class SignedContent implements Octets {
    private final Octets message;
    private final Part part;
    private final long length;
    private final Again again;
    private InputStream in;
    private long at;
    private int begun;

    /** Asked each time before it is read from its beginning; what it throws ends the reading. */
    @FunctionalInterface public interface Again {
        void begin() throws IOException;
    }

    private SignedContent(Octets message, Part part, long length, Again again) {
        this.again = again;
        this.message = message;
        this.part = part;
        this.length = length;
    }

    /**
     * Reads it once. Empty where {@code part} encloses nothing that can be read: what is encrypted, cut off, or goes
     * deeper than signatures do. Throws {@link IOException} when the message cannot be read.
     */
    public static Optional<Octets> of(Octets message, Part part, Again again) throws IOException {
        if (SmimeKind.of(part) != SmimeKind.ENCLOSED) return Optional.empty();
        var readable = new ReadFaults(message);
        try (var whole = open(readable, part)) {
            long length = whole.transferTo(OutputStream.nullOutputStream());
            return Optional.of(new SignedContent(message, part, length, again));
        } catch (IOException | RuntimeException unreadable) {
            readable.check();
            return Optional.empty();
        }
    }

    private static InputStream open(Octets message, Part part) throws IOException {
        try {
            var digests = new JcaDigestCalculatorProviderBuilder().build();
            var signature = new BoundedStream(TransferDecoder.open(message, part), SmimeLimits.SIGNATURE_OCTETS_MAX);
            var content = new CMSSignedDataParser(digests, signature).getSignedContent();
            if (content == null) throw new IOException("nothing is enclosed");
            signature.allow(message.length());
            return content.getContentStream();
        } catch (CMSException | OperatorCreationException | RuntimeException broken) {
            throw new IOException("it cannot be read", broken);
        }
    }

    @Override public long length() { return length; }

    @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
        if (position >= length) return 0;
        if (in == null || position < at) {
            if (++begun > SmimeLimits.CONTENT_READ_MAX) throw new IOException("what is signed is read too often");
            again.begin();
            in = open(message, part);
            at = 0;
        }
        in.skipNBytes(position - at);
        int n = in.read(into, offset, (int) Math.min(count, length - position));
        at = position + Math.max(n, 0);
        return Math.max(n, 0);
    }
}
