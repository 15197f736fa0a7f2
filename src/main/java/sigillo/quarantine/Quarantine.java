package sigillo.quarantine;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Locked;
import sigillo.base.Alarms;
import sigillo.base.Complaints;
import sigillo.keyring.Keyring;
import sigillo.keyring.Unlocked;

/**
 * Each hour it is asked whether ClamAV knows other viruses than when mail came. If so, what came in the last days is looked at again:
 * at level L0 at once, at L1 in the session of its owner, who alone opens it. Any thread. One in a process.
 */
public final class Quarantine implements AutoCloseable {
    /** The kind of work that waits for owners: in rows. */
    static final int WORK = 2;
    private static final System.Logger LOG = System.getLogger("sigillo.quarantine");
    private static final byte[] NOTHING_TO_SAY = {0};

    private final Accounts accounts;
    private final Keyring keyring;
    private final Scanner scanner;
    private final Duration back;
    private final InstantSource clock;
    private final Alarms alarms;
    private final Complaints complaints;
    /** One: ClamAV is asked about one message at a time, so that mail that comes goes first. */
    private final ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("quarantine").factory());
    private volatile BiConsumer<AccountId, List<Found>> told = (_, _) -> { };
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong infected = new AtomicLong();
    private volatile Optional<Instant> last = Optional.empty();

    /** {@code back}: how long ago what came is looked at; zero for never. */
    public Quarantine(Accounts accounts, Keyring keyring, Scanner scanner, Duration back, Alarms alarms, InstantSource clock) {
        this.accounts = accounts;
        this.keyring = keyring;
        this.scanner = scanner;
        this.back = back;
        this.clock = clock;
        this.alarms = alarms;
        this.complaints = new Complaints(LOG, clock);
    }

    /** Who tells owners what was moved. To be called before {@link #start}. */
    public void telling(BiConsumer<AccountId, List<Found>> owners) { told = owners; }

    public Quarantine start() {
        if (back.isZero()) return this;
        keyring.serve(WORK, (account, _) -> thread.execute(() -> isHere(account)));
        thread.scheduleWithFixedDelay(this::turn, QuarantineLimits.TURN_FIRST.toSeconds(), QuarantineLimits.TURN_EVERY.toSeconds(), TimeUnit.SECONDS);
        return this;
    }

    /** All accounts, now. One thread. */
    public void turn() {
        try {
            var signatures = signatures();
            if (signatures.isEmpty()) return;
            for (var account : accounts.all()) turn(account, signatures.get());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error trouble) {
            complaints.add("mail is not looked at again for viruses", trouble);
        }
    }

    private void turn(AccountId id, long signatures) throws InterruptedException {
        try {
            var progress = new Progress(accounts.open(id));
            if (progress.state().isEmpty()) progress.note(Progress.State.begin(signatures, clock.instant()).done()); // it was looked at when it came
            if (!isBehind(progress, signatures)) return;
            try (var open = opened(id).orElse(null)) {
                if (open != null) look(id, progress, signatures);
                else await(id);
            }
        } catch (Locked closed) { // its owner goes: there is another turn
            LOG.log(Level.DEBUG, "account " + id + " is closed", closed);
        } catch (RuntimeException | Error trouble) {
            if (accounts.exists(id)) complaints.add("mail of account " + id + " is not looked at again for viruses", trouble);
        }
    }

    /** At level L0, or while its owner is here. */
    private Optional<Unlocked> opened(AccountId id) {
        return keyring.joinAsServer(id).or(() -> keyring.slots(id).keySet().stream().map(slot -> keyring.join(id, slot)).flatMap(Optional::stream).findFirst());
    }

    private static boolean isBehind(Progress progress, long signatures) {
        return progress.state().filter(state -> state.isDone() && state.signatures() == signatures).isEmpty();
    }

    private void await(AccountId id) {
        boolean isFirst = new Progress(accounts.open(id)).await(clock.instant());
        if (isFirst && !keyring.defer(id, WORK, NOTHING_TO_SAY)) complaints.add("mail of account " + id + " is not looked at again", new IllegalStateException("too much waits already"));
    }

    /** Its owner has come. */
    private void isHere(AccountId id) {
        try {
            if (!accounts.exists(id)) return;
            new Progress(accounts.open(id)).isHere();
            var signatures = signatures();
            if (signatures.isPresent()) turn(id, signatures.get());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error trouble) {
            complaints.add("mail of account " + id + " is not looked at again for viruses", trouble);
        }
    }

    /** A number for what the scanner knows; one that does not say that knows something else each day. */
    private Optional<Long> signatures() throws InterruptedException {
        return scanner.signatures().map(text -> {
            var whole = text.contains("/") ? text : text + " on " + clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
            try {
                return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8))).getLong() >>> 1;
            } catch (NoSuchAlgorithmException everyJdkHasIt) {
                throw new IllegalStateException(everyJdkHasIt);
            }
        });
    }

    private void look(AccountId id, Progress progress, long signatures) throws InterruptedException {
        var state = progress.state().filter(one -> one.signatures() == signatures).orElseGet(() -> Progress.State.begin(signatures, clock.instant()));
        var look = new SecondLook(accounts.open(id), scanner, progress, state);
        try {
            note(id, look.run(clock.instant(), back));
        } catch (InterruptedException | RuntimeException early) {
            note(id, look.soFar());
            throw early;
        }
    }

    private void note(AccountId id, SecondLook.Outcome outcome) {
        messages.addAndGet(outcome.looked());
        infected.addAndGet(outcome.found().size());
        last = Optional.of(clock.instant());
        if (!outcome.found().isEmpty()) {
            LOG.log(Level.INFO, "account " + id + ": " + outcome.found().size() + " messages are infected, as is known now, and went to Junk");
            told.accept(id, outcome.found());
        }
        var key = "quarantine of account " + id;
        if (!outcome.isTooMuch()) alarms.clear(key);
        else alarms.raise(key, "ClamAV finds viruses in more than " + QuarantineLimits.MOVED_MAX + " messages that account " + id
            + " has: perhaps its signatures are wrong, and no more are moved in this turn",
            "ClamAV trova virus in più di " + QuarantineLimits.MOVED_MAX + " messaggi che l'account " + id
            + " ha: forse le sue firme sono sbagliate, e in questo giro non se ne spostano altri");
    }

    /** For who looks how the server is. */
    public List<String> lines() {
        if (back.isZero()) return List.of();
        return List.of("mail of " + back.toDays() + " days is looked at again when ClamAV has other signatures: " + messages + " messages since the start, "
            + infected + " infected and moved to Junk; last " + last.map(Instant::toString).orElse("never"));
    }

    @Override public void close() { thread.shutdownNow(); }
}
