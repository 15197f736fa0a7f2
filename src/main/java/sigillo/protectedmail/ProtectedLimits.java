package sigillo.protectedmail;

import java.time.Duration;

/** Bounds of password-protected messages, with the reasons. */
public final class ProtectedLimits {
    private ProtectedLimits() {}

    /** Of one message, encrypted: what most servers take as one mail. A browser has it whole in memory. In octets. */
    static final long OCTETS_MAX = 25L << 20;
    /** A header and a tag at least. In octets. */
    static final long OCTETS_MIN = 64;
    /** Of one account at a time: each is a row, and all are read when they are listed. */
    static final int MESSAGES_MAX = 200;
    /** Of one account, in all, besides what its quota says. In octets. */
    static final long ALL_OCTETS_MAX = 200L << 20;
    /** Where nothing is said: a month's holiday is shorter. */
    public static final Duration VALID = Duration.ofDays(28);
    /** A link that lies in a mailbox for longer is somebody's who finds it. */
    static final Duration VALID_MAX = Duration.ofDays(90);
    /** Wrong passwords, of one message, for ever: then what is kept of it is deleted. */
    public static final int TRIES_MAX = 10;
    /** How long one that opens once can be opened again after it was: a connection may break. */
    static final Duration ONCE_GRACE = Duration.ofMinutes(10);
    /** Answers to one message: each is a mail in the sender's inbox, from somebody who needs no account. */
    static final int REPLIES_MAX = 5;
    /** Of one answer, encrypted. In octets. */
    static final long REPLY_OCTETS_MAX = 10L << 20;
    /** In which an answer must be here: a slow line brings 10 MiB in it. */
    static final Duration REPLY_TIME_MAX = Duration.ofMinutes(10);
    /** In which what an owner sends must be here. */
    static final Duration SENDING_TIME_MAX = Duration.ofMinutes(20);
    /** Answers that come at a time, of all messages; one of each. */
    static final int REPLIES_AT_ONCE = 8;
    /** Messages that owners send at a time, one of each account. */
    static final int SENDING_AT_ONCE = 8;
    /** What one network may ask in {@link #ASKED_IN}: looks, passwords and answers. */
    static final int ASKED_MAX = 60;
    static final Duration ASKED_IN = Duration.ofMinutes(15);
    /** Of the Message-ID of the sender's copy. In characters. */
    static final int MESSAGE_ID_MAX = 250;
    /** An orphan may be one that is just being written, here or on another server. */
    static final Duration ORPHAN_GRACE = Duration.ofHours(2);
}
