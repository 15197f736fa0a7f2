package sigillo.net;

import java.io.IOException;
import java.io.OutputStream;

/** A wire to write to. What fails here is told apart from a message that cannot be read while it is written. */
public final class WireOutput extends OutputStream {
    /** The client takes nothing any more. */
    public static final class Gone extends IOException {
        private static final long serialVersionUID = 1L;

        Gone(IOException cause) { super(cause.getMessage(), cause); }
    }

    private final Wire wire;

    public WireOutput(Wire wire) { this.wire = wire; }

    @Override public void write(int octet) throws IOException { write(new byte[] {(byte) octet}, 0, 1); }

    @Override public void write(byte[] octets, int offset, int count) throws IOException {
        try {
            wire.write(octets, offset, count);
        } catch (IOException failed) {
            throw new Gone(failed);
        }
    }

    @Override public void flush() throws IOException {
        try {
            wire.flush();
        } catch (IOException failed) {
            throw new Gone(failed);
        }
    }
}
