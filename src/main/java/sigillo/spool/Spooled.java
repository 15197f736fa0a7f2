package sigillo.spool;

import sigillo.base.Octets;

/** A message that was received whole. Closing it wipes and deletes what it holds; reading it afterwards throws. */
public interface Spooled extends Octets, AutoCloseable {
    @Override void close();

    /** What lies in memory already; closing does nothing. */
    static Spooled of(byte[] message) {
        var octets = Octets.of(message);
        return new Spooled() {
            @Override public long length() { return octets.length(); }

            @Override public int read(long position, byte[] into, int offset, int count) throws java.io.IOException {
                return octets.read(position, into, offset, count);
            }

            @Override public void close() { }
        };
    }
}
