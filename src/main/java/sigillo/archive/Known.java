package sigillo.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
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

    private final Account account;
    /** Those that were not read yet. */
    private final ByNumber bySize = new ByNumber();
    private final ByNumber byDigest;

    /** Reads the sizes of all messages, which needs no key. Throws when the account has more than {@link ByNumber#MAX}. */
    Known(Account account) throws IOException { this(account, new ByNumber()); }

    /** {@code byDigest}: of what was read, for tests. */
    Known(Account account, ByNumber byDigest) throws IOException {
        this.byDigest = byDigest;
        this.account = account;
        for (var mailbox : account.mailboxes()) {
            account.entries(mailbox.id(), UidSet.ALL, entry -> {
                if (bySize.isFull()) return false;
                bySize.add(entry.size(), entry.email().value());
                return true;
            });
            if (bySize.isFull()) throw new IOException("an account of more than " + ByNumber.MAX + " messages cannot be compared with others in memory");
        }
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

    void add(EmailId email, long digest) { byDigest.add(digest, email.value()); }

    /** {@code digest}: of {@code content}. */
    Optional<EmailId> find(Octets content, long digest) throws IOException {
        mustHaveRoom();
        readThoseOfSize(content.length());
        var candidates = new ArrayList<EmailId>();
        byDigest.each(digest, id -> candidates.add(new EmailId(id)));
        for (var candidate : candidates) {
            var kept = account.content(candidate);
            if (kept.isPresent() && isSame(kept.get(), content)) return Optional.of(candidate);
        }
        return Optional.empty();
    }

    private void readThoseOfSize(long size) throws IOException {
        var unread = new ArrayList<EmailId>();
        bySize.takeEach(size, id -> unread.add(new EmailId(id)));
        for (var email : unread) {
            var kept = account.content(email);
            if (kept.isPresent()) add(email, digest(kept.get()));
            mustHaveRoom();
        }
    }

    private void mustHaveRoom() throws IOException {
        if (byDigest.isFull()) throw new IOException("more than " + ByNumber.MAX + " messages cannot be compared in one import: what was kept stays");
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
