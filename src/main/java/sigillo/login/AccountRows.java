package sigillo.login;

import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.store.Partition;

/**
 * Keys of rows that name their account: a kind, the account, and what there may be several of. {@code g/ACCOUNT/...}
 */
final class AccountRows {
    private static final char END = '/';

    private AccountRows() {}

    static Bytes key(String kind, AccountId account) { return Bytes.utf8(kind + account.text()); }

    /** Of which an account has several. */
    static Bytes prefix(String kind, AccountId account) { return Bytes.utf8(kind + account.text() + END); }

    static Bytes key(String kind, AccountId account, long number) {
        var prefix = prefix(kind, account);
        var key = ByteBuffer.allocate(prefix.length() + Long.BYTES).put(prefix.unsafeArray()).putLong(number);
        return Bytes.wrap(key.array());
    }

    /** All that have rows of a kind; a row that names none is passed over. Reads one row of each. */
    static Set<AccountId> accounts(Partition partition, String kind) {
        var found = new LinkedHashSet<AccountId>();
        var end = Bytes.utf8(kind).afterPrefix();
        for (var next = first(partition, kind, Bytes.utf8(kind), end); next.isPresent();) {
            found.add(next.get());
            next = first(partition, kind, prefix(kind, next.get()).afterPrefix(), end);
        }
        return found;
    }

    private static Optional<AccountId> first(Partition partition, String kind, Bytes from, Bytes end) {
        var found = new AtomicReference<AccountId>();
        partition.range(from, end, false, (key, _) -> {
            named(key, kind).ifPresent(found::set);
            return found.get() == null;
        });
        return Optional.ofNullable(found.get());
    }

    private static Optional<AccountId> named(Bytes key, String kind) {
        var name = key.toUtf8().substring(kind.length());
        int slash = name.indexOf(END);
        return AccountId.of(slash < 0 ? name : name.substring(0, slash));
    }
}
