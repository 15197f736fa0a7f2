package sigillo.webauthn;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads CBOR (RFC 8949) as authenticators write it: whole numbers, octets, text, arrays, maps, true, false and null, each of a
 * length that is said before. Total: whatever comes has a value or none, and takes no more memory than it is long.
 */
final class Cbor {
    private static final int DEPTH_MAX = 6;
    private static final int ITEMS_MAX = 200;

    private final ByteBuffer in;
    private int items;

    private Cbor(ByteBuffer in) { this.in = in; }

    sealed interface Item {
        record Whole(long value) implements Item {}

        record Octets(byte[] value) implements Item {}

        record Text(String value) implements Item {}

        record Many(List<Item> values) implements Item {}

        /** Only keys that are numbers or text. */
        record Pairs(Map<Object, Item> values) implements Item {
            Optional<byte[]> octets(Object key) { return values.get(key) instanceof Octets(var value) ? Optional.of(value) : Optional.empty(); }

            Optional<Long> whole(Object key) { return values.get(key) instanceof Whole(var value) ? Optional.of(value) : Optional.empty(); }
        }

        record Simple(int value) implements Item {}
    }

    /** The first item, from where {@code in} stands, which stands behind it then. Empty for what is none, or another kind of CBOR. */
    static Optional<Item> read(ByteBuffer in) {
        try {
            return Optional.of(new Cbor(in).item(0));
        } catch (Malformed | BufferUnderflowException wrong) {
            return Optional.empty();
        }
    }

    private Item item(int depth) throws Malformed {
        if (depth > DEPTH_MAX || ++items > ITEMS_MAX) throw new Malformed();
        int first = in.get() & 0xFF;
        int kind = first >> 5;
        if (kind == 7) return simple(first & 0x1F);
        long number = number(first & 0x1F);
        return switch (kind) {
            case 0 -> new Item.Whole(number);
            case 1 -> new Item.Whole(-1 - number);
            case 2 -> new Item.Octets(octets(number));
            case 3 -> new Item.Text(new String(octets(number), StandardCharsets.UTF_8));
            case 4 -> many(number, depth);
            case 5 -> pairs(number, depth);
            default -> throw new Malformed(); // tags: nobody here writes them
        };
    }

    private Item simple(int value) throws Malformed {
        if (value < 20 || value > 22) throw new Malformed();
        return new Item.Simple(value);
    }

    /** Not of indefinite length, which CTAP forbids. */
    private long number(int said) throws Malformed {
        long number = switch (said) {
            case 24 -> in.get() & 0xFFL;
            case 25 -> in.getShort() & 0xFFFFL;
            case 26 -> in.getInt() & 0xFFFFFFFFL;
            case 27 -> in.getLong();
            default -> {
                if (said > 23) throw new Malformed();
                yield said;
            }
        };
        if (number < 0) throw new Malformed();
        return number;
    }

    private byte[] octets(long length) throws Malformed {
        if (length > in.remaining()) throw new Malformed();
        var octets = new byte[(int) length];
        in.get(octets);
        return octets;
    }

    private Item many(long count, int depth) throws Malformed {
        if (count > in.remaining()) throw new Malformed();
        var values = new ArrayList<Item>();
        for (long i = 0; i < count; i++) values.add(item(depth + 1));
        return new Item.Many(values);
    }

    private Item pairs(long count, int depth) throws Malformed {
        if (count > in.remaining()) throw new Malformed();
        var values = new LinkedHashMap<Object, Item>();
        for (long i = 0; i < count; i++) {
            Object key = switch (item(depth + 1)) {
                case Item.Whole(var number) -> number;
                case Item.Text(var text) -> text;
                case Item.Octets _, Item.Many _, Item.Pairs _, Item.Simple _ -> throw new Malformed();
            };
            if (values.put(key, item(depth + 1)) != null) throw new Malformed();
        }
        return new Item.Pairs(values);
    }

    /** Never leaves this class. */
    private static final class Malformed extends Exception {
        Malformed() { super(null, null, false, false); }
    }
}
