package sigillo.identities;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.identities.Identity.Details;
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
import sigillo.store.Tx;

/**
 * The identities of accounts. Each address under which an account may write is one, as long as it may; its owner says
 * more of it, and may have more of them. Nothing of it is in memory: what another server writes counts at once. Any
 * thread; throws {@link sigillo.store.StoreException}.
 *
 * <pre>
 * i/account/id   what the owner says of one: sealed to its place under the server's key; empty when it is gone
 * b/account/     a number that grows with each change, and how many there have been
 * u/account/     how long what is sent can be taken back, in seconds
 * </pre>
 */
public final class Identities {
    private static final PartitionName PARTITION = new PartitionName("identities");
    private static final String ID_USE = "sgl1/identity";
    private static final String STATE_USE = "sgl1/identities";
    private static final int VERSION = 1;

    private final Transactions transactions;
    private final Secret key;
    private final Randomness randomness;
    private final Addresses addresses;

    /** Under which an account may write. */
    public interface Addresses {
        /** Its own first; those that it has by a rule are not among them. */
        List<Address> of(AccountId account);

        boolean owns(AccountId account, Address address);
    }

    /** {@code key}: the server's; it stays the caller's. */
    public Identities(Store store, Secret key, Randomness randomness, Addresses addresses) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.key = key;
        this.randomness = randomness;
        this.addresses = addresses;
    }

    // ---- reading ----

    /** Its own address first, then others, then those that its owner has made. */
    public List<Identity> all(AccountId account) {
        var own = addresses.of(account);
        var rows = rows(account);
        var all = new LinkedHashMap<String, Identity>();
        for (var address : own) {
            var id = idOf(account, address);
            var details = Optional.ofNullable(rows.remove(id)).flatMap(Row::stored).map(Details.Stored::details);
            all.put(id, new Identity(id, address, details.orElse(Details.NONE), false));
        }
        rows.forEach((id, row) -> row.stored().filter(stored -> isMade(id) && addresses.owns(account, stored.email()))
            .ifPresent(stored -> all.put(id, new Identity(id, stored.email(), stored.details(), true))));
        return List.copyOf(all.values());
    }

    public Optional<Identity> find(AccountId account, String id) {
        var row = row(account, id);
        var stored = transactions.partition().get(row).flatMap(value -> opened(row, value).stored);
        if (isMade(id)) return stored.filter(one -> addresses.owns(account, one.email()))
            .map(one -> new Identity(id, one.email(), one.details(), true));
        var details = stored.map(Details.Stored::details).orElse(Details.NONE);
        return addresses.of(account).stream().filter(one -> idOf(account, one).equals(id)).findFirst()
            .map(one -> new Identity(id, one, details, false));
    }

    private static boolean isMade(String id) { return id.startsWith("I"); }

    private String idOf(AccountId account, Address address) {
        return "A" + HexFormat.of().formatHex(SealedRow.tag(key, ID_USE, account.text() + "\0" + address.lookupKey()));
    }

    /** {@code stored}: empty when it is gone, or damaged: then it is as if its owner had said nothing. */
    private record Row(long created, long changed, Optional<Details.Stored> stored) {}

    private Map<String, Row> rows(AccountId account) {
        var all = new LinkedHashMap<String, Row>();
        var prefix = prefix('i', account);
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (row, value) -> {
            all.put(idOf(row, prefix), opened(row, value));
            return true;
        });
        return all;
    }

    private static String idOf(Bytes row, Bytes prefix) {
        return new String(row.toArray(), prefix.length(), row.length() - prefix.length(), StandardCharsets.UTF_8);
    }

    private Row opened(Bytes row, byte[] value) {
        try {
            var in = new RowIn(value, VERSION);
            long created = in.number();
            long changed = in.number();
            var sealed = in.optional(in::sized);
            return new Row(created, changed, sealed.flatMap(octets -> opened(row.toArray(), octets)));
        } catch (Damaged broken) {
            return new Row(0, 0, Optional.empty());
        }
    }

    private Optional<Details.Stored> opened(byte[] place, byte[] sealed) {
        try {
            return Optional.of(Details.decode(SealedRow.open(key, place, sealed)));
        } catch (SealBroken | Damaged broken) {
            return Optional.empty();
        }
    }

    // ---- states ----

    /** Of all of them: the number of changes, and a mark of the addresses, which the directory changes. */
    public String state(AccountId account) { return book(account).revision + "-" + mark(account); }

    private String mark(AccountId account) {
        var text = addresses.of(account).stream().map(Address::toString).collect(Collectors.joining("\0"));
        return HexFormat.of().formatHex(SealedRow.tag(key, STATE_USE, account.text() + "\0" + text), 0, 6);
    }

    public record Changed(String id, long changed, boolean isCreated, boolean isGone) {}

    /** Since a state, the oldest first; empty where that cannot be told: all are to be asked for again. */
    public Optional<List<Changed>> since(AccountId account, String state) {
        var parts = state.split("-", 2);
        boolean isOurs = parts[0].matches("[0-9]{1,15}") && parts.length == 2 && parts[1].equals(mark(account));
        if (!isOurs) return Optional.empty();
        long since = Long.parseLong(parts[0]);
        var book = book(account);
        if (since > book.revision || since < book.floor) return Optional.empty();
        return Optional.of(rows(account).entrySet().stream().filter(one -> one.getValue().changed > since)
            .sorted(Comparator.comparing(one -> one.getValue().changed))
            .map(one -> new Changed(one.getKey(), one.getValue().changed,
                isMade(one.getKey()) && one.getValue().created > since,
                isMade(one.getKey()) && one.getValue().stored.isEmpty()))
            .toList());
    }

    /** What has gone is known from {@code floor} on. {@code characters}: of all signatures. */
    private record Book(long revision, long floor, int rows, int characters) {
        byte[] encode() {
            return new RowOut(VERSION).number(revision).number(floor).number(rows).number(characters).done();
        }
    }

    private Book book(AccountId account) { return book(transactions.partition().get(prefix('b', account))); }

    private static Book book(Optional<byte[]> row) {
        return row.map(octets -> {
            var in = new RowIn(octets, VERSION);
            return new Book(in.number(), in.number(), in.integer(), in.integer());
        }).orElse(new Book(0, 0, 0, 0));
    }

    // ---- writing ----

    /** {@code TOO_MANY}: of them, or of what is in signatures. {@code NOT_HIS}: not an address of the account's. */
    public enum Done { DONE, TOO_MANY, NOT_HIS, NO_SUCH, STAYS }

    public record Created(Done done, Optional<Identity> identity) {}

    public Created create(AccountId account, Address email, Details details) {
        if (!addresses.owns(account, email)) return new Created(Done.NOT_HIS, Optional.empty());
        var id = transactions.write(tx -> {
            var book = roomy(tx, account);
            boolean isTooMuch = book.characters + details.characters() > IdentityLimits.SIGNATURES_CHARACTERS_MAX;
            if (book.rows >= IdentityLimits.STORED_MAX || isTooMuch) return Optional.<String>empty();
            var fresh = "I" + (book.revision + 1);
            put(tx, account, fresh, book.revision + 1, Optional.of(details.encode(email)));
            return Optional.of(fresh);
        });
        return new Created(id.isPresent() ? Done.DONE : Done.TOO_MANY,
            id.map(one -> new Identity(one, email, details, true)));
    }

    /** The address of one stays as it is. */
    public Done update(AccountId account, String id, Details details) {
        var there = find(account, id);
        if (there.isEmpty()) return Done.NO_SUCH;
        int more = details.characters() - there.get().details().characters();
        return transactions.write(tx -> {
            boolean isNew = tx.get(row(account, id)).isEmpty();
            var book = roomy(tx, account);
            if (isNew && isMade(id)) return Done.NO_SUCH;
            if (isNew && book.rows >= IdentityLimits.STORED_MAX) return Done.TOO_MANY;
            if (book.characters + more > IdentityLimits.SIGNATURES_CHARACTERS_MAX) return Done.TOO_MANY;
            put(tx, account, id, book.revision + 1, Optional.of(details.encode(there.get().email())));
            return Done.DONE;
        });
    }

    /** One that is an address of the account stays. */
    public Done delete(AccountId account, String id) {
        var there = find(account, id);
        if (there.isEmpty()) return Done.NO_SUCH;
        if (!there.get().mayDelete()) return Done.STAYS;
        return transactions.write(tx -> {
            put(tx, account, id, book(tx.get(prefix('b', account))).revision + 1, Optional.empty());
            return Done.DONE;
        });
    }

    /** Where there are too many, those that are gone are forgotten. */
    private Book roomy(Tx tx, AccountId account) {
        var book = book(tx.get(prefix('b', account)));
        if (book.rows < IdentityLimits.STORED_MAX) return book;
        var gone = new ArrayList<Bytes>();
        var prefix = prefix('i', account);
        tx.range(prefix, prefix.afterPrefix(), false, (row, value) -> {
            if (opened(row, value).stored.isEmpty()) gone.add(row);
            return true;
        });
        gone.forEach(tx::delete);
        var roomy = new Book(book.revision, gone.isEmpty() ? book.floor : book.revision, book.rows - gone.size(),
            book.characters);
        tx.put(prefix('b', account), roomy.encode());
        return roomy;
    }

    private void put(Tx tx, AccountId account, String id, long revision, Optional<byte[]> clear) {
        var row = row(account, id);
        var before = tx.get(row).map(value -> opened(row, value));
        long created = before.map(Row::created).orElse(revision);
        var sealed = clear.map(octets -> SealedRow.seal(key, row.toArray(), octets, randomness));
        int octets = sealed.map(one -> one.length).orElse(0);
        var out = new RowOut(VERSION, octets + 48).number(created).number(revision);
        tx.put(row, out.optional(sealed, out::sized).done());
        var book = book(tx.get(prefix('b', account)));
        int more = clear.map(Identities::characters).orElse(0)
            - before.flatMap(Row::stored).map(one -> one.details().characters()).orElse(0);
        tx.put(prefix('b', account), new Book(revision, book.floor, book.rows + (before.isEmpty() ? 1 : 0),
            Math.max(0, book.characters + more)).encode());
    }

    private static int characters(byte[] clear) { return Details.decode(clear).details().characters(); }

    // ---- how long it can be taken back ----

    public Duration undo(AccountId account) {
        return transactions.partition().get(prefix('u', account))
            .map(row -> Duration.ofSeconds(new RowIn(row, VERSION).number()))
            .orElse(IdentityLimits.UNDO);
    }

    /** At most {@link IdentityLimits#UNDO_MAX}; zero: not at all. */
    public void undo(AccountId account, Duration time) {
        boolean isOne = !time.isNegative() && time.compareTo(IdentityLimits.UNDO_MAX) <= 0;
        if (!isOne) throw new IllegalArgumentException(time.toString());
        transactions.write(tx -> {
            tx.put(prefix('u', account), new RowOut(VERSION).number(time.toSeconds()).done());
            return null;
        });
    }

    /** The account is removed. */
    public void forget(AccountId account) {
        var rows = new ArrayList<Bytes>();
        var prefix = prefix('i', account);
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (row, _) -> rows.add(row));
        rows.add(prefix('b', account));
        rows.add(prefix('u', account));
        transactions.write(tx -> {
            rows.forEach(tx::delete);
            return null;
        });
    }

    private static Bytes row(AccountId account, String id) {
        var prefix = prefix('i', account);
        var octets = id.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(prefix.length() + octets.length).put(prefix.unsafeArray()).put(octets)
            .array());
    }

    private static Bytes prefix(char kind, AccountId account) { return Bytes.utf8(kind + "/" + account.text() + "/"); }
}
