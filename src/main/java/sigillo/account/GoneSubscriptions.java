package sigillo.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.StoreException;
import sigillo.store.Tx;

/**
 * Subscriptions of mailboxes that are gone: they stay until the client takes them off, RFC 9051 section 6.3.7, and count again
 * when a mailbox comes to be under the name. Paths are sealed, and found by a keyed hash.
 */
final class GoneSubscriptions {
    private static final int PATH_OCTETS = 100; // beside its characters

    private final Context context;

    GoneSubscriptions(Context context) { this.context = context; }

    /** In no order. Those whose name does not open now, or is damaged, are left out. */
    List<String> paths() {
        var paths = new ArrayList<String>();
        context.committed().each(Keys.GONE_SUBSCRIPTIONS, (_, row) -> {
            path(GoneRow.decode(row)).ifPresent(paths::add);
            return true;
        });
        return paths;
    }

    /** What {@link #paths} take in memory, about; none is opened for that. */
    long octets() {
        var octets = new long[1];
        context.committed().each(Keys.GONE_SUBSCRIPTIONS, (_, row) -> {
            octets[0] += PATH_OCTETS + 2L * row.length;
            return true;
        });
        return octets[0];
    }

    private Optional<String> path(GoneRow row) {
        try {
            var clear = context.seal().open(context.id(), ContentSeal.Kind.MAILBOX_NAME, row.id(), row.path().toArray());
            return Optional.of(Bytes.wrap(clear).toUtf8());
        } catch (StoreException lockedOrChanged) {
            return Optional.empty();
        }
    }

    private Bytes key(String path) { return Keys.goneSubscription(context.hashes().lookup(Hashes.Kind.SUBSCRIPTION, path)); }

    /**
     * Within the work that removes the mailbox; beyond {@link AccountLimits#GONE_SUBSCRIPTIONS_MAX} it goes with it, and so does one
     * of a path of more than {@link AccountLimits#GONE_SUBSCRIPTION_CHARACTERS_MAX}.
     */
    void add(Ledger ledger, String path) {
        var tx = ledger.tx();
        boolean isTooLong = path.length() > AccountLimits.GONE_SUBSCRIPTION_CHARACTERS_MAX;
        if (isTooLong || count(tx) >= AccountLimits.GONE_SUBSCRIPTIONS_MAX) return;
        long id = ledger.nextId();
        var sealed = context.seal().seal(context.id(), ContentSeal.Kind.MAILBOX_NAME, id, Bytes.utf8(path).toArray());
        tx.put(key(path), new GoneRow(id, Bytes.wrap(sealed)).encode());
    }

    private static int count(Tx tx) {
        var count = new int[1];
        Reads.of(tx).each(Keys.GONE_SUBSCRIPTIONS, (_, _) -> ++count[0] > 0);
        return count[0];
    }

    /** Whether there was one. */
    boolean take(Tx tx, String path) {
        if (tx.get(key(path)).isEmpty()) return false;
        tx.delete(key(path));
        return true;
    }

    /** {@code id}: the number under which the path is sealed. */
    record GoneRow(long id, Bytes path) {
        private static final int VERSION = 1;

        byte[] encode() { return new RowOut(VERSION).number(id).sized(path.unsafeArray()).done(); }

        static GoneRow decode(byte[] row) {
            var in = new RowIn(row, VERSION);
            return new GoneRow(in.id(), Bytes.wrap(in.sized()));
        }
    }
}
