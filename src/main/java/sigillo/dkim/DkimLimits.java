package sigillo.dkim;

/** Bounds of what a stranger's signatures may cost, with the reasons. */
public final class DkimLimits {
    private DkimLimits() {}

    /** Signatures of a message that are verified: mail through several lists has four or five. */
    public static final int SIGNATURES_MAX = 8;
    /** Of one signature field. RSA-4096 with all fields of a long header takes 4 KiB. */
    static final int FIELD_OCTETS_MAX = 32 * 1024;
    /** Names in one h=. Each field of a message is hashed once at most, whatever is here. */
    static final int NAMES_MAX = 1_000;
    /** Of one key record: RSA-4096 takes 0.8 KiB. */
    static final int KEY_CHARACTERS_MAX = 8 * 1024;
    /** Key records of one name that are tried: RFC 6376 section 6.1.2 leaves to us what several mean. */
    static final int KEYS_MAX = 3;
    /** RFC 8301 section 3.2. */
    static final int RSA_BITS_MIN = 1024;
    /**
     * RFC 8301 section 3.2 demands 4096 and leaves longer ones to us: one of 8192 bits takes 1.5 ms each time, and a message
     * may have us verify 177 (three keys for each of eight signatures, of 50 seals and of a message signature).
     */
    static final int RSA_BITS_MAX = 4096;
    /** A public exponent is 3 or 65537; one as long as the modulus would cost hundreds of times as much. */
    static final int RSA_EXPONENT_BITS_MAX = 33;
}
