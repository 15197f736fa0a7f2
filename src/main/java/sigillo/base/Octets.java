package sigillo.base;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Octets of known length that can be read at any place: a message in memory, in a spool file or in the store.
 * Readers may be on several threads.
 */
public interface Octets {

    /** In octets. */
    long length();

    /**
     * Reads from {@code position} into {@code into[offset, offset + count)}. Returns how many octets were read: at
     * least 1 when {@code count > 0} and {@code position < length()}, else 0. Throws {@link IOException} when the
     * octets cannot be had (a broken disk, a failed checksum).
     */
    int read(long position, byte[] into, int offset, int count) throws IOException;

    /** These octets in memory; the array must not change afterwards. */
    static Octets of(byte[] array) { return new ArrayOctets(array, 0, array.length); }

    /** The pieces one after the other. All of them are held: not for as many as a stranger may say. */
    static Octets concat(java.util.List<Octets> pieces) { return new ConcatOctets(pieces); }

    /** The octets {@code [from, to)}; bounds outside are cut to what is there. */
    default Octets slice(long from, long to) {
        long start = Math.clamp(from, 0, length());
        long end = Math.clamp(to, start, length());
        return new SliceOctets(this, start, end - start);
    }

    /**
     * All octets of {@code [from, to)}, bounds cut to what is there. Only for what is known to be small: throws
     * {@link IllegalArgumentException} when more than {@code octetsMax} would be read.
     */
    default byte[] bytes(long from, long to, int octetsMax) throws IOException {
        long start = Math.clamp(from, 0, length());
        long count = Math.clamp(to, start, length()) - start;
        if (count > octetsMax) throw new IllegalArgumentException(count + " octets are more than " + octetsMax);
        var all = new byte[(int) count];
        readFully(start, all);
        return all;
    }

    /** Fills {@code into} from {@code position}; throws {@link EOFException} when there is less. */
    default void readFully(long position, byte[] into) throws IOException {
        for (int done = 0; done < into.length; ) {
            int n = read(position + done, into, done, into.length - done);
            if (n <= 0) throw new EOFException("ends at " + length());
            done += n;
        }
    }

    /** Writes all octets to {@code out}, through a buffer of 16 KiB. */
    default void writeTo(OutputStream out) throws IOException {
        var buffer = new byte[Math.clamp(length(), 1, 16 * 1024)];
        for (long at = 0; at < length(); ) {
            int n = read(at, buffer, 0, buffer.length);
            if (n <= 0) throw new EOFException("ends at " + at + " of " + length());
            out.write(buffer, 0, n);
            at += n;
        }
    }

    /** A stream over all octets; closing it closes nothing. */
    default InputStream stream() { return new OctetsStream(this); }

    /** Reads a stream to its end into memory; throws {@link IOException} beyond {@code octetsMax}. */
    static Octets readAll(InputStream in, int octetsMax) throws IOException {
        var all = new ByteArrayOutputStream();
        var buffer = new byte[16 * 1024];
        for (int n; (n = in.read(buffer)) > 0; ) {
            if (all.size() + n > octetsMax) throw new IOException("more than " + octetsMax + " octets");
            all.write(buffer, 0, n);
        }
        return of(all.toByteArray());
    }
}
