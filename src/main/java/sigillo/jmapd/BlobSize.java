package sigillo.jmapd;

import java.io.IOException;
import sigillo.base.Octets;
import sigillo.message.Part;
import sigillo.message.TransferDecoder;

/** How long the content of a part is, its transfer encoding undone: RFC 8621 section 4.1.4. */
final class BlobSize {
    private static final int BUFFER_OCTETS = 16 << 10;

    private BlobSize() {}

    static long of(Octets message, Part part) throws IOException {
        if (part.fields().isIdentity()) return part.bodyOctets();
        long size = 0;
        var buffer = new byte[BUFFER_OCTETS];
        try (var in = TransferDecoder.open(message, part)) {
            for (int n; (n = in.read(buffer)) > 0; ) size += n;
        }
        return size;
    }
}
