package sigillo.imap;

/**
 * Places in a result: RFC 9394 section 3.1's partial-range. From 1, both inclusive, {@code first} not above {@code last};
 * {@code fromEnd}: counted from the end of the result, as {@code -1:-100}.
 */
public record PageRange(long first, long last, boolean fromEnd) {
    public PageRange {
        if (first < 1 || last < first) throw new IllegalArgumentException(first + ":" + last);
    }

    static PageRange parse(Cursor in) throws Syntax {
        boolean fromEnd = in.skip('-');
        long one = in.nzNumber();
        in.expect(':');
        if (fromEnd) in.expect('-');
        long other = in.nzNumber();
        return new PageRange(Math.min(one, other), Math.max(one, other), fromEnd);
    }

    /** The first place of so many, counted from 0. */
    public int from(int count) { return fromEnd ? (int) Math.max(0, count - last) : (int) Math.min(first - 1, count); }

    /** Behind the last place. */
    public int to(int count) { return fromEnd ? (int) Math.max(0, count - first + 1) : (int) Math.min(last, count); }

    @Override public String toString() {
        return fromEnd ? "-" + first + ":-" + last : first + ":" + last;
    }
}
