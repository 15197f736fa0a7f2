package sigillo.dns;

/** Asks DNS one question. What a test answers here is the whole Internet of its case. */
public interface Lookup {

    /** {@code name}: raw, one character an octet, labels divided by dots. May block; never throws for what DNS says. */
    DnsAnswer ask(String name, DnsType type);
}
