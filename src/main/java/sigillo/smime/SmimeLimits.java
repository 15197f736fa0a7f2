package sigillo.smime;

/** What strangers may put into a signature. */
public final class SmimeLimits {
    /** Octets of a detached signature with its certificates; those of real mail have 2 to 12 KiB. */
    public static final int SIGNATURE_OCTETS_MAX = 256 * 1024;
    /** How often what a signature encloses is read from its beginning, for one request: once a part, and some. */
    static final int CONTENT_READ_MAX = 100;
    /** Values of ASN.1 that lie in each other: signatures have some 15, and the library calls itself for each. */
    static final int NESTING_MAX = 64;
    /** Of the certificates that come with it: each is one that a chain may be built of. */
    public static final int CERTIFICATES_MAX = 8;
    /** Certificates between the signer's and the authority's. */
    public static final int CHAIN_MAX = 3;
    /** Addresses that a certificate may name; more are not looked at. */
    static final int NAMES_MAX = 100;
    /** Bits of an RSA key: what is larger costs more than it is worth. */
    static final int RSA_BITS_MAX = 8192;
    static final int RSA_BITS_MIN = 2048;

    private SmimeLimits() {}
}
