package sigillo.trace;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import sigillo.base.Bytes;

/**
 * The keys of the partition {@code trace}; numbers are big-endian.
 *
 * <pre>
 * e day(4) trace(16) serial(8)     steps of one message that were told together: {@link Row}
 * a hash(16) millis(8) trace(16)   empty: that message has a step at millis which concerns that address
 * n                                day(4): the rows of all days before it name no addresses any more
 * </pre>
 *
 * Days are those of UTC since 1970. What is to be forgotten lies together, and a look-up by trace asks for each day.
 */
final class TraceKeys {
    private static final int TRACE_OCTETS = 16;
    private static final int DAY_AT = 1;
    private static final int TRACE_AT = DAY_AT + 4;

    static final Bytes EVENTS = Bytes.utf8("e");
    static final Bytes UNNAMED_BEFORE = Bytes.utf8("n");

    private TraceKeys() {}

    static int day(Instant at) { return (int) LocalDate.ofInstant(at, ZoneOffset.UTC).toEpochDay(); }

    static Bytes events(int day) { return Bytes.wrap(start(5, 'e').putInt(day).array()); }

    static Bytes events(int day, TraceId trace) {
        return Bytes.wrap(start(TRACE_AT + TRACE_OCTETS, 'e').putInt(day).put(octets(trace)).array());
    }

    /** Serials grow, also over restarts. */
    static Bytes events(int day, TraceId trace, long serial) {
        var key = start(TRACE_AT + TRACE_OCTETS + 8, 'e').putInt(day).put(octets(trace)).putLong(serial);
        return Bytes.wrap(key.array());
    }

    static TraceId traceOf(Bytes eventsKey) { return traceAt(eventsKey, TRACE_AT); }

    static Bytes about(Bytes hash) {
        return Bytes.wrap(start(1 + AddressHash.OCTETS, 'a').put(hash.unsafeArray()).array());
    }

    static Bytes about(Bytes hash, Place place) {
        var key = start(1 + AddressHash.OCTETS + Place.OCTETS, 'a').put(hash.unsafeArray()).put(place.octets());
        return Bytes.wrap(key.array());
    }

    static Place place(Bytes aboutKey) {
        return Place.of(Arrays.copyOfRange(aboutKey.unsafeArray(), 1 + AddressHash.OCTETS, aboutKey.length()));
    }

    private static ByteBuffer start(int octets, char kind) { return ByteBuffer.allocate(octets).put((byte) kind); }

    private static byte[] octets(TraceId trace) { return trace.text().getBytes(StandardCharsets.US_ASCII); }

    private static TraceId traceAt(Bytes key, int at) {
        return new TraceId(new String(key.unsafeArray(), at, TRACE_OCTETS, StandardCharsets.US_ASCII));
    }

    /** Where a message stands in what concerns an address; as text the place where a page ends. */
    record Place(Instant last, TraceId trace) {
        static final int OCTETS = 8 + TRACE_OCTETS;

        byte[] octets() {
            return ByteBuffer.allocate(OCTETS).putLong(last.toEpochMilli()).put(TraceKeys.octets(trace)).array();
        }

        String toText() { return Base64.getUrlEncoder().withoutPadding().encodeToString(octets()); }

        /** Empty for what {@link #toText} has not written. */
        static Optional<Place> parse(String text) {
            try {
                var octets = Base64.getUrlDecoder().decode(text);
                return octets.length == OCTETS ? Optional.of(of(octets)) : Optional.empty();
            } catch (IllegalArgumentException notOurs) {
                return Optional.empty();
            }
        }

        static Place of(byte[] octets) {
            var in = ByteBuffer.wrap(octets);
            return new Place(Instant.ofEpochMilli(in.getLong()), traceAt(Bytes.wrap(octets), 8));
        }
    }
}
