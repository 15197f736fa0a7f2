package sigillo.openpgp;

import java.time.Duration;

/** How much of what strangers send is looked at. */
public final class Limits {
    /**
     * Of a certificate with all that others have signed on it, binary or armoured. Those of people who sign much are
     * some 300 KiB; what is kept of one is a few KiB.
     */
    public static final int CERTIFICATE_OCTETS_MAX = 1 << 20;
    /** Of a certificate; a signature has 100 octets or more. */
    static final int CERTIFICATE_PACKETS_MAX = 8_192;
    static final int SUBKEYS_MAX = 32;
    /** Of which it is verified that they want to be subkeys; further ones do not sign. */
    static final int SIGNING_SUBKEYS_MAX = 6;
    /** In one area of one binding. */
    static final int BACK_SIGNATURES_MAX = 4;
    static final int USER_IDS_MAX = 64;
    /** Longer ones are left out, as gpg does from 2,048 on. */
    static final int USER_ID_OCTETS_MAX = 1_024;
    /** A key or signature packet: RSA of 8,192 bits has 1 KiB; embedded signatures and notations come on top. */
    static final int SMALL_PACKET_OCTETS_MAX = 16 * 1024;
    /** Of one certificate that say to be its own; each costs a verification, some 0.1 ms. */
    static final int SELF_SIGNATURES_MAX = 256;
    static final int RSA_BITS_MAX = 8_192;

    /** Recipients of a message, and signatures on one. */
    static final int SESSION_KEYS_MAX = 512;
    static final int MESSAGE_SIGNATURES_MAX = 16;
    /** Packets at each level of a message beside those. */
    static final int MESSAGE_PACKETS_MAX = SESSION_KEYS_MAX + 4 * MESSAGE_SIGNATURES_MAX;
    /** Session keys that may be for us and are tried; one of RSA costs some 5 ms. */
    static final int TRIES_MAX = 32;
    /** Keys that share a key ID, of which each is tried: key IDs can be made to collide. */
    static final int SAME_ID_MAX = 4;
    /**
     * How many octets one octet may become when it is unpacked. Deflate gives 1,032 at most, text gives 5 to 20. What
     * is compressed is so once only, so this is not multiplied.
     */
    static final int EXPANSION_MAX = 200;
    /** Below this, expansion is not looked at: a few lines of blanks may well grow more. */
    static final int EXPANSION_FREE_OCTETS = 1 << 20;
    /** Of a partial body: RFC 9580 section 4.2.1.4. */
    static final int FIRST_PARTIAL_OCTETS_MIN = 512;

    static final int ARMOUR_HEADERS_MAX = 64;
    static final int ARMOUR_LINE_OCTETS_MAX = 1_000;
    /** Of a line of signed text, which is kept until its end is known. RFC 5322 allows 998 in mail. */
    static final int CLEARTEXT_LINE_OCTETS_MAX = 64 * 1024;

    /** By how much the clock of who signed may be ahead of ours. */
    static final Duration CLOCK_SKEW = Duration.ofHours(1);

    private Limits() {}
}
