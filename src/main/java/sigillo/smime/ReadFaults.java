package sigillo.smime;

import java.io.IOException;
import sigillo.base.Octets;

/** Octets that remember that they could not be read. One thread. */
final class ReadFaults implements Octets {
    private final Octets of;
    private IOException fault;

    ReadFaults(Octets of) { this.of = of; }

    @Override public long length() { return of.length(); }

    @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
        try {
            return of.read(position, into, offset, count);
        } catch (IOException e) {
            fault = e;
            throw e;
        }
    }

    void check() throws IOException { if (fault != null) throw fault; }
}
