package sigillo.protectedmail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.Abandoned;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.Transactions;

/**
 * How they lie in the store, each under its name: the SHA-256 of the id in its link, which is kept nowhere. Any thread;
 * throws {@link sigillo.store.StoreException}.
 *
 * <pre>
 * m/name32           a message      {@link ProtectedMessage}
 * a/account/name32   whose it is    (empty)
 * blob protected/name32             its octets, as the browser has encrypted them
 * </pre>
 */
final class ProtectedRows {
    private static final PartitionName PARTITION = new PartitionName("protected");
    private static final Bytes MESSAGES = Bytes.utf8("m/");
    private static final Bytes ACCOUNTS = Bytes.utf8("a/");
    private static final Bytes BLOBS = Bytes.utf8("protected/");

    private final Store store;
    private final Transactions transactions;
    private final Abandoned abandoned = new Abandoned(ProtectedLimits.ORPHAN_GRACE);

    ProtectedRows(Store store) {
        this.store = store;
        this.transactions = new Transactions(store.partition(PARTITION));
    }

    private static Bytes joined(Bytes before, Bytes name) {
        return Bytes.wrap(ByteBuffer.allocate(before.length() + name.length()).put(before.unsafeArray())
            .put(name.unsafeArray()).array());
    }

    private static Bytes ofAccount(AccountId account) { return Bytes.utf8("a/" + account.text() + "/"); }

    Optional<ProtectedMessage> at(Bytes name) {
        return transactions.partition().get(joined(MESSAGES, name)).map(ProtectedMessage::decode);
    }

    Octets octets(Bytes name, ProtectedMessage message) {
        return store.blobs().get(joined(BLOBS, name), message.octets());
    }

    /** Its octets first, so that a row never names what is not there. False where there is one of that name. */
    boolean add(Bytes name, ProtectedMessage message, Octets octets) throws IOException {
        if (at(name).isPresent() || store.blobs().has(joined(BLOBS, name))) return false;
        store.blobs().put(joined(BLOBS, name), octets);
        return transactions.write(tx -> {
            if (tx.get(joined(MESSAGES, name)).isPresent()) return false;
            tx.put(joined(MESSAGES, name), message.encode());
            tx.put(joined(ofAccount(message.account()), name), new byte[0]);
            return true;
        });
    }

    /** Empty where there is none; else as it is then. */
    Optional<ProtectedMessage> change(Bytes name, UnaryOperator<ProtectedMessage> change) {
        return transactions.write(tx -> {
            var before = tx.get(joined(MESSAGES, name)).map(ProtectedMessage::decode);
            var after = before.map(change);
            after.ifPresent(one -> tx.put(joined(MESSAGES, name), one.encode()));
            return after;
        });
    }

    void delete(Bytes name, AccountId account) {
        transactions.write(tx -> {
            tx.delete(joined(MESSAGES, name));
            tx.delete(joined(ofAccount(account), name));
            return null;
        });
        deleteOctets(name);
    }

    void deleteOctets(Bytes name) { store.blobs().delete(joined(BLOBS, name)); }

    Map<Bytes, ProtectedMessage> of(AccountId account) {
        var names = new ArrayList<Bytes>();
        var before = ofAccount(account);
        transactions.partition().range(before, before.afterPrefix(), false, (key, _) -> names.add(rest(key, before)));
        var all = new LinkedHashMap<Bytes, ProtectedMessage>();
        for (var name : names) at(name).ifPresent(one -> all.put(name, one));
        return all;
    }

    Set<AccountId> accounts() {
        var all = new LinkedHashSet<AccountId>();
        transactions.partition().range(ACCOUNTS, ACCOUNTS.afterPrefix(), false, (key, _) -> {
            var text = rest(key, ACCOUNTS).toArray();
            int end = 0;
            while (end < text.length && text[end] != '/') end++;
            AccountId.of(new String(text, 0, end, StandardCharsets.US_ASCII)).ifPresent(all::add);
            return true;
        });
        return all;
    }

    /** The first behind {@code name}. */
    List<Bytes> after(Bytes name, int max) {
        var some = new ArrayList<Bytes>();
        transactions.partition().range(joined(MESSAGES, name), MESSAGES.afterPrefix(), false, (key, _) -> {
            var one = rest(key, MESSAGES);
            if (!one.equals(name)) some.add(one);
            return some.size() < max;
        });
        return some;
    }

    /** Octets that no row names, for good. */
    void sweep() {
        var orphans = new ArrayList<Bytes>();
        store.blobs().ids(BLOBS, blob -> {
            if (at(rest(blob, BLOBS)).isEmpty()) orphans.add(blob);
        });
        abandoned.of(BLOBS, orphans).forEach(store.blobs()::delete);
    }

    private static Bytes rest(Bytes key, Bytes before) {
        var octets = key.toArray();
        return Bytes.wrap(Arrays.copyOfRange(octets, before.length(), octets.length));
    }
}
