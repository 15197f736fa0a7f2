package sigillo.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import sigillo.account.Account;
import sigillo.account.EmailId;
import sigillo.account.UidSet;
import sigillo.base.Octets;

/**
 * Which messages an account has already: the same octets, wherever they lie. What is there is read once at most, and only
 * where a message of the archive has its size. One thread.
 */
final class Known {
    private static final int BUFFER_OCTETS = 16 << 10;
    /** Messages, while the others are read. */
    private static final int ARRIVING = 1_000;

    private final Account account;
    private final ComparingRoom.Share room;
    /** Those that were there at the beginning. */
    private final BySize before;
    private final ByDigest since = new ByDigest();

    /** Reads the sizes of all messages, which needs no key. Throws when the room has no place for them. */
    Known(Account account, ComparingRoom.Share room) throws IOException {
        this.account = account;
        this.room = room;
        this.before = sizes();
    }

    /** An Email in several mailboxes takes a place in each, as far as there are places for all. */
    private BySize sizes() throws IOException {
        var mailboxes = account.mailboxes();
        long memberships = mailboxes.stream().mapToLong(mailbox -> mailbox.counts().emails()).sum();
        int places = (int) Math.min(memberships + ARRIVING, room.most());
        room.take(places);
        var sizes = new BySize(places);
        for (var mailbox : mailboxes) {
            var fits = new boolean[] {true};
            account.entries(mailbox.id(), UidSet.ALL, entry -> fits[0] = sizes.add(entry.size(), entry.email().value()));
            if (!fits[0]) throw new IOException("an account of more than " + places + " messages cannot be compared with others in memory");
        }
        sizes.sort();
        return sizes;
    }

    /** Of the same octets the same, of others hardly ever. */
    static long digest(Octets content) throws IOException {
        var sha = sha256();
        var buffer = new byte[BUFFER_OCTETS];
        try (var stream = content.stream()) {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) sha.update(buffer, 0, n);
        }
        return ByteBuffer.wrap(sha.digest()).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** One that was kept, after it was not found. */
    void add(EmailId email, long digest) { since.add(digest, email.value()); }

    /** {@code digest}: of {@code content}. What is not found has a place. Throws when there is none. */
    Optional<EmailId> find(Octets content, long digest) throws IOException {
        before.read(content.length(), this::digest);
        var candidates = new ArrayList<EmailId>();
        before.each(content.length(), digest, id -> candidates.add(new EmailId(id)));
        since.each(digest, id -> candidates.add(new EmailId(id)));
        for (var candidate : candidates) {
            var kept = account.content(candidate);
            if (kept.isPresent() && isSame(kept.get(), content)) return Optional.of(candidate);
        }
        room.take(1);
        return Optional.empty();
    }

    private OptionalLong digest(long id) throws IOException {
        var kept = account.content(new EmailId(id));
        return kept.isPresent() ? OptionalLong.of(digest(kept.get())) : OptionalLong.empty();
    }

    private static boolean isSame(Octets one, Octets other) throws IOException {
        if (one.length() != other.length()) return false;
        var left = new byte[BUFFER_OCTETS];
        var right = new byte[BUFFER_OCTETS];
        try (var first = one.stream(); var second = other.stream()) {
            while (true) {
                int count = first.readNBytes(left, 0, BUFFER_OCTETS);
                if (second.readNBytes(right, 0, BUFFER_OCTETS) != count) return false;
                if (!Arrays.equals(left, 0, count, right, 0, count)) return false;
                if (count < BUFFER_OCTETS) return true;
            }
        }
    }
}
