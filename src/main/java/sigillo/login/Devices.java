package sigillo.login;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sigillo.account.AccountId;
import sigillo.base.AddressKey;
import sigillo.base.Bytes;
import sigillo.base.OneByOne;
import sigillo.sealing.Secret;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;

/**
 * From where each account was signed in to, so that others' guesses do not keep its owner out; after a restart too. A
 * row each, under the account and a hash with a key that is not in the store: who has the store does not read where
 * people are. A new password makes all of the account unknown, since who had the old one may be among them. At most
 * {@link LoginLimits#DEVICES_MAX} of an account, the longest unused gives way. Any thread.
 */
public final class Devices {
    private static final System.Logger LOG = System.getLogger("sigillo.signin");
    private static final PartitionName PARTITION = new PartitionName("devices");
    private static final int VERSION = 1;
    private static final int TAG_OCTETS = 16;
    /** How exactly the last use is kept: a sign-in must not cost a write. */
    private static final Duration SEEN_KEPT_EVERY = Duration.ofDays(1);

    private final Transactions transactions;
    private final Peppers peppers;

    public Devices(Store store, Peppers peppers) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.peppers = peppers;
    }

    /** One of an account: what is kept of where it is. {@code former}: as it was kept before 2026-11-29. */
    record Device(AccountId account, Bytes tag, Bytes former) {}

    /**
     * {@code what}: was shown there. Programs on this machine, which have no network, are one device. It is bound to
     * the salt of the password, which a new password does not have, and one that is hashed anew has.
     */
    Device of(String what, Slowdown.Owner owner, Optional<AddressKey> network) {
        var at = network.map(AddressKey::text).orElse("");
        var salt = KeptPassword.parse(owner.password()).map(KeptPassword::salt).map(Bytes::toString);
        try (var key = peppers.key("sigillo/v1/devices")) {
            var former = tag(key, what, owner, at, owner.password());
            return new Device(owner.account(), salt.map(one -> tag(key, what, owner, at, one)).orElse(former), former);
        }
    }

    private static Bytes tag(Secret key, String what, Slowdown.Owner owner, String at, String bound) {
        var text = String.join("\0", what, owner.account().toString(), at, bound);
        return Bytes.wrap(Arrays.copyOf(Peppers.mac(key, text.getBytes(StandardCharsets.UTF_8)), TAG_OCTETS));
    }

    boolean isKnown(Device device, Instant now) {
        return isKnown(device.account, device.tag, now) || isKnown(device.account, device.former, now);
    }

    private boolean isKnown(AccountId account, Bytes tag, Instant now) {
        return transactions.partition().get(key(account, tag)).filter(row -> !isOver(row, now)).isPresent();
    }

    private static boolean isOver(byte[] row, Instant now) {
        return !now.isBefore(seen(row).plus(LoginLimits.DEVICE_KNOWN));
    }

    /** Of a row that is none: never. */
    private static Instant seen(byte[] row) {
        try {
            return new RowIn(row, VERSION).time();
        } catch (StoreException broken) {
            return Instant.EPOCH;
        }
    }

    /** At most one write a day. Where the disk is full it stays unknown: who signs in may be about to make room. */
    void add(Device device, Instant now) {
        var key = key(device.account, device.tag);
        var row = transactions.partition().get(key);
        if (row.filter(one -> now.isBefore(seen(one).plus(SEEN_KEPT_EVERY))).isPresent()) return;
        try {
            if (row.isEmpty()) makeRoom(device.account);
            transactions.write(tx -> {
                tx.put(key, new RowOut(VERSION).time(now).done());
                return null;
            });
        } catch (StoreException refused) {
            var what = "a device of account " + device.account + " is not remembered: ";
            LOG.log(Level.WARNING, what + refused.getMessage());
        }
    }

    private void makeRoom(AccountId account) {
        var rows = rows(account);
        if (rows.size() < LoginLimits.DEVICES_MAX) return;
        var oldest = rows.entrySet().stream().min(Comparator.comparing(row -> seen(row.getValue()))).orElseThrow();
        delete(Set.of(oldest.getKey()));
    }

    private Map<Bytes, byte[]> rows(AccountId account) {
        var rows = new HashMap<Bytes, byte[]>();
        var prefix = AccountRows.prefix("d/", account);
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (key, row) -> {
            rows.put(key, row);
            return true;
        });
        return rows;
    }

    private void delete(Set<Bytes> keys) {
        if (keys.isEmpty()) return;
        transactions.write(tx -> {
            keys.forEach(tx::delete);
            return null;
        });
    }

    // ---- housekeeping ----

    /** Those that nobody has used for so long. Throws {@link OneByOne.Failed} when the others are done. */
    public void tidy(Instant now) {
        OneByOne.each(accounts(), account -> "account " + account, account ->
            delete(rows(account).entrySet().stream().filter(row -> isOver(row.getValue(), now)).map(Map.Entry::getKey)
                .collect(Collectors.toSet())));
    }

    Set<AccountId> accounts() { return AccountRows.accounts(transactions.partition(), "d/"); }

    /** What is kept here of an account that is removed. */
    void forget(AccountId account) { delete(rows(account).keySet()); }

    private static Bytes key(AccountId account, Bytes tag) {
        var prefix = AccountRows.prefix("d/", account);
        var key = ByteBuffer.allocate(prefix.length() + TAG_OCTETS).put(prefix.unsafeArray());
        return Bytes.wrap(key.put(tag.unsafeArray()).array());
    }
}
