package sigillo.archive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import sigillo.account.Account;
import sigillo.account.Uidl;

/**
 * The names that POP servers gave to messages of an account, and that came with them: RFC 1939 section 7 wants each once. A
 * sender can write an X-UIDL too, so the first one has the name; the other gets one of ours and is fetched all the same. Some
 * octets a name. One thread.
 */
final class PopNames {
    /** By a part of their hash: two that share it are taken for one. */
    private final ByNumber taken = new ByNumber();

    PopNames(Account account) { account.givenPopNames(name -> taken.add(number(name), 1)); }

    /** True once of each name. */
    boolean isFree(Uidl name) {
        long number = number(name);
        var found = new boolean[1];
        taken.each(number, _ -> found[0] = true);
        if (!found[0]) taken.add(number, 1);
        return !found[0];
    }

    private static long number(Uidl name) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(name.text().getBytes(StandardCharsets.US_ASCII))).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
