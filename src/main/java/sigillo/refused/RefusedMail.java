package sigillo.refused;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Complaints;
import sigillo.base.Printable;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.store.Store;
import sigillo.store.StoreException;

/**
 * Notes what is refused, and shows it. {@link #note} returns at once and never throws: what it is told waits in memory, bounded,
 * until a thread of its own writes it down, some at a time. What is lost of that, by a stop or a store in trouble, was refused
 * all the same. Any thread.
 */
public final class RefusedMail implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.refused");

    /** Whose an address is: nobody's, an account's, or those of some to whom it leads. */
    public interface Owners {
        List<AccountId> of(Address recipient);
    }

    private record Told(Instant at, Optional<Address> sender, List<Address> recipients, String host, int code, String reply) {}

    private record Place(AccountId account, LocalDate date) {}

    private final RefusedRows rows;
    private final Owners owners;
    private final InstantSource clock;
    private final Complaints complaints;
    private final ArrayBlockingQueue<Told> waiting = new ArrayBlockingQueue<>(RefusedLimits.WAITING_MAX);
    /** Whether there is something new to write. */
    private final Semaphore come = new Semaphore(0);
    private final AtomicLong lost = new AtomicLong();
    private final Object writing = new Object();
    private volatile BiPredicate<AccountId, Address> correspondents = (_, _) -> false;
    private final Thread thread;

    /** {@code key}: the server's; it is closed with this. */
    public RefusedMail(Store store, Secret key, Owners owners, Randomness randomness, InstantSource clock) {
        this.rows = new RefusedRows(store, key, randomness);
        this.owners = owners;
        this.clock = clock;
        this.complaints = new Complaints(LOG, clock);
        this.thread = Thread.ofPlatform().daemon().name("refused").unstarted(this::run);
    }

    /** To whom an account has written: such refusals no flood pushes out. To be called before the first mail. */
    public void knowing(BiPredicate<AccountId, Address> hasWrittenTo) { correspondents = hasWrittenTo; }

    /** From now on what is noted is written down by itself. */
    public RefusedMail start() {
        thread.start();
        return this;
    }

    /** {@code host}: as it called itself and where it was; {@code reply}: without its code. */
    public void note(Optional<Address> sender, List<Address> recipients, String host, int code, String reply) {
        var now = clock.instant();
        for (int from = 0; from < recipients.size(); from += RefusedLimits.RECIPIENTS_OF_PIECE) {
            var some = List.copyOf(recipients.subList(from, Math.min(recipients.size(), from + RefusedLimits.RECIPIENTS_OF_PIECE)));
            var told = new Told(now, sender.filter(RefusedMail::isShort), some.stream().filter(RefusedMail::isShort).toList(),
                cut(host, RefusedLimits.NAME_MAX), code, cut(reply, RefusedLimits.REPLY_MAX));
            if (!waiting.offer(told)) lost.incrementAndGet();
        }
        come.release();
    }

    private static boolean isShort(Address address) { return address.toString().length() <= RefusedLimits.NAME_MAX; }

    /** What strangers say of themselves is shown to people. */
    private static String cut(String text, int max) { return Printable.of(text.length() <= max ? text : text.substring(0, max)); }

    // ---- shown ----

    /** Of the last 30 days, the latest first, up to now. Throws {@link StoreException}. */
    public List<Day> of(AccountId account) {
        settle();
        return rows.since(account, today().minusDays(RefusedLimits.DAYS - 1));
    }

    /** The account is removed. */
    public void forget(AccountId account) {
        settle();
        rows.forget(account);
    }

    /** What is older than 30 days goes. */
    public void tidy() { rows.removeBefore(today().minusDays(RefusedLimits.DAYS - 1)); }

    private LocalDate today() { return date(clock.instant()); }

    private static LocalDate date(Instant at) { return LocalDate.ofInstant(at, ZoneOffset.UTC); }

    // ---- written down ----

    private void run() {
        try {
            while (true) {
                come.acquire();
                Thread.sleep(RefusedLimits.EVERY); // what comes meanwhile is written with it
                come.drainPermits();
                settle();
            }
        } catch (InterruptedException stop) {
            LOG.log(Level.DEBUG, "stopped");
        }
    }

    /** Writes what waits now. */
    public void settle() {
        synchronized (writing) {
            var all = new ArrayList<Told>();
            waiting.drainTo(all);
            byPlace(all).forEach(this::write);
        }
        long more = lost.getAndSet(0);
        if (more > 0) LOG.log(Level.WARNING, more + " refusals came too fast to be shown to whom they were for");
    }

    private Map<Place, List<Refusal>> byPlace(List<Told> all) {
        var places = new LinkedHashMap<Place, List<Refusal>>();
        for (var told : all) {
            for (var recipient : told.recipients) {
                var refusal = new Refusal(told.at, told.at, 1, told.sender, recipient, told.host, told.code, told.reply);
                for (var account : accounts(recipient)) {
                    places.computeIfAbsent(new Place(account, date(told.at)), _ -> new ArrayList<>()).add(refusal);
                }
            }
        }
        return places;
    }

    private List<AccountId> accounts(Address recipient) {
        try {
            return owners.of(recipient);
        } catch (RuntimeException | Error trouble) {
            complaints.add("whose refused mail was cannot be told", trouble);
            return List.of();
        }
    }

    private void write(Place place, List<Refusal> refusals) {
        try {
            rows.add(place.account, place.date, refusals, new Familiar(place.account));
        } catch (RuntimeException | Error trouble) {
            complaints.add("what was refused could not be noted", trouble);
        }
    }

    /** Who is asked about when a day has too many kinds; a flood does not make us look up each sender that it made up. */
    private final class Familiar implements Predicate<Refusal> {
        private final AccountId account;
        private final Map<Address, Boolean> asked = new HashMap<>();

        Familiar(AccountId account) { this.account = account; }

        @Override public boolean test(Refusal one) {
            if (one.sender().isEmpty()) return false;
            var known = asked.get(one.sender().get());
            if (known != null || asked.size() >= RefusedLimits.ASKED_ABOUT_MAX) return known != null && known;
            boolean isKnown = correspondents.test(account, one.sender().get());
            asked.put(one.sender().get(), isKnown);
            return isKnown;
        }
    }

    /** What waits is written first, as far as it can be. */
    @Override public void close() {
        thread.interrupt();
        settle();
    }
}
