package sigillo.queue;

/**
 * Where recipients go together. {@code key} names it: what takes turns, is counted and backs off as one; at most 300
 * octets of printable ASCII. {@code isFinal}: who takes a message there delivers it (an account here, a delivery agent
 * over LMTP); else it was relayed (RFC 3461 section 5.2.2).
 */
public record Destination(String key, Carrier carrier, boolean isFinal) {
    static final int KEY_OCTETS_MAX = 300;

    public Destination {
        boolean valid = key.matches("[!-~]{1," + KEY_OCTETS_MAX + "}");
        if (!valid) throw new IllegalArgumentException("not a destination: " + key);
    }
}
