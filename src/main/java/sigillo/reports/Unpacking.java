package sigillo.reports;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/** Undoes gzip and zip, whatever a file's name says. A zip's first file counts. */
final class Unpacking {
    private Unpacking() {}

    /** Throws {@link IOException} for what is broken or grows beyond {@code max}. */
    static byte[] unpacked(byte[] octets, int max) throws IOException {
        var now = octets;
        for (int layers = 0; isPacked(now); layers++) {
            if (layers == ReportLimits.LAYERS_MAX) throw new IOException("it is packed too often");
            now = isGzip(now) ? bounded(new GZIPInputStream(new ByteArrayInputStream(now)), max) : first(now, max);
        }
        return now;
    }

    private static boolean isPacked(byte[] octets) { return isGzip(octets) || isZip(octets); }

    static boolean isGzip(byte[] octets) { return octets.length > 2 && (octets[0] & 0xFF) == 0x1F && (octets[1] & 0xFF) == 0x8B; }

    static boolean isZip(byte[] octets) { return octets.length > 4 && octets[0] == 'P' && octets[1] == 'K' && octets[2] == 3 && octets[3] == 4; }

    private static byte[] first(byte[] zip, int max) throws IOException {
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.isDirectory()) return bounded(in, max);
            }
            throw new IOException("there is no file in it");
        }
    }

    private static byte[] bounded(InputStream in, int max) throws IOException {
        try (in) {
            var octets = in.readNBytes(max + 1);
            if (octets.length > max) throw new IOException("it unpacks to more than " + max + " octets");
            return octets;
        }
    }
}
