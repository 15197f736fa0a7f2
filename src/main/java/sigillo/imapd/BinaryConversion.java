package sigillo.imapd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import sigillo.base.Octets;
import sigillo.message.HeaderScan;
import sigillo.message.Message;
import sigillo.message.Part;
import sigillo.spool.Spool;
import sigillo.spool.SpoolWriter;
import sigillo.spool.Spooled;

/**
 * Writes parts that hold NUL anew in base64: what came as a literal8 is to be had by BODY[] too, which may hold none (RFC
 * 3516 section 4.4). All other octets stay as they are.
 */
final class BinaryConversion {
    private static final int BUFFER_OCTETS = 16 << 10;
    private static final int LINE_OCTETS = 76;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] FIELD = "Content-Transfer-Encoding: base64\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Octets message;
    private final OutputStream out;

    private BinaryConversion(Octets message, OutputStream out) {
        this.message = message;
        this.out = out;
    }

    static boolean isNeeded(Octets octets) throws IOException {
        try (var in = octets.stream()) {
            var buffer = new byte[BUFFER_OCTETS];
            for (int n; (n = in.read(buffer)) > 0; ) {
                for (int i = 0; i < n; i++) {
                    if (buffer[i] == 0) return true;
                }
            }
            return false;
        }
    }

    /** NUL that stands where no encoding can help, as in a header, stays. The caller closes what it gets. */
    static Spooled run(Octets message, Spool spool) throws IOException {
        var parts = new ArrayList<Part>();
        collect(Message.parse(message).root(), message, parts);
        try (var writer = spool.writer()) {
            new BinaryConversion(message, new Writing(writer)).write(parts);
            return writer.finish();
        }
    }

    private static void collect(Part part, Octets message, List<Part> found) throws IOException {
        for (var child : part.children()) collect(child, message, found);
        boolean isLeaf = part.children().isEmpty() && part.fields().isIdentity();
        if (isLeaf && isNeeded(part.body().of(message))) found.add(part);
    }

    private void write(List<Part> parts) throws IOException {
        long at = 0;
        for (var part : parts) {
            message.slice(at, part.headerStart()).writeTo(out);
            header(part.header().of(message));
            body(part.body().of(message).stream());
            at = part.end();
        }
        message.slice(at, message.length()).writeTo(out);
    }

    /** Without the old encoding. */
    private void header(Octets header) throws IOException {
        HeaderScan.fields(header, (name, start, end) -> {
            if (!name.equals("content-transfer-encoding")) header.slice(start, end).writeTo(out);
            return true;
        });
        out.write(FIELD);
        out.write(CRLF);
    }

    private void body(InputStream in) throws IOException {
        var line = new byte[LINE_OCTETS / 4 * 3];
        for (int n; (n = in.readNBytes(line, 0, line.length)) > 0; ) {
            out.write(Base64.getEncoder().encode(n == line.length ? line : java.util.Arrays.copyOf(line, n)));
            out.write(CRLF);
        }
    }

    private static final class Writing extends OutputStream {
        private final SpoolWriter writer;

        Writing(SpoolWriter writer) { this.writer = writer; }

        @Override public void write(int octet) throws IOException { write(new byte[] {(byte) octet}, 0, 1); }

        @Override public void write(byte[] octets, int offset, int count) throws IOException { writer.write(octets, offset, count); }
    }
}
