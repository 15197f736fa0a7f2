package sigillo.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * An Email's keywords as rows keep them: a bit for each of IMAP's system flags, and the sorted numbers of the others
 * in the account's own list, so that a row stays short whatever names a client invents.
 */
record Marks(int system, List<Integer> others) {
    static final Marks NONE = new Marks(0, List.of());
    /** By bit; never to be changed. */
    static final List<Keyword> SYSTEM = List.of(Keyword.SEEN, Keyword.ANSWERED, Keyword.FLAGGED, Keyword.DRAFT);
    private static final int SEEN = 1;

    Marks {
        others = List.copyOf(others);
    }

    boolean seen() { return (system & SEEN) != 0; }

    static int systemBits(Set<Keyword> keywords) {
        int bits = 0;
        for (int i = 0; i < SYSTEM.size(); i++) {
            if (keywords.contains(SYSTEM.get(i))) bits |= 1 << i;
        }
        return bits;
    }

    void encode(RowOut out) {
        out.octet(system).number(others.size());
        for (int keyword : others) out.number(keyword);
    }

    static Marks decode(RowIn in) {
        int system = in.octet();
        int count = in.count();
        if (count == 0) return new Marks(system, List.of());
        var others = new ArrayList<Integer>(count);
        for (int i = 0; i < count; i++) others.add((int) in.number());
        return new Marks(system, others);
    }
}
