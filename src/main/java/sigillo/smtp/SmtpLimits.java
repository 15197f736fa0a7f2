package sigillo.smtp;

/**
 * Bounds of the language, with the reasons. Those an operator may wish otherwise are settings of {@code smtpd} and
 * {@code relay}.
 */
public final class SmtpLimits {
    private SmtpLimits() {}

    /**
     * One command with its CRLF, in octets. RFC 5321 section 4.5.3.1.4 says 512; its extensions add: MAIL with SIZE,
     * BODY, SMTPUTF8, RET, ENVID, AUTH and HOLDUNTIL some 800, RCPT with NOTIFY and ORCPT some 530, and we take longer
     * paths.
     */
    public static final int COMMAND_OCTETS_MAX = 2_048;
    /** A line of an AUTH exchange. RFC 4954 section 4. */
    public static final int AUTH_OCTETS_MAX = 12_288;
    /** Where a line never seems to end we stop looking for its end. In octets. */
    public static final int SKIPPED_OCTETS_MAX = 1 << 20;
    /** RFC 5321 section 4.5.3.1.5, with CRLF: our replies keep to it. */
    public static final int REPLY_OCTETS_MAX = 512;
    /** Replies of others are often longer than they should be. One line, in octets. */
    public static final int PEER_LINE_OCTETS_MAX = 4_096;
    /** Lines of one reply of others: the longest EHLO answers have some thirty. */
    public static final int PEER_LINES_MAX = 200;
    /** A whole reply of others: what is kept of it goes into a notification. In octets. */
    public static final int PEER_REPLY_OCTETS_MAX = 32 * 1024;
    /** What a reply repeats of what the other side said. In characters. */
    public static final int ECHO_CHARACTERS_MAX = 120;
    /** RFC 3461 section 4.4: the encoded value. In characters. */
    public static final int ENVID_CHARACTERS_MAX = 100;
    /** RFC 3461 section 4.2: the encoded value. In characters. */
    public static final int ORCPT_CHARACTERS_MAX = 500;
    /** RFC 5321 section 4.5.3.1.2. In characters. */
    public static final int HELO_CHARACTERS_MAX = 255;
}
