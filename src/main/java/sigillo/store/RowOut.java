package sigillo.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import sigillo.base.Address;

/**
 * Builds a row: an octet for its version, which tells later programs how to read the rest, then its fields in order.
 * {@link RowIn} reads it. One thread.
 */
public final class RowOut {
    private byte[] octets;
    private int length;

    public RowOut(int version) { this(version, 48); }

    /** {@code expected}: about so many octets, so that what is large is not made twice. */
    public RowOut(int version, int expected) {
        octets = new byte[expected];
        octet(version);
    }

    public RowOut octet(int value) {
        room(1);
        octets[length++] = (byte) value;
        return this;
    }

    /** Seven bits an octet, the lowest first: small numbers are short. Negative ones take ten octets. */
    public RowOut number(long value) {
        room(10);
        for (; (value & ~0x7FL) != 0; value >>>= 7) octets[length++] = (byte) (value | 0x80);
        octets[length++] = (byte) value;
        return this;
    }

    /** To the millisecond; also before 1970. */
    public RowOut time(Instant at) {
        long millis = at.toEpochMilli();
        return number(millis << 1 ^ millis >> 63);
    }

    /** Eight octets, for what is not small. */
    public RowOut word(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) octet((int) (value >>> shift));
        return this;
    }

    /** With no length: the reader knows it. */
    public RowOut fixed(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, octets, length, value.length);
        length += value.length;
        return this;
    }

    public RowOut sized(byte[] value) { return number(value.length).fixed(value); }

    public RowOut text(String value) { return sized(value.getBytes(StandardCharsets.UTF_8)); }

    public RowOut flag(boolean value) { return octet(value ? 1 : 0); }

    public RowOut address(Address value) { return text(value.localPart()).text(value.domain().name()); }

    public <T> RowOut optional(Optional<T> value, Consumer<T> writer) {
        flag(value.isPresent());
        value.ifPresent(writer);
        return this;
    }

    public byte[] done() { return Arrays.copyOf(octets, length); }

    /** With zeros behind it, as many as were expected and did not come: what is large is not made twice. */
    public byte[] doneWithRest() { return octets; }

    private void room(int more) {
        if (length + more > octets.length) octets = Arrays.copyOf(octets, Math.max(length + more, octets.length * 2));
    }
}
