package sigillo.account;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import sigillo.base.Bytes;
import sigillo.base.OneByOne;
import sigillo.base.Shared;
import sigillo.store.Abandoned;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.Tx;

/**
 * Opens accounts: one {@link Account} object an id in this process, as long as somebody holds it, so that all sessions
 * share its change stream. Any thread may call.
 */
public final class Accounts {
    private static final String PREFIX = "a/";
    /** Held in memory while they are deleted. */
    private static final int BLOBS_AT_A_TIME = 50_000;

    private final Store store;
    private final ContentSeal seal;
    private final KeyedHash hash;
    private final InstantSource clock;
    private final UndeleteSettings undelete;
    private final Quotas quotas;
    private volatile Consumer<QuotaWarning> warned = _ -> { };
    private volatile Consumer<Sorted> sorted = _ -> { };
    private volatile Abandoned abandoned = Abandoned.atOnce();
    private final UidLists lists = new UidLists();
    private final Shared<AccountId, Context> contexts = new Shared<>();
    private final Shared<AccountId, Account> open = new Shared<>();

    /** {@code hashKey}: the server's key for the hashes that threading looks up (32 octets). */
    public Accounts(Store store, ContentSeal seal, Bytes hashKey, InstantSource clock) {
        this(store, seal, hashKey, clock, UndeleteSettings.NONE);
    }

    public Accounts(Store store, ContentSeal seal, Bytes hashKey, InstantSource clock, UndeleteSettings undelete) {
        this(store, seal, hashKey, clock, undelete, Quotas.NONE);
    }

    /** {@code undelete}: how long what is expunged can be had back. {@code quotas}: how much each may hold. */
    public Accounts(
            Store store, ContentSeal seal, Bytes hashKey, InstantSource clock, UndeleteSettings undelete,
            Quotas quotas) {
        if (hashKey.length() != 32) throw new IllegalArgumentException("a hash key has 32 octets");
        this.store = store;
        this.seal = seal;
        this.hash = new KeyedHash(hashKey);
        this.clock = clock;
        this.undelete = undelete;
        this.quotas = quotas;
    }

    /** Calls {@code warned} of accounts that are nearly full, on a committing thread: it must take note and return. */
    public void whenNearlyFull(Consumer<QuotaWarning> warned) { this.warned = warned; }

    /** Calls {@code sorted} of what owners say of messages, on a committing thread: it must take note and return. */
    public void whenSorted(Consumer<Sorted> sorted) { this.sorted = sorted; }

    /**
     * Other servers write to the same accounts: a blob of nobody goes when it was that for so long here, since nobody
     * knows what they are about to name, and when by this clock.
     */
    public void shared() { abandoned = new Abandoned(AccountLimits.ORPHAN_AGE_MIN); }

    /** Whether a message of so many octets fits into it now; of an account without a limit nothing is read. */
    public boolean takes(AccountId id, long size) {
        var max = quotas.octetsMax(id);
        return max.isEmpty() || octets(store, id) + size <= max.getAsLong();
    }

    /** Octets that an account holds, as {@link Quotas} counts them; 0 where there is none. */
    public static long octets(Store store, AccountId id) {
        return store.partition(id.partition()).get(Keys.ACCOUNT).map(row -> AccountRow.decode(row).octets).orElse(0L);
    }

    /** Makes an account with its inbox and the mailboxes of {@link Role}; one that exists is left as it is. Durable. */
    public Account create(AccountId id) {
        var context = context(id);
        seal.create(id);
        seal.prepare(id);
        context.transactions().write(tx -> {
            if (tx.get(Keys.ACCOUNT).map(AccountRow::decode).filter(row -> !row.removed).isPresent()) return null;
            if (tx.get(Keys.ACCOUNT).isPresent()) {
                throw new IllegalStateException("account " + id + " is being removed");
            }
            tx.put(Keys.ACCOUNT, new AccountRow().encode());
            for (var role : Role.values()) make(context, tx, role);
            return null;
        });
        return open(id);
    }

    /** The account, which must exist: throws {@link IllegalArgumentException} otherwise. */
    public Account open(AccountId id) {
        var known = open.held(id);
        if (known != null) return known;
        if (!exists(id)) throw new IllegalArgumentException("no account " + id);
        return open.get(id, i -> new Account(context(i)));
    }

    /**
     * Another process has committed to an account's partition: whoever listens to it here is told. Of other partitions, and
     * of accounts that nobody has open, nothing is read. Throws {@link StoreException}; then the next call tells it.
     */
    public void changedElsewhere(PartitionName partition) {
        if (!partition.text().startsWith(PREFIX)) return;
        var context = AccountId.of(partition.text().substring(PREFIX.length())).map(contexts::held);
        context.ifPresent(open -> new NewsElsewhere(open).look());
    }

    /** The same of all that are open: nobody knows to which. Throws {@link OneByOne.Failed} when the others are told. */
    public void changedElsewhere() {
        OneByOne.each(contexts.held(), context -> name(context.id()), context -> new NewsElsewhere(context).look());
    }

    public boolean exists(AccountId id) {
        return store.partition(id.partition()).get(Keys.ACCOUNT).map(AccountRow::decode).filter(row -> !row.removed)
            .isPresent();
    }

    /** All that exist, sorted; with those of whom that cannot be told, since they are damaged. */
    public List<AccountId> all() { return all((_, _) -> { }); }

    /** {@code damaged}: is told of each that is, and why. */
    public List<AccountId> all(BiConsumer<AccountId, StoreException> damaged) {
        return named().filter(id -> mayExist(id, damaged)).toList();
    }

    private Stream<AccountId> named() {
        return store.partitions(PREFIX).stream().map(name -> AccountId.of(name.text().substring(PREFIX.length())))
            .flatMap(Optional::stream);
    }

    private boolean mayExist(AccountId id, BiConsumer<AccountId, StoreException> damaged) {
        try {
            return exists(id);
        } catch (StoreException why) {
            damaged.accept(id, why);
            return true;
        }
    }

    /**
     * Removes all that is kept of an account, its blobs too. From the first commit on it does not exist; when the
     * server is stopped in the middle, {@link #tidy} ends it.
     */
    public void remove(AccountId id) {
        context(id).transactions().write(tx -> {
            tx.get(Keys.ACCOUNT).map(AccountRow::decode).ifPresent(row -> {
                row.removed = true;
                tx.put(Keys.ACCOUNT, row.encode());
            });
            return null;
        });
        open.remove(id);
        wipe(id);
    }

    /**
     * For a store that was brought back from a backup: no UID, UIDVALIDITY, MODSEQ, state or id that an account gave out
     * after that backup is given out again. Durable; before anybody else uses the store. Throws {@link OneByOne.Failed} when the others are done.
     */
    public void raise(Restoration restoration) {
        OneByOne.each(all(), Accounts::name, id -> new Raising(context(id), restoration).run());
    }

    /**
     * Does {@link Account#tidy} for all accounts, and ends removals that a stop interrupted. To be called once in a
     * while. Throws {@link OneByOne.Failed} when the others are done.
     */
    public void tidy() {
        try {
            OneByOne.each(named().toList(), Accounts::name, this::tidy);
        } finally {
            deleteBlobsOfNobody();
        }
    }

    private static String name(AccountId id) { return "account " + id; }

    private void tidy(AccountId id) {
        if (exists(id)) open(id).tidy();
        else if (store.partition(id.partition()).get(Keys.ACCOUNT).isPresent()) wipe(id);
    }

    private void wipe(AccountId id) {
        seal.destroy(id);
        deleteBlobs(BlobIds.prefix(id), _ -> true);
        store.remove(id.partition());
        lists.forget(id);
        contexts.remove(id);
    }

    /** Those that came while their account was being removed. What is damaged of an account takes no blob from it. */
    private void deleteBlobsOfNobody() {
        var before = clock.instant().minus(AccountLimits.ORPHAN_AGE_MIN);
        var exist = new HashSet<>(all());
        deleteBlobs(BlobIds.ALL,
            blob -> BlobIds.madeAt(blob).isBefore(before) && !exist.contains(BlobIds.account(blob)));
    }

    private void deleteBlobs(Bytes prefix, Predicate<Bytes> which) {
        var blobs = new ArrayList<Bytes>();
        do {
            blobs.clear();
            store.blobs().ids(prefix, blob -> {
                if (blobs.size() < BLOBS_AT_A_TIME && which.test(blob)) blobs.add(blob);
            });
            blobs.forEach(store.blobs()::delete);
        } while (blobs.size() == BLOBS_AT_A_TIME);
    }

    /** One for all who write, before the account is opened too. */
    private Context context(AccountId id) {
        return contexts.get(id, this::newContext);
    }

    private Context newContext(AccountId id) {
        return new Context(id, new Transactions(store.partition(id.partition())), store.blobs(), seal,
            new Hashes(hash, id), clock, new KeywordNames(), new Listeners(), ConcurrentHashMap.newKeySet(), undelete,
            quotas, warning -> warned.accept(warning), new ConcurrentHashMap<>(), () -> abandoned, lists, said -> sorted.accept(said));
    }

    private static void make(Context context, Tx tx, Role role) {
        var name = switch (role) {
            case INBOX -> MailboxPath.INBOX;
            case DRAFTS -> "Drafts";
            case SENT -> "Sent";
            case JUNK -> "Junk";
            case TRASH -> "Trash";
            case ARCHIVE -> "Archive";
        };
        new FolderWork(context, tx).create(new MailboxPath.Names(List.of(name)), Optional.of(role), true);
    }
}
