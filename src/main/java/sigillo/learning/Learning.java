package sigillo.learning;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Sorted;
import sigillo.base.Complaints;
import sigillo.filter.Learnt;
import sigillo.filter.Reason;
import sigillo.keyring.Keyring;
import sigillo.learning.OwnModel.Head;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.spam.Classifier;
import sigillo.spam.Features;

/**
 * Hears what owners say of messages and learns it while their accounts are open; says of new mail what that makes of it.
 * Any thread. One in a process.
 */
public final class Learning implements Learnt, AutoCloseable {
    /** The kind of work that waits for owners: in rows. */
    static final int WORK = 1;

    private static final String LIKE_JUNK = "It looks like what its recipient has put into Junk.";
    private static final String LIKE_KEPT = "It looks like what its recipient keeps.";

    private final Accounts accounts;
    private final Keyring keyring;
    private final Secret key;
    private final Randomness randomness;
    private final InstantSource clock;
    private final Complaints complaints;
    private final ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("learning").factory());
    private final Map<AccountId, Gathered> gathered = new LinkedHashMap<>(); // under its own lock
    private final Map<AccountId, Held> held = new LinkedHashMap<>(16, 0.75f, true); // under its own lock

    private record Held(long generation, Classifier classifier) {}

    /** {@code key}: the server's, over what was learnt; it stays the caller's. */
    public Learning(Accounts accounts, Keyring keyring, Secret key, Randomness randomness, InstantSource clock) {
        this.accounts = accounts;
        this.keyring = keyring;
        this.key = key;
        this.randomness = randomness;
        this.clock = clock;
        this.complaints = new Complaints(System.getLogger("sigillo.learning"), clock);
    }

    /** From now on it learns. */
    public Learning start() {
        keyring.serve(WORK, this::learn);
        accounts.whenSorted(this::heard);
        return this;
    }

    // ---- what is heard ----

    /** On a committing thread. */
    private void heard(Sorted said) {
        synchronized (gathered) {
            if (gathered.isEmpty()) thread.schedule(this::flush, LearningLimits.GATHERED.toMillis(), TimeUnit.MILLISECONDS);
            var of = gathered.computeIfAbsent(said.account(), _ -> new Gathered());
            said.emails().forEach(email -> of.add(email, said.isJunk()));
        }
    }

    void flush() {
        Map<AccountId, Gathered> all;
        synchronized (gathered) {
            all = new LinkedHashMap<>(gathered);
            gathered.clear();
        }
        all.forEach(this::defer);
    }

    /** What an owner says again and again all day is not even written. */
    private void defer(AccountId account, Gathered said) {
        try {
            if (!accounts.exists(account) || left(model(accounts.open(account)).head()) <= 0) return;
            if (!keyring.defer(account, WORK, said.encode())) complain(account, new IllegalStateException("too much waits already"));
        } catch (RuntimeException trouble) {
            complain(account, trouble);
        }
    }

    private void complain(AccountId account, RuntimeException why) {
        complaints.add("what the owner of " + account + " says of junk is not learnt", why);
    }

    private int left(Head head) { return LearningLimits.LEARNT_OF_DAY_MAX - head.learnt(OwnModel.day(clock.instant())); }

    // ---- learning ----

    /** Twice is as once: what was learnt is marked in the same commit. */
    private void learn(AccountId id, byte[] payload) {
        if (!accounts.exists(id)) return;
        var account = accounts.open(id);
        var model = model(account);
        var head = model.head();
        var lesson = new Lesson(account, model, model.read(head));
        lesson.said(Gathered.decode(payload), left(head));
        lesson.kept(clock.instant());
        lesson.repeat();
        lesson.keep(clock.instant());
    }

    private OwnModel model(Account account) { return new OwnModel(account, key, randomness); }

    // ---- judging ----

    @Override public List<Reason> reasons(AccountId account, Features features, double before) {
        double own = weight(account, features, before);
        return own == 0 ? List.of() : List.of(new Reason("learnt-here", own, own > 0 ? LIKE_JUNK : LIKE_KEPT));
    }

    /** Of the account's own classifier; 0 while it has learnt little. */
    private double weight(AccountId id, Features features, double before) {
        try {
            var classifier = classifier(accounts.open(id));
            return classifier == null ? 0 : weight(classifier, features, before);
        } catch (RuntimeException trouble) {
            complaints.add("what was learnt in account " + id + " cannot be read", trouble);
            return 0;
        }
    }

    private static double weight(Classifier classifier, Features features, double before) {
        if (classifier.spam() < LearningLimits.JUNK_MIN) return 0;
        double weight = classifier.odds(features, before) - before;
        double learnt = weight > 0 ? classifier.spam() : classifier.wanted();
        double beside = weight > 0 ? LearningLimits.believedBeside(classifier.wanted()) : 1;
        double believed = beside * learnt / (learnt + LearningLimits.HALF_BELIEVED);
        return Math.clamp(weight * believed, -LearningLimits.WANTED_WEIGHT_MAX, LearningLimits.JUNK_WEIGHT_MAX);
    }

    /** Null when nothing was learnt. What another server has learnt is seen by the head, which is read each time. */
    private Classifier classifier(Account account) {
        var model = model(account);
        var head = model.head();
        if (head.equals(Head.NONE)) return null;
        synchronized (held) {
            var known = held.get(account.id());
            if (known != null && known.generation == head.generation()) return known.classifier;
        }
        var read = model.read(head);
        synchronized (held) {
            held.put(account.id(), new Held(head.generation(), read));
            if (held.size() > LearningLimits.HELD_MAX) held.remove(held.keySet().iterator().next());
        }
        return read;
    }

    // ---- for owners and operators ----

    /** {@code kept}: messages that nobody spoke of and that stayed; {@code today}: how many were learnt since midnight, UTC. */
    public record Counts(long junk, long wanted, long kept, int today) {}

    /** Reads all that is remembered. Throws {@link sigillo.store.StoreException}. */
    public Counts learnt(AccountId id) {
        var model = model(accounts.open(id));
        var marks = model.marks();
        return new Counts(marks.getOrDefault(OwnModel.As.JUNK, 0L), marks.getOrDefault(OwnModel.As.WANTED, 0L),
            marks.getOrDefault(OwnModel.As.KEPT, 0L), model.head().learnt(OwnModel.day(clock.instant())));
    }

    /** All of it; what is said from then on is learnt anew. Durable. */
    public void forget(AccountId id) { model(accounts.open(id)).forget(); }

    /** What was said and is not yet kept is kept. */
    @Override public void close() {
        accounts.whenSorted(_ -> { });
        thread.shutdown();
        flush();
    }
}
