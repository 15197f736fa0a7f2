package sigillo.spf;

import java.util.Optional;

/** RFC 7208 section 5. */
sealed interface Mechanism {
    record All() implements Mechanism {}

    record Include(MacroString domain) implements Mechanism {}

    /** Empty {@code domain}: the one that is asked about. {@code bits4} and {@code bits6} are prefix lengths. */
    record A(Optional<MacroString> domain, int bits4, int bits6) implements Mechanism {}

    record Mx(Optional<MacroString> domain, int bits4, int bits6) implements Mechanism {}

    record Ptr(Optional<MacroString> domain) implements Mechanism {}

    /** 4 or 16 octets. */
    record Ip(byte[] network, int bits) implements Mechanism {}

    record Exists(MacroString domain) implements Mechanism {}
}
