package sigillo.spf;

/** Bounds of one evaluation, with the reasons. */
final class SpfLimits {
    private SpfLimits() {}

    /** RFC 7208 section 4.6.4: terms that ask DNS, in all records together. Addresses of MX hosts are not counted. */
    static final int TERMS_MAX = 10;
    /** RFC 7208 section 4.6.4: terms whose answer is empty. */
    static final int VOIDS_MAX = 2;
    /** RFC 7208 section 4.6.4: hosts of one MX answer; one more is an error. */
    static final int MX_HOSTS_MAX = 10;
    /** No record of the field comes near; one TXT record could hold 64 KiB. */
    static final int RECORD_CHARACTERS_MAX = 16 * 1024;
    /** What a macro may grow to before it is cut: local parts and domains are short, but a record may repeat them. */
    static final int EXPANDED_CHARACTERS_MAX = 4 * 1024;
    /** What the domain says to the sender: it goes into one sentence of the story. */
    static final int EXPLANATION_CHARACTERS_MAX = 500;
}
