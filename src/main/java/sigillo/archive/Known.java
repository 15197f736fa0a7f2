package sigillo.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import sigillo.account.Account;
import sigillo.account.EmailId;
import sigillo.account.UidSet;
import sigillo.base.Octets;

/** Which messages an account has already: the same octets, wherever they lie. One thread. */
final class Known {
    private static final int BUFFER_OCTETS = 16 << 10;

    private final Account account;
    private final BySize bySize = new BySize();

    /** Reads the sizes of all messages, which needs no key. */
    Known(Account account) {
        this.account = account;
        for (var mailbox : account.mailboxes()) {
            account.entries(mailbox.id(), UidSet.ALL, entry -> {
                bySize.add(entry.size(), entry.email().value());
                return true;
            });
        }
    }

    void add(EmailId email, long size) { bySize.add(size, email.value()); }

    Optional<EmailId> find(Octets content) throws IOException {
        var candidates = new ArrayList<EmailId>();
        bySize.each(content.length(), id -> candidates.add(new EmailId(id)));
        for (var candidate : candidates) {
            var kept = account.content(candidate);
            if (kept.isPresent() && isSame(kept.get(), content)) return Optional.of(candidate);
        }
        return Optional.empty();
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
