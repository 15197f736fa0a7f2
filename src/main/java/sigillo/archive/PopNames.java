package sigillo.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
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
    private final ByDigest taken = new ByDigest();
    private final ComparingRoom.Share room;

    /** Throws when the room has no place for them. */
    PopNames(Account account, ComparingRoom.Share room) throws IOException {
        this.room = room;
        try {
            account.givenPopNames(this::take);
        } catch (UncheckedIOException full) {
            throw full.getCause();
        }
    }

    private void take(Uidl given) {
        try {
            isFree(given);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** True once of each name. Throws when there is no place for it. */
    boolean isFree(Uidl name) throws IOException {
        long number = number(name);
        if (taken.has(number)) return false;
        room.take(1);
        taken.add(number, 1);
        return true;
    }

    private static long number(Uidl name) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(name.text().getBytes(StandardCharsets.US_ASCII))).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
