package sigillo.queue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import sigillo.base.Address;

/** Writes a row: numbers of variable length, texts with their length before them. Read back by {@link RowIn}. */
final class RowOut {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

    /** {@code version} tells later programs how to read the rest. */
    RowOut(int version) { out.write(version); }

    /** Zigzag and seven bits an octet, so that small numbers of either sign are short. */
    RowOut number(long value) {
        long left = value << 1 ^ value >> 63;
        for (; (left & ~0x7FL) != 0; left >>>= 7) out.write((int) (left & 0x7F | 0x80));
        out.write((int) left);
        return this;
    }

    RowOut flag(boolean value) { return number(value ? 1 : 0); }

    RowOut text(String value) { return octets(value.getBytes(StandardCharsets.UTF_8)); }

    RowOut address(Address address) { return text(address.localPart()).text(address.domain().name()); }

    RowOut octets(byte[] value) {
        number(value.length);
        out.writeBytes(value);
        return this;
    }

    <T> RowOut optional(Optional<T> value, Consumer<T> writer) {
        flag(value.isPresent());
        value.ifPresent(writer);
        return this;
    }

    byte[] toArray() { return out.toByteArray(); }
}
