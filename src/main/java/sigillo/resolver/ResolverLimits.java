package sigillo.resolver;

import java.time.Duration;

/** Bounds of asking DNS, with the reasons. What an operator may wish otherwise is in {@link ResolverSettings}. */
final class ResolverLimits {
    private ResolverLimits() {}

    /** Records of one answer that are looked at: a hostile zone may list thousands. */
    static final int RECORDS_MAX = 30;
    /** As above, of TXT: large domains have dozens beside the one that is looked for. */
    static final int TEXTS_MAX = 200;
    /** A longer record counts as several in the cache: one TXT may hold 64 KiB, and thousands would fill the memory. */
    static final int RECORD_OCTETS = 512;
    /**
     * Answers over TCP that are under way for mail of strangers, of 64 KiB at most; those of real mail fit into UDP, but
     * some lists of TXT.
     */
    static final int LONG_ANSWERS_AT_ONCE = 12;
    /** Of these for one network (/24, or /48 of IPv6), whatever it sends. */
    static final int LONG_ANSWERS_OF_A_NETWORK = 5;
    /** Of these for one message. */
    static final int LONG_ANSWERS_OF_A_MESSAGE = 3;
    /** The same for what we ask for ourselves, such as where our own mail goes: strangers have none of them. */
    static final int OWN_LONG_ANSWERS_AT_ONCE = 4;
    /** DNSKEY and DS of a zone, with their signatures: four keys of RSA-4096 with two signatures take 3 KiB. */
    static final int KEYS_OCTETS_MAX = 8 * 1024;
    /**
     * DNSKEY and DS that one message makes us ask for, to check what it makes us ask: some 60 in real mail, when nothing is
     * kept. A name may have 127 zones above it, each with keys to fetch and signatures to verify.
     */
    static final int KEYS_OF_A_MESSAGE = 300;
    /** Zones whose keys are kept for a quarter of an hour, by each server: 2 MiB if all are as long as may be. */
    static final int KEYS_KEPT_MAX = 250;
    /** CNAMEs followed in one question. */
    static final int REDIRECTS_MAX = 8;
    /** Servers asked: those of the system are at most three as well. */
    static final int SERVERS_MAX = 3;
    /** Each server is asked so often, since UDP loses packets. */
    static final int ROUNDS = 2;
    /** One question takes no longer than so many time-outs of a server, whatever a chain of CNAMEs does. */
    static final int TIMEOUTS_OF_A_QUESTION = 4;
    /** Whether a server passes signatures on is tried again after this, until it does. */
    static final Duration SIGNATURES_TRIED_EVERY = Duration.ofMinutes(10);
    /** The same where a server did not answer the trial, so that it showed nothing. */
    static final Duration SIGNATURES_TRIED_AGAIN = Duration.ofSeconds(5);
    /** Domains whose last answers are compared to find out whether signatures are wrong everywhere. */
    static final int WATCHED_DOMAINS = 20;
    /** So many of them are wrongly signed when a person must look: one or two always are. */
    static final int BOGUS_ALARM = 10;
    /** Strings of one TXT record, joined. */
    static final int TEXT_CHARACTERS_MAX = 16 * 1024;
    /** An answer is kept no longer, whatever its TTL says: the servers that we ask have a cache of their own. */
    static final Duration KEPT_MAX = Duration.ofMinutes(5);
    /** RFC 2308 section 5: that there is nothing is kept too, but a domain that gets its MX now is found soon. */
    static final Duration NOTHING_KEPT = Duration.ofMinutes(1);
}
