package sigillo.queue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.store.StoreException;

/** Reads what {@link RowOut} wrote. Throws {@link StoreException} when it is something else: a damaged or newer row. */
final class RowIn {
    private final byte[] row;
    private int at;

    RowIn(byte[] row, int version) {
        this.row = row;
        if (octet() != version) throw new StoreException("a queue row of version " + row[0] + ", not " + version, null);
    }

    private int octet() {
        if (at >= row.length) throw new StoreException("a queue row that ends early", null);
        return row[at++];
    }

    long number() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int octet = octet();
            value |= (octet & 0x7FL) << shift;
            if (octet >= 0) return value >>> 1 ^ -(value & 1);
        }
    }

    int integer() { return Math.toIntExact(number()); }

    boolean flag() { return number() != 0; }

    String text() { return new String(octets(), StandardCharsets.UTF_8); }

    Address address() { return new Address(text(), new Domain(text())); }

    byte[] octets() {
        int length = integer();
        if (length < 0 || length > row.length - at) throw new StoreException("a queue row that ends early", null);
        at += length;
        return Arrays.copyOfRange(row, at - length, at);
    }

    <T> Optional<T> optional(Supplier<T> reader) { return flag() ? Optional.of(reader.get()) : Optional.empty(); }
}
