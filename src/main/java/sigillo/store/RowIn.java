package sigillo.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import sigillo.base.Address;
import sigillo.base.Domain;

/** Reads what {@link RowOut} wrote. Anything else is a broken store: {@link StoreException}. One thread. */
public final class RowIn {
    private final byte[] octets;
    private int at;

    /** Refuses a version that this program does not know. */
    public RowIn(byte[] octets, int version) {
        this.octets = octets;
        int found = octet();
        if (found != version) throw broken("version " + found + ", not " + version);
    }

    public boolean isAtEnd() { return at == octets.length; }

    public int octet() {
        if (at >= octets.length) throw broken("too short");
        return octets[at++] & 0xFF;
    }

    public long number() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = octet();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
        throw broken("a number without end");
    }

    /** A number that fits into 32 bits. */
    public int integer() {
        long number = number();
        if (number != (int) number) throw broken("a number that is too large");
        return (int) number;
    }

    public boolean flag() { return octet() != 0; }

    /** An id: ids begin at 1. */
    public long id() {
        long id = number();
        if (id <= 0) throw broken("an id that is none");
        return id;
    }

    /** A count of things of which each takes at least an octet: no more than there are octets. */
    public int count() {
        long count = number();
        if (count < 0 || count > octets.length - at) throw broken("a count beyond its end");
        return (int) count;
    }

    public Instant time() {
        long zigzag = number();
        return Instant.ofEpochMilli(zigzag >>> 1 ^ -(zigzag & 1));
    }

    public long word() {
        long value = 0;
        for (int i = 0; i < 8; i++) value = value << 8 | octet();
        return value;
    }

    public byte[] fixed(int count) {
        if (count > octets.length - at) throw broken("too short");
        at += count;
        return Arrays.copyOfRange(octets, at - count, at);
    }

    public byte[] sized() { return fixed(count()); }

    public String text() { return new String(sized(), StandardCharsets.UTF_8); }

    public Address address() {
        try {
            return new Address(text(), new Domain(text()));
        } catch (IllegalArgumentException noAddress) {
            throw broken(noAddress.getMessage());
        }
    }

    public <T> Optional<T> optional(Supplier<T> reader) {
        return flag() ? Optional.of(reader.get()) : Optional.empty();
    }

    public static StoreException broken(String how) { return new Damaged("a row is broken: " + how, null); }
}
