package sigillo.managesieve;

/**
 * What one command may take of us before anybody has looked at it, in octets.
 *
 * @param lineMax of each of its lines, with the CRLF
 * @param literalMax of each literal
 * @param allMax of its lines and literals together, which are kept in memory
 */
public record CommandLimits(int lineMax, int literalMax, int allMax) {
    /** What is refused is skipped, so far; beyond it nothing sensible can follow. */
    static final long SKIPPED_MAX = 4L << 20;
    /** Where no password may be said. A name fits four times over. */
    public static final CommandLimits STRANGER = new CommandLimits(1_024, 1_024, 2_048);
    /** Where one may: what a client says in an exchange of SASL, as long as SMTP takes it. */
    public static final CommandLimits SIGNING_IN = new CommandLimits(12_288, 12_288, 16_384);

    public CommandLimits {
        if (lineMax < 64 || literalMax < 0 || allMax < lineMax) throw new IllegalArgumentException("no room for a command");
    }

    /** For who has signed in: two names, each as a literal or in quotes, and a script. */
    public static CommandLimits owner(int scriptMax) { return new CommandLimits(4_096, scriptMax, scriptMax + 8_192); }
}
