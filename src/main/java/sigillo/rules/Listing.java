package sigillo.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * The scripts of one account without their texts, so that nothing of these is opened to list them, in no order.
 * {@code revision}: grows with each change of them; 0 where there never was one.
 */
public record Listing(long revision, List<Entry> scripts) {
    static final Listing NONE = new Listing(0, List.of());
    private static final int VERSION = 1;
    /** Enough that nobody finds two texts with the same. */
    public static final int HASH_OCTETS = 16;
    /** Of one beside its name: its tag, id, hash and the lengths of these. In octets. */
    private static final int ENTRY_OCTETS = 96;

    public Listing { scripts = List.copyOf(scripts); }

    /**
     * {@code tag}: its place. {@code hash}: the first {@link #HASH_OCTETS} of the SHA-256 of its text, of
     * which there are so many {@code octets}.
     */
    public record Entry(Bytes tag, String id, String name, Bytes hash, int octets, boolean isActive) {
        Entry active(Optional<Bytes> one) {
            return new Entry(tag, id, name, hash, octets, one.filter(tag::equals).isPresent());
        }
    }

    Listing active(Optional<Bytes> tag) {
        return new Listing(revision, scripts.stream().map(one -> one.active(tag)).toList());
    }

    /** Which is active is kept elsewhere. */
    static byte[] encode(List<Entry> scripts) {
        int expected = scripts.stream().mapToInt(one -> 4 * one.name.length() + ENTRY_OCTETS).sum() + 16;
        var out = new RowOut(VERSION, expected).number(scripts.size());
        for (var one : scripts) {
            out.sized(one.tag.toArray()).text(one.id).text(one.name).fixed(one.hash.toArray()).number(one.octets);
        }
        return out.done();
    }

    static List<Entry> decode(byte[] octets) {
        var in = new RowIn(octets, VERSION);
        var all = new ArrayList<Entry>();
        for (int n = in.count(); n > 0; n--) {
            all.add(new Entry(Bytes.wrap(in.sized()), in.text(), in.text(), Bytes.wrap(in.fixed(HASH_OCTETS)),
                in.integer(), false));
        }
        return all;
    }
}
