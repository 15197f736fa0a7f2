package sigillo.imap;

/**
 * What one command may take of us before anybody has looked at it.
 *
 * @param frameOctetsMax lines and small literals of one command together, kept in memory. RFC 7162 section 4 asks for
 *     8,192 octets at least; long UID sets of synchronising clients need more
 * @param literalOctetsMax of a literal that is kept in memory: a name, a password, a search string. Messages are not
 * @param literalsMax of one command, messages too: each is shown to the session with all that came before it. The values of an
 *     ID may be as many before sign-in, RFC 2971 section 3.3
 * @param skippedOctetsMax of a command that was refused: beyond, the client is not worth reading.
 *     Of what a server sends: of a message, which is kept elsewhere
 */
public record FrameLimits(int frameOctetsMax, int literalOctetsMax, int literalsMax, long skippedOctetsMax) {
    /** For those who have signed in. */
    public static final FrameLimits DEFAULT = new FrameLimits(64 << 10, 16 << 10, 200, 4L << 30);
    /** For strangers: RFC 2971 section 3.3 lets them say 32 KiB of themselves. */
    public static final FrameLimits STRANGER = new FrameLimits(40 << 10, 4 << 10, GrammarLimits.ID_VALUES_MAX, 4L << 30);

    /**
     * For a server that we ask: of flags, labels and names; a message is at most 1 GiB, several times what any server takes.
     */
    public static final FrameLimits SERVER = new FrameLimits(256 << 10, 64 << 10, 200, 1L << 30);

    public FrameLimits {
        if (frameOctetsMax < 64 || literalOctetsMax < 0) throw new IllegalArgumentException("no room for a command");
    }
}
