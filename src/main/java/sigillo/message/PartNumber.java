package sigillo.message;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The number of a part as RFC 9051 section 6.4.5 counts them: {@code 2.1.3}. {@link #NONE}, written as the empty
 * string, is the multipart at the top of a message, which has no number of its own. Parts share their parents' numbers,
 * so that deep trees cost no more than flat ones.
 */
public final class PartNumber {
    public static final PartNumber NONE = new PartNumber(null, 0);

    private final PartNumber parent;
    private final int last;

    private PartNumber(PartNumber parent, int last) {
        this.parent = parent;
        this.last = last;
    }

    /** {@code n} counts from 1. */
    public PartNumber child(int n) {
        if (n < 1) throw new IllegalArgumentException("parts count from 1, not " + n);
        return new PartNumber(this, n);
    }

    @Override public boolean equals(Object other) {
        if (!(other instanceof PartNumber that)) return false;
        PartNumber a = this;
        PartNumber b = that;
        while (a != b && a.parent != null && b.parent != null && a.last == b.last) {
            a = a.parent;
            b = b.parent;
        }
        return a == b || a.parent == null && b.parent == null;
    }

    @Override public int hashCode() {
        int hash = 0;
        for (var n = this; n.parent != null; n = n.parent) hash = Objects.hash(hash, n.last);
        return hash;
    }

    @Override public String toString() {
        var numbers = new ArrayDeque<Integer>();
        for (var n = this; n.parent != null; n = n.parent) numbers.addFirst(n.last);
        return numbers.stream().map(String::valueOf).collect(Collectors.joining("."));
    }
}
