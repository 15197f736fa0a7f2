package sigillo.pushing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.Transactions;
import sigillo.webpush.PushKeys;
import sigillo.webpush.Vapid;

/**
 * Push subscriptions by account, and the key by which push services know this server. Sealed under the server's key: an
 * address is a secret. Any thread; throws {@link sigillo.store.StoreException}.
 *
 * <pre>
 * p/account/id   a subscription
 * b/digest       a browser of who looks after the server
 * v              the key of VAPID, secret and public
 * </pre>
 */
public final class Subscriptions {
    private static final PartitionName PARTITION = new PartitionName("push");
    private static final Bytes VAPID = Bytes.utf8("v");
    private static final int VERSION = 1;
    private static final int ROW_OCTETS = 4_096;

    private final Transactions transactions;
    private final Secret key;
    private final Randomness randomness;

    /** {@code key}: the server's; it stays the caller's. */
    public Subscriptions(Store store, Secret key, Randomness randomness) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.key = key;
        this.randomness = randomness;
    }

    /** Made when it is asked for first; the same ever after. */
    Vapid vapid() {
        var there = transactions.partition().get(VAPID);
        if (there.isPresent()) return Vapid.of(opened(VAPID, there.get()));
        var sealed = SealedRow.seal(key, VAPID.toArray(), Vapid.generate(), randomness);
        var kept = transactions.write(tx -> {
            var other = tx.get(VAPID);
            if (other.isEmpty()) tx.put(VAPID, sealed);
            return other.orElse(sealed);
        });
        return Vapid.of(opened(VAPID, kept));
    }

    List<Subscription> all() { return under("p/"); }

    List<Subscription> of(AccountId account) { return under("p/" + account.text() + "/"); }

    boolean has(AccountId account, String id) { return transactions.partition().get(row(account, id)).isPresent(); }

    /** One that is damaged is left out: it cannot be told, and its client makes another. */
    private List<Subscription> under(String prefix) {
        var all = new ArrayList<Subscription>();
        var from = Bytes.utf8(prefix);
        transactions.partition().range(from, from.afterPrefix(), false, (row, value) -> {
            try {
                all.add(decode(row, opened(row, value)));
            } catch (Damaged broken) {
                System.getLogger("sigillo.pushing")
                    .log(System.Logger.Level.WARNING, "a push subscription is damaged", broken);
            }
            return all.size() < PushLimits.SUBSCRIPTIONS_MAX;
        });
        return all;
    }

    /** Whether there is room; else nothing is kept. */
    boolean put(Subscription one) {
        var row = row(one.account(), one.id());
        var sealed = SealedRow.seal(key, row.toArray(), encode(one), randomness);
        var prefix = Bytes.utf8("p/" + one.account().text() + "/");
        return transactions.write(tx -> {
            var count = new int[1];
            if (tx.get(row).isEmpty()) tx.range(prefix, prefix.afterPrefix(), false,
                (_, _) -> ++count[0] < PushLimits.SUBSCRIPTIONS_OF_ACCOUNT_MAX);
            if (count[0] >= PushLimits.SUBSCRIPTIONS_OF_ACCOUNT_MAX) return false;
            tx.put(row, sealed);
            return true;
        });
    }

    void delete(AccountId account, String id) {
        transactions.write(tx -> {
            tx.delete(row(account, id));
            return null;
        });
    }

    // ---- browsers ----

    List<Browsers.Browser> browsers() {
        var all = new ArrayList<Browsers.Browser>();
        var from = Bytes.utf8(Browsers.ROWS);
        transactions.partition().range(from, from.afterPrefix(), false, (row, value) -> {
            try {
                var in = new RowIn(opened(row, value), VERSION);
                var account = new AccountId(in.text());
                var url = PushUrl.parse(in.text()).orElseThrow(() -> new Damaged("an address of push is none", null));
                all.add(new Browsers.Browser(account, url, new PushKeys(in.sized(), in.sized())));
            } catch (Damaged broken) {
                System.getLogger("sigillo.pushing").log(System.Logger.Level.WARNING, "a browser that is told is damaged", broken);
            }
            return all.size() < Browsers.MAX;
        });
        return all;
    }

    /** Whether there is room; else nothing is kept. The same browser again takes no more of it. */
    boolean put(Browsers.Browser one, int max) {
        var out = new RowOut(VERSION, ROW_OCTETS).text(one.account().text()).text(one.url().text()).sized(one.keys().point()).sized(one.keys().secret());
        var sealed = SealedRow.seal(key, one.row().toArray(), out.done(), randomness);
        var prefix = Bytes.utf8(Browsers.ROWS);
        return transactions.write(tx -> {
            var count = new int[1];
            if (tx.get(one.row()).isEmpty()) tx.range(prefix, prefix.afterPrefix(), false, (_, _) -> ++count[0] < max);
            if (count[0] >= max) return false;
            tx.put(one.row(), sealed);
            return true;
        });
    }

    void delete(Browsers.Browser one) {
        transactions.write(tx -> {
            tx.delete(one.row());
            return null;
        });
    }

    private static Bytes row(AccountId account, String id) { return Bytes.utf8("p/" + account.text() + "/" + id); }

    private byte[] opened(Bytes row, byte[] value) {
        try {
            return SealedRow.open(key, row.toArray(), value);
        } catch (SealBroken broken) {
            throw new Damaged("a row of push is not as this server wrote it", broken);
        }
    }

    private static byte[] encode(Subscription one) {
        var out = new RowOut(VERSION, ROW_OCTETS).number(one.slot()).text(one.device()).text(one.url().text())
            .flag(one.keys().isPresent());
        one.keys().ifPresent(keys -> out.sized(keys.point()).sized(keys.secret()));
        out.text(one.code()).flag(one.isVerified()).time(one.madeAt()).time(one.expires())
            .flag(one.types().isPresent());
        one.types().ifPresent(types -> {
            out.number(types.size());
            types.forEach(out::text);
        });
        return out.done();
    }

    private static Subscription decode(Bytes row, byte[] clear) {
        var name = new String(row.toArray(), StandardCharsets.UTF_8).split("/");
        var in = new RowIn(clear, VERSION);
        long slot = in.number();
        var device = in.text();
        var url = PushUrl.parse(in.text()).orElseThrow(() -> new Damaged("an address of push is none", null));
        Optional<PushKeys> keys = in.flag() ? Optional.of(new PushKeys(in.sized(), in.sized())) : Optional.empty();
        var code = in.text();
        boolean isVerified = in.flag();
        Instant madeAt = in.time();
        Instant expires = in.time();
        return new Subscription(name[2], new AccountId(name[1]), slot, device, url, keys, code, isVerified, madeAt,
            expires, types(in));
    }

    private static Optional<Set<String>> types(RowIn in) {
        if (!in.flag()) return Optional.empty();
        var types = new LinkedHashSet<String>();
        for (int left = in.count(); left > 0; left--) types.add(in.text());
        return Optional.of(types);
    }
}
