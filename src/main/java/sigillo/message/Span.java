package sigillo.message;

import sigillo.base.Octets;

/** The octets {@code [start, end)} of a message. */
public record Span(long start, long end) {
    public Span {
        if (start < 0 || end < start) throw new IllegalArgumentException("not a span: " + start + " to " + end);
    }

    public long length() { return end - start; }

    public Octets of(Octets message) { return message.slice(start, end); }
}
