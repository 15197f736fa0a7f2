package sigillo.account;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import sigillo.store.StoreException;

/** Reads what {@link RowOut} wrote. Anything else is a broken store: {@link StoreException}. */
final class RowIn {
    private final byte[] octets;
    private int at;

    /** Refuses a version that this program does not know. */
    RowIn(byte[] octets, int version) {
        this.octets = octets;
        int found = octet();
        if (found != version) throw broken("version " + found + ", not " + version);
    }

    boolean isAtEnd() { return at == octets.length; }

    int octet() {
        if (at >= octets.length) throw broken("too short");
        return octets[at++] & 0xFF;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = octet();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
        throw broken("a number without end");
    }

    /** An id: ids begin at 1. */
    long id() {
        long id = number();
        if (id <= 0) throw broken("an id that is none");
        return id;
    }

    /** A count of things of which each takes at least an octet: no more than there are octets. */
    int count() {
        long count = number();
        if (count < 0 || count > octets.length - at) throw broken("a count beyond its end");
        return (int) count;
    }

    Instant time() {
        long zigzag = number();
        return Instant.ofEpochMilli(zigzag >>> 1 ^ -(zigzag & 1));
    }

    long word() {
        long value = 0;
        for (int i = 0; i < 8; i++) value = value << 8 | octet();
        return value;
    }

    byte[] fixed(int count) {
        if (count > octets.length - at) throw broken("too short");
        at += count;
        return Arrays.copyOfRange(octets, at - count, at);
    }

    byte[] sized() { return fixed(count()); }

    String text() { return new String(sized(), StandardCharsets.UTF_8); }

    static StoreException broken(String how) { return new StoreException("a row is broken: " + how, null); }
}
