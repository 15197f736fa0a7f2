package sigillo.resolver;

import java.net.InetAddress;

/** Asks DNS. Blocks, for some seconds while servers answer; any thread may call. Never throws for what DNS may say. */
public interface Resolver {

    /** MX records, lowest preference first, those of equal preference in random order. RFC 5321 section 5.1. */
    Answer<MailExchanger> mx(String domain);

    /** IPv6 addresses first, then IPv4, each in the order of the answer. */
    Answer<InetAddress> addresses(String host);

    /** Asks whether anybody answers at all: tells a dead resolver of ours from a broken zone of theirs. */
    boolean isAnswering();

    /** {@code host} is lower case, without a dot at its end; the null MX of RFC 7505 section 3 has an empty one. */
    record MailExchanger(int preference, String host) {
        public boolean isNull() { return host.isEmpty(); }
    }
}
