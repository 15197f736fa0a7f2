package sigillo.learning;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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
import sigillo.learning.OfAll.Heard;
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
    private static final String LIKE_JUNK_OF_ALL = "It looks like what several people here have put into Junk.";
    private static final String LIKE_KEPT_OF_ALL = "It looks like what several people here keep.";

    private final Accounts accounts;
    private final Keyring keyring;
    private final Secret key;
    private final Randomness randomness;
    private final LearningSettings settings;
    private final InstantSource clock;
    private final Complaints complaints;
    private final ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("learning").factory());
    private volatile Told told = Told.NOBODY;
    private final Map<AccountId, Gathered> gathered = new LinkedHashMap<>(); // under its own lock
    private final Map<AccountId, Held> held = new LinkedHashMap<>(16, 0.75f, true); // under its own lock

    private volatile Optional<Heard> ofAll = Optional.empty();

    private record Held(long generation, Classifier classifier) {}

    /** {@code key}: the server's, over what was learnt; it stays the caller's. */
    public Learning(Accounts accounts, Keyring keyring, Secret key, Randomness randomness, LearningSettings settings, InstantSource clock) {
        this.accounts = accounts;
        this.keyring = keyring;
        this.key = key;
        this.randomness = randomness;
        this.settings = settings;
        this.clock = clock;
        this.complaints = new Complaints(System.getLogger("sigillo.learning"), clock);
    }

    /** Who else hears what owners say. To be called before the first mail. */
    public void telling(Told other) { told = other; }

    /** From now on it learns, as far as that is wanted. */
    public Learning start() {
        if (!settings.isOn()) return this;
        keyring.serve(WORK, this::learn);
        accounts.whenSorted(this::heard);
        if (settings.isShared())
            thread.scheduleWithFixedDelay(this::hearAll, LearningLimits.HEARD_FIRST.toSeconds(), LearningLimits.HEARD_EVERY.toSeconds(), TimeUnit.SECONDS);
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
            if (!accounts.exists(account) || today(model(accounts.open(account)).head()) >= LearningLimits.SAID_OF_DAY_MAX) return;
            if (!keyring.defer(account, WORK, said.encode())) complain(account, new IllegalStateException("too much waits already"));
        } catch (RuntimeException | Error trouble) {
            complain(account, trouble);
        }
    }

    private void complain(AccountId account, Throwable why) {
        complaints.add("what the owner of " + account + " says of junk is not learnt", why);
    }

    private int today(Head head) { return head.learnt(OwnModel.day(clock.instant())); }

    // ---- learning ----

    /** Twice is as once: what was learnt is marked in the same commit. */
    private void learn(AccountId id, byte[] payload) {
        if (!accounts.exists(id)) return;
        var account = accounts.open(id);
        var model = model(account);
        var head = model.head();
        var lesson = new Lesson(account, model, model.read(head), told);
        lesson.said(Gathered.decode(payload), today(head));
        lesson.kept(clock.instant());
        lesson.repeat();
        lesson.keep(clock.instant());
    }

    private OwnModel model(Account account) { return new OwnModel(account, key, randomness, complaints); }

    // ---- judging ----

    @Override public List<Reason> reasons(AccountId account, Features features, double before) {
        if (!settings.isOn()) return List.of();
        var classifier = own(account);
        double own = classifier.map(one -> weight(one, features, before)).orElse(0.0);
        double ofAll = ofAll(features, classifier.map(Classifier::spam).orElse(0L));
        var reasons = new ArrayList<Reason>(2);
        if (own != 0) reasons.add(new Reason("learnt-here", own, own > 0 ? LIKE_JUNK : LIKE_KEPT));
        if (ofAll != 0) reasons.add(new Reason("learnt-of-all", ofAll, ofAll > 0 ? LIKE_JUNK_OF_ALL : LIKE_KEPT_OF_ALL));
        return reasons;
    }

    private Optional<Classifier> own(AccountId id) {
        try {
            return classifier(accounts.open(id));
        } catch (RuntimeException trouble) {
            complaints.add("what was learnt in account " + id + " cannot be read", trouble);
            return Optional.empty();
        }
    }

    /** As far as the account's own is not believed yet. {@code junk}: how much of that it has learnt. */
    private double ofAll(Features features, long junk) {
        double believed = junk < LearningLimits.JUNK_MIN ? 1 : LearningLimits.HALF_BELIEVED / (junk + LearningLimits.HALF_BELIEVED);
        return ofAll.map(heard -> believed
            * Math.clamp(heard.classifier().odds(features, 0), -LearningLimits.OF_ALL_WANTED_MAX, LearningLimits.OF_ALL_MAX)).orElse(0.0);
    }

    /** What several accounts say alike is heard anew. */
    void hearAll() {
        try {
            var heard = OfAll.hear(accounts, account -> model(accounts.open(account)), OwnModel.words(key), new Random());
            ofAll = heard.accounts() < LearningLimits.AGREED_MIN ? Optional.empty() : Optional.of(heard);
        } catch (RuntimeException | Error trouble) {
            complaints.add("what was learnt in all accounts cannot be read", trouble);
        }
    }

    /** 0 while it has learnt little. */
    private static double weight(Classifier classifier, Features features, double before) {
        if (classifier.spam() < LearningLimits.JUNK_MIN) return 0;
        double weight = classifier.odds(features, before) - before;
        double learnt = weight > 0 ? classifier.spam() : classifier.wanted();
        double beside = weight > 0 ? LearningLimits.believedBeside(classifier.wanted()) : 1;
        double believed = beside * learnt / (learnt + LearningLimits.HALF_BELIEVED);
        return Math.clamp(weight * believed, -LearningLimits.WANTED_WEIGHT_MAX, LearningLimits.JUNK_WEIGHT_MAX);
    }

    /** Empty when nothing was learnt. What another server has learnt is seen by the head, which is read each time. */
    private Optional<Classifier> classifier(Account account) {
        var model = model(account);
        var head = model.head();
        if (head.equals(Head.NONE)) return Optional.empty();
        synchronized (held) {
            var known = held.get(account.id());
            if (known != null && known.generation == head.generation()) return Optional.of(known.classifier);
        }
        var read = model.read(head);
        synchronized (held) {
            held.put(account.id(), new Held(head.generation(), read));
            if (held.size() > LearningLimits.HELD_MAX) held.remove(held.keySet().iterator().next());
        }
        return Optional.of(read);
    }

    // ---- for owners and operators ----

    /** {@code kept}: messages that nobody spoke of and that stayed; {@code today}: how many were learnt since midnight, UTC. */
    public record Counts(long junk, long wanted, long kept, int today) {}

    /** Reads all that is remembered. Throws {@link sigillo.store.StoreException}. */
    public Counts learnt(AccountId id) {
        var model = model(accounts.open(id));
        var marks = model.marks();
        return new Counts(marks.getOrDefault(OwnModel.As.JUNK, 0L), marks.getOrDefault(OwnModel.As.WANTED, 0L),
            marks.getOrDefault(OwnModel.As.KEPT, 0L), today(model.head()));
    }

    /** All of it; what is said from then on is learnt anew. Durable. */
    public void forget(AccountId id) { model(accounts.open(id)).forget(); }

    /** What was said and is not yet kept is kept. */
    @Override public void close() {
        accounts.whenSorted(_ -> { });
        thread.shutdownNow();
        flush();
    }
}
