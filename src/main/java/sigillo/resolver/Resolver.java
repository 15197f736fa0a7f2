package sigillo.resolver;

import java.net.InetAddress;
import java.util.Optional;
import sigillo.dane.TlsaRecord;

/** Asks DNS. Blocks, for some seconds while servers answer; any thread may call. Never throws for what DNS may say. */
public interface Resolver {

    /** MX records, lowest preference first, those of equal preference in random order. RFC 5321 section 5.1. */
    Answer<MailExchanger> mx(String domain);

    /** IPv6 addresses first, then IPv4, each in the order of the answer. */
    Answer<InetAddress> addresses(String host);

    /**
     * The name that has a host's addresses, when it is an alias of another; else the host itself. To be asked after {@link
     * #addresses}, whose security it shares.
     */
    default String canonical(String host) { return host; }

    /** The name that has a domain's MX records, when it is an alias of another; else the domain. As {@link #canonical}, after {@link #mx}. */
    default String canonicalOfMx(String domain) { return domain; }

    /** TXT records, the strings of each joined: RFC 7208 section 3.3. */
    default Answer<String> txt(String name) { return new Answer.NoSuchDomain<>(); }

    /** RFC 7672 section 2.2: of {@code _25._tcp.host}. */
    default Answer<TlsaRecord> tlsa(String name) { return new Answer.NoSuchDomain<>(); }

    /** Whether the signatures of all answers are checked, by us or by those whom we trust. May ask. */
    default boolean isValidating() { return false; }

    /**
     * Asks whether anybody answers at all, and why not: tells a dead resolver of ours, or signatures that are wrong
     * everywhere, from a broken zone of theirs. Empty when all is well.
     */
    Optional<String> trouble();

    /** {@code host} is lower case, without a dot at its end; the null MX of RFC 7505 section 3 has an empty one. */
    record MailExchanger(int preference, String host) {
        public boolean isNull() { return host.isEmpty(); }
    }
}
