package sigillo.rules;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.base.Sha256;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.sieve.Scripts;
import sigillo.sieve.SieveLimits;
import sigillo.store.Batch;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.Transactions;
import sigillo.store.Tx;

/**
 * Scripts by account and name, of which one may be active, and keys that scripts want remembered, as hashes. Nothing
 * of it
 * is in memory: what another server writes counts at once. Any thread; throws {@link sigillo.store.StoreException}.
 *
 * <pre>
 * s/account/tag16   a script: its name, text and id, sealed to its place under the server's key
 * a/account         which of them is active: its tag
 * l/account         the scripts without their texts, sealed likewise, and how often they were changed
 * m/account/tag16   until when a key is remembered
 * q/account         how much left by its rules on a day
 * v/account         what senders hear while the owner is away, sealed likewise, and how often that was changed
 * </pre>
 */
public final class Rules {
    private static final PartitionName PARTITION = new PartitionName("rules");
    private static final String NAME_USE = "sgl1/rules-name";
    private static final String KEY_USE = "sgl1/rules-key";
    private static final int VERSION = 1;
    private static final int TAG_OCTETS = 16;
    private static final int ID_OCTETS = 12;

    private final Transactions transactions;
    private final Secret key;
    private final Randomness randomness;
    private final InstantSource clock;

    /** {@code key}: the server's; it stays the caller's. */
    public Rules(Store store, Secret key, Randomness randomness, InstantSource clock) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.key = key;
        this.randomness = randomness;
        this.clock = clock;
    }

    /** {@code id}: stays the same when it gets another name or text. */
    public record Script(String id, String name, byte[] octets, boolean isActive) {}

    /** {@code TOO_MANY}: {@link RuleLimits#SCRIPTS_MAX} are there. {@code EXISTS}: one of the new name. */
    public enum Kept { DONE, TOO_MANY, TOO_LARGE, BAD_NAME, NO_SUCH_SCRIPT, IS_ACTIVE, EXISTS }

    // ---- scripts ----

    public Optional<Script> script(AccountId account, String name) {
        var row = scriptRow(account, name);
        return transactions.partition().get(row).map(value -> opened(row, value, active(account)));
    }

    /** Whether one runs. */
    public boolean hasActive(AccountId account) { return active(account).isPresent(); }

    /** The one that runs. */
    public Optional<Script> activeScript(AccountId account) {
        return active(account).flatMap(tag -> {
            var row = row('s', account, tag.toArray());
            return transactions.partition().get(row).map(value -> opened(row, value, Optional.of(tag)));
        });
    }

    /** How often the scripts of an account were changed: {@link Listing#revision}. Nothing is opened. */
    public long revision(AccountId account) {
        return transactions.partition().get(prefix('l', account)).map(Rules::revision).orElse(0L);
    }

    private static long revision(byte[] row) { return new RowIn(row, VERSION).number(); }

    /** All of them, and no text. Those of before there were lists are opened once, and listed from then on. */
    public Listing listing(AccountId account) {
        var row = prefix('l', account);
        var kept = transactions.partition().get(row);
        if (kept.isEmpty() && count(account, 's') > 0) kept = Optional.of(transactions.write(tx -> list(tx, account)));
        var active = active(account);
        return kept.map(value -> new Listing(revision(value), listed(row, value)).active(active)).orElse(Listing.NONE);
    }

    private byte[] list(Tx tx, AccountId account) { return list(tx, account, UnaryOperator.identity()); }

    /** In the commit of a change that was written already: how they are listed from now on, under the next revision. */
    private byte[] list(Tx tx, AccountId account, UnaryOperator<List<Listing.Entry>> change) {
        var row = prefix('l', account);
        var kept = tx.get(row);
        var scripts = kept.isPresent() ? change.apply(listed(row, kept.get())) : opened(tx, account);
        var sealed = SealedRow.seal(key, row.toArray(), Listing.encode(scripts), randomness);
        long revision = kept.map(Rules::revision).orElse(0L) + 1;
        var listed = new RowOut(VERSION, sealed.length + 32).number(revision).sized(sealed).done();
        tx.put(row, listed);
        return listed;
    }

    private List<Listing.Entry> listed(Bytes row, byte[] value) {
        try {
            var in = new RowIn(value, VERSION);
            in.number();
            return Listing.decode(SealedRow.open(key, row.toArray(), in.sized()));
        } catch (SealBroken broken) {
            throw new Damaged("the list of an account's scripts is not as this server wrote it", broken);
        }
    }

    private List<Listing.Entry> opened(Tx tx, AccountId account) {
        var all = new ArrayList<Listing.Entry>();
        var prefix = prefix('s', account);
        tx.range(prefix, prefix.afterPrefix(), false, (row, value) -> {
            var script = opened(row, value, Optional.empty());
            return all.add(entry(row, script.id, script.name, script.octets));
        });
        return all;
    }

    private static Listing.Entry entry(Bytes row, String id, String name, byte[] octets) {
        return new Listing.Entry(tag(row), id, name, hash(octets), octets.length, false);
    }

    private static Bytes tag(Bytes row) {
        return Bytes.wrap(Arrays.copyOfRange(row.toArray(), row.length() - TAG_OCTETS, row.length()));
    }

    /** As in {@link Listing.Entry}. */
    public static Bytes hash(byte[] script) {
        return Bytes.wrap(Arrays.copyOf(Sha256.of(script), Listing.HASH_OCTETS));
    }

    private static List<Listing.Entry> without(List<Listing.Entry> all, Bytes row) {
        return all.stream().filter(one -> !one.tag().equals(tag(row))).toList();
    }

    private static List<Listing.Entry> with(List<Listing.Entry> all, Bytes row, Listing.Entry one) {
        return Stream.concat(without(all, row).stream(), Stream.of(one)).toList();
    }

    /** Whether one of that name could be put there now: {@link Kept#DONE}, {@code BAD_NAME} or {@code TOO_MANY}. */
    public Kept wouldKeep(AccountId account, String name) {
        if (!isName(name)) return Kept.BAD_NAME;
        boolean isThere = transactions.partition().get(scriptRow(account, name)).isPresent();
        return isThere || count(account, 's') < RuleLimits.SCRIPTS_MAX ? Kept.DONE : Kept.TOO_MANY;
    }

    /** In the place of one of that name. What it says is for the caller to have checked. */
    public Kept put(AccountId account, String name, byte[] octets) {
        if (!isName(name)) return Kept.BAD_NAME;
        if (octets.length > SieveLimits.SCRIPT_OCTETS_MAX) return Kept.TOO_LARGE;
        return put(account, name, octets, freshId(), true);
    }

    /** As {@link #put}, but {@link Kept#EXISTS} where there is one of that name; it gets this id: {@link #freshId}. */
    public Kept create(AccountId account, String id, String name, byte[] octets) {
        if (!isName(name)) return Kept.BAD_NAME;
        if (octets.length > SieveLimits.SCRIPT_OCTETS_MAX) return Kept.TOO_LARGE;
        return put(account, name, octets, id, false);
    }

    private Kept put(AccountId account, String name, byte[] octets, String fresh, boolean replaces) {
        var row = scriptRow(account, name);
        return transactions.write(tx -> {
            var there = tx.get(row);
            if (there.isPresent() && !replaces) return Kept.EXISTS;
            if (there.isEmpty() && count(tx, account) >= RuleLimits.SCRIPTS_MAX) return Kept.TOO_MANY;
            var id = there.map(value -> opened(row, value, Optional.empty()).id).orElse(fresh);
            tx.put(row, sealed(row, id, name, octets));
            list(tx, account, all -> with(all, row, entry(row, id, name, octets)));
            return Kept.DONE;
        });
    }

    /** For one that comes to be. */
    public String freshId() { return "S" + HexFormat.of().formatHex(randomness.octets(ID_OCTETS)); }

    private byte[] sealed(Bytes row, String id, String name, byte[] octets) {
        var clear = new RowOut(VERSION, octets.length + 4 * RuleLimits.NAME_CHARACTERS_MAX + 64).text(name).sized(octets).text(id).done();
        return SealedRow.seal(key, row.toArray(), clear, randomness);
    }

    /** Empty: none is. RFC 5804 section 2.8. */
    public Kept activate(AccountId account, Optional<String> name) {
        var row = prefix('a', account);
        return transactions.write(tx -> {
            if (name.isPresent() && tx.get(scriptRow(account, name.get())).isEmpty()) return Kept.NO_SUCH_SCRIPT;
            if (name.isEmpty()) tx.delete(row);
            else tx.put(row, tag(account, name.get()));
            list(tx, account);
            return Kept.DONE;
        });
    }

    /** RFC 5804 section 2.10: not the active one. */
    public Kept delete(AccountId account, String name) {
        var row = scriptRow(account, name);
        return transactions.write(tx -> {
            if (tx.get(row).isEmpty()) return Kept.NO_SUCH_SCRIPT;
            if (isActive(tx, account, name)) return Kept.IS_ACTIVE;
            tx.delete(row);
            list(tx, account, all -> without(all, row));
            return Kept.DONE;
        });
    }

    /** RFC 5804 section 2.11: the active one stays active, and none is lost under the new name. In one commit. */
    public Kept rename(AccountId account, String from, String to) {
        if (!isName(to)) return Kept.BAD_NAME;
        var row = scriptRow(account, from);
        var target = scriptRow(account, to);
        return transactions.write(tx -> {
            var there = tx.get(row);
            if (there.isEmpty()) return Kept.NO_SUCH_SCRIPT;
            if (tx.get(target).isPresent()) return Kept.EXISTS;
            boolean isActive = isActive(tx, account, from);
            var script = opened(row, there.get(), Optional.empty());
            tx.put(target, sealed(target, script.id, to, script.octets));
            tx.delete(row);
            if (isActive) tx.put(prefix('a', account), tag(account, to));
            var renamed = entry(target, script.id, to, script.octets);
            list(tx, account, all -> with(all, row, renamed));
            return Kept.DONE;
        });
    }

    private boolean isActive(Tx tx, AccountId account, String name) {
        return tx.get(prefix('a', account)).filter(tag -> Arrays.equals(tag, tag(account, name))).isPresent();
    }

    /** For scripts that include others of the same account; there are none of the server's. */
    public Scripts includedOf(AccountId account) {
        return new Scripts() {
            @Override public Optional<byte[]> personal(String name) { return script(account, name).map(
                Script::octets); }

            @Override public Optional<byte[]> global(String name) { return Optional.empty(); }
        };
    }

    /** RFC 5804 section 1.6. */
    private static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= RuleLimits.NAME_CHARACTERS_MAX
            && name.chars().noneMatch(c -> c < ' ' || c >= 0x7F && c <= 0x9F || c == 0x2028 || c == 0x2029 || c == '/');
    }

    private Optional<Bytes> active(AccountId account) {
        return transactions.partition().get(prefix('a', account)).map(Bytes::wrap);
    }

    private Script opened(Bytes row, byte[] value, Optional<Bytes> active) {
        try {
            var in = new RowIn(SealedRow.open(key, row.toArray(), value), VERSION);
            var name = in.text();
            var octets = in.sized();
            // one that was written before there were ids has that of its place, until it gets another name
            var id = in.isAtEnd() ? "S" + HexFormat.of().formatHex(row.toArray(), row.length() - TAG_OCTETS, row.length()) : in.text();
            return new Script(id, name, octets, active.filter(tag -> endsWith(row, tag)).isPresent());
        } catch (SealBroken broken) {
            throw new Damaged("a script is not as this server wrote it", broken);
        }
    }

    private static boolean endsWith(Bytes row, Bytes tag) {
        var all = row.toArray();
        return Arrays.equals(all, all.length - TAG_OCTETS, all.length, tag.toArray(), 0, tag.length());
    }

    // ---- while the owner is away ----

    /** {@code revision}: grows with each change. */
    public record KeptVacation(Vacation vacation, long revision) {}

    /** That of {@link #vacation}. Nothing is opened. */
    public long vacationRevision(AccountId account) {
        return transactions.partition().get(prefix('v', account)).map(Rules::revision).orElse(0L);
    }

    public KeptVacation vacation(AccountId account) {
        return transactions.partition().get(prefix('v', account)).map(value -> vacation(account, value))
            .orElse(new KeptVacation(Vacation.NONE, 0));
    }

    private KeptVacation vacation(AccountId account, byte[] value) {
        try {
            var in = new RowIn(value, VERSION);
            long revision = in.number();
            var clear = SealedRow.open(key, prefix('v', account).toArray(), in.sized());
            return new KeptVacation(Vacation.decode(clear), revision);
        } catch (SealBroken broken) {
            throw new Damaged("what senders hear while an owner is away is not as this server wrote it", broken);
        }
    }

    public void vacation(AccountId account, Vacation vacation) {
        var row = prefix('v', account);
        var sealed = SealedRow.seal(key, row.toArray(), vacation.encode(), randomness);
        transactions.write(tx -> {
            long revision = tx.get(row).map(Rules::revision).orElse(0L) + 1;
            tx.put(row, new RowOut(VERSION, sealed.length + 32).number(revision).sized(sealed).done());
            return null;
        });
    }

    // ---- what is remembered ----

    public boolean remembers(AccountId account, String what) {
        return transactions.partition().get(memoryRow(account, what)).map(Rules::until).orElse(0L) > clock.millis();
    }

    /** False when it cannot be: so much is remembered already. */
    public boolean remember(AccountId account, String what, long seconds) {
        var row = memoryRow(account, what);
        boolean isFull = transactions.partition().get(row).isEmpty() && count(
            account, 'm') >= RuleLimits.REMEMBERED_MAX;
        if (isFull) return false;
        long until = clock.instant().plusSeconds(seconds).toEpochMilli();
        transactions.write(tx -> {
            tx.put(row, new RowOut(VERSION).number(until).done());
            return null;
        });
        return true;
    }

    /** As if it had not been remembered. */
    public void unremember(AccountId account, String what) { delete(List.of(memoryRow(account, what))); }

    /** Of a row that is none: it is over. */
    private static long until(byte[] row) {
        try {
            return new RowIn(row, VERSION).number();
        } catch (Damaged broken) {
            return 0;
        }
    }

    /** Forgets what is over. */
    public void tidy() {
        long now = clock.millis();
        var rows = new ArrayList<Bytes>();
        var prefix = Bytes.utf8("m/");
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (row, value) -> {
            if (until(value) <= now) rows.add(row);
            return true;
        });
        delete(rows);
    }

    /** The account is removed. */
    public void forget(AccountId account) {
        var rows = new ArrayList<Bytes>();
        for (char kind : new char[] {'s', 'm'}) {
            var prefix = prefix(kind, account);
            transactions.partition().range(prefix, prefix.afterPrefix(), false, (row, _) -> rows.add(row));
        }
        rows.add(prefix('a', account));
        rows.add(prefix('q', account));
        rows.add(prefix('v', account));
        rows.add(prefix('l', account));
        delete(rows);
    }

    private void delete(List<Bytes> rows) {
        for (int from = 0; from < rows.size(); from += RuleLimits.PAGE) {
            var page = rows.subList(from, Math.min(rows.size(), from + RuleLimits.PAGE));
            transactions.write(Batch.Lane.BULK, tx -> {
                page.forEach(tx::delete);
                return null;
            });
        }
    }

    // ---- what leaves by rules ----

    /** {@code day}: since 1970, UTC. */
    public record Left(long day, int sent, int answers) {}

    /** As it was noted last; one that is none says nothing. */
    public Optional<Left> left(AccountId account) {
        return transactions.partition().get(prefix('q', account)).flatMap(row -> {
            try {
                var in = new RowIn(row, VERSION);
                return Optional.of(new Left(in.number(), in.integer(), in.integer()));
            } catch (Damaged broken) {
                return Optional.empty();
            }
        });
    }

    /** Instead of what was noted before. */
    public void note(AccountId account, Left left) {
        var row = new RowOut(VERSION).number(left.day).number(left.sent).number(left.answers).done();
        transactions.write(Batch.Lane.BULK, tx -> {
            tx.put(prefix('q', account), row);
            return null;
        });
    }

    // ---- rows ----

    private int count(AccountId account, char kind) {
        var count = new int[1];
        var prefix = prefix(kind, account);
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (_, _) ->
            ++count[0] < RuleLimits.REMEMBERED_MAX);
        return count[0];
    }

    private static int count(Tx tx, AccountId account) {
        var count = new int[1];
        var prefix = prefix('s', account);
        tx.range(prefix, prefix.afterPrefix(), false, (_, _) -> ++count[0] < RuleLimits.SCRIPTS_MAX);
        return count[0];
    }

    private byte[] tag(AccountId account, String name) { return SealedRow.tag(
        key, NAME_USE, account.text() + "\0" + name); }

    private Bytes scriptRow(AccountId account, String name) { return row('s', account, tag(account, name)); }

    private Bytes memoryRow(AccountId account, String what) {
        return row('m', account, SealedRow.tag(key, KEY_USE, account.text() + "\0" + what));
    }

    private static Bytes row(char kind, AccountId account, byte[] tag) {
        var prefix = prefix(kind, account);
        return Bytes.wrap(ByteBuffer.allocate(prefix.length() + tag.length).put(prefix.unsafeArray()).put(tag).array());
    }

    private static Bytes prefix(char kind, AccountId account) {
        return Bytes.wrap((kind + "/" + account.text() + "/").getBytes(StandardCharsets.UTF_8));
    }
}
