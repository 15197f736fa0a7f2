package sigillo.zone;

import java.util.Locale;

/**
 * A record of DNS. {@code name}: in lower case, without a dot at its end. {@code value}: as a zone file has it, names in it
 * in lower case with a dot at their end; of TXT the text itself, in one piece, without quotes.
 */
public record ZoneRecord(String name, Type type, String value) {
    /** RFC 1035 section 3.2.2; RFC 3596, 2782, 6698 and 8659. */
    public enum Type { A, AAAA, CNAME, MX, NS, SRV, TLSA, CAA, TXT }

    public ZoneRecord { name = name.toLowerCase(Locale.ROOT); }

    static String target(String host) { return host.toLowerCase(Locale.ROOT) + "."; }
}
