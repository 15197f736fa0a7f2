package sigillo.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Takes the header of a proxy off a connection, and not an octet more: what follows is the client's. One thread. */
final class ProxyFramer {
    private ProxyFramer() {}

    /** Throws {@link IOException} where it does not begin with one; deadlines are those of the stream. */
    static ProxyHeader read(InputStream in) throws IOException {
        var octets = new byte[ProxyHeader.FIXED_OCTETS + ProxyHeader.REST_MAX];
        fill(in, octets, 0, ProxyHeader.SIGNATURE_OCTETS);
        Optional<ProxyHeader> header = Optional.empty();
        if (ProxyHeader.isBinary(octets, ProxyHeader.SIGNATURE_OCTETS)) header = binary(in, octets);
        else if (ProxyHeader.isText(octets, ProxyHeader.SIGNATURE_OCTETS)) header = text(in, octets);
        return header.orElseThrow(() -> new IOException("it begins with no PROXY header"));
    }

    private static Optional<ProxyHeader> binary(InputStream in, byte[] octets) throws IOException {
        fill(in, octets, ProxyHeader.SIGNATURE_OCTETS, ProxyHeader.FIXED_OCTETS);
        int rest = ProxyHeader.rest(octets);
        if (rest > ProxyHeader.REST_MAX) throw new IOException("its PROXY header is too long");
        fill(in, octets, ProxyHeader.FIXED_OCTETS, ProxyHeader.FIXED_OCTETS + rest);
        return ProxyHeader.binary(Arrays.copyOf(octets, ProxyHeader.FIXED_OCTETS + rest));
    }

    /** Octet for octet from where the shortest could end. */
    private static Optional<ProxyHeader> text(InputStream in, byte[] octets) throws IOException {
        for (int count = ProxyHeader.SIGNATURE_OCTETS; count < ProxyHeader.LINE_MAX; count++) {
            fill(in, octets, count, count + 1);
            if (octets[count] != '\n') continue;
            if (octets[count - 1] != '\r') return Optional.empty();
            return ProxyHeader.text(new String(octets, 0, count - 1, StandardCharsets.ISO_8859_1));
        }
        return Optional.empty();
    }

    private static void fill(InputStream in, byte[] octets, int from, int to) throws IOException {
        for (int at = from; at < to; ) {
            int n = in.read(octets, at, to - at);
            if (n < 0) throw new EOFException("it ends within its PROXY header");
            at += n;
        }
    }
}
