package sigillo.account;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a message is called in POP, for ever: RFC 1939 section 7. One to 70 signs from 0x21 to 0x7E.
 *
 * <p>A message has the name that it had where it was imported from, where that is known; else one made of the id of its
 * Email, which is never given out again (also after a restore), stays when it is moved out of the inbox and back, and of a
 * mark of the account, so that who has had his account made anew does not miss what comes.
 */
public record Uidl(String text) {
    public static final int SIGNS_MAX = 70;
    private static final int MARK_SIGNS = 8;

    public Uidl {
        if (!isValid(text)) throw new IllegalArgumentException("not a unique-id of POP");
    }

    /** Empty for what cannot be one. */
    public static Optional<Uidl> parse(String text) { return isValid(text) ? Optional.of(new Uidl(text)) : Optional.empty(); }

    private static boolean isValid(String text) {
        return !text.isEmpty() && text.length() <= SIGNS_MAX && text.chars().allMatch(c -> c >= 0x21 && c <= 0x7E);
    }

    /** {@code mark}: of the account. */
    static Uidl of(String mark, EmailId email) { return new Uidl(mark + email); }

    /** Of one that is in the mailbox no more: another than all that are. */
    static Uidl ofGone(String mark, long uid) { return new Uidl(mark + Ids.format('U', uid)); }

    /** One that another server gave, and that could be one of ours. */
    boolean isLikeOwn(AccountId account) { return text.startsWith(mark(account)); }

    /** The account's id is shown to no mail program: 40 bits of its hash. */
    static String mark(AccountId account) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(("pop/" + account.text()).getBytes(StandardCharsets.US_ASCII));
            var digits = Long.toString(ByteBuffer.wrap(hash).getLong() >>> 24, 36);
            return "0".repeat(MARK_SIGNS - digits.length()) + digits;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override public String toString() { return text; }
}
