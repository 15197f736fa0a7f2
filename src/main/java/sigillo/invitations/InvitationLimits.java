package sigillo.invitations;

import java.time.Duration;

/** Bounds of invitations, with the reasons. */
public final class InvitationLimits {
    private InvitationLimits() {}

    /** Of those that are kept, used or not: some hundred octets each, all read when they are listed. */
    public static final int INVITATIONS_MAX = 1_000;
    /** Where the operator says nothing: a week is long enough to be read, and short enough to be forgotten safely. */
    public static final Duration VALID = Duration.ofDays(7);
    /** A link that lies in a mailbox for longer is somebody's who finds it. */
    public static final Duration VALID_MAX = Duration.ofDays(60);
    /** How long what became of one can be seen, once it is used or over. */
    static final Duration KEPT_AFTER = Duration.ofDays(90);
    /** Names that were not to be had, of one invitation: more would be a way to ask which names are here. */
    static final int NAMES_MAX = 20;
    /** Signs of a name that one chooses. RFC 5321 section 4.5.3.1.1 has 64 for all of the local part. */
    static final int NAME_SIGNS_MAX = 40;
    /** How long one who makes the account may take, here or on another server, before another may begin. */
    static final Duration MAKING_MAX = Duration.ofMinutes(10);
}
