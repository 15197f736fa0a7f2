package sigillo.pop;

/** Bounds of lines, in octets with their CRLF. */
public final class PopLineLimits {
    private PopLineLimits() {}

    /** RFC 2449 section 4 asks for 255; a name in UTF-8 and a password of the longest kind fit four times over. */
    public static final int COMMAND_MAX = 1_024;
    /** RFC 5034 section 4: what a client says in an exchange of SASL, as long as SMTP takes it. */
    public static final int AUTH_MAX = 12_288;
    /** A line that is too long is skipped to its end, so far. */
    public static final int SKIPPED_MAX = 64 * 1_024;
}
