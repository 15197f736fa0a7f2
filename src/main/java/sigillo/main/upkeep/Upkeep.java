package sigillo.main.upkeep;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sigillo.admin.Operator;
import sigillo.base.Alarms;
import sigillo.base.OneByOne;
import sigillo.filter.Reputation;
import sigillo.ledger.FailedSignIns;
import sigillo.lists.Lists;
import sigillo.login.Departed;
import sigillo.login.Slowdown;
import sigillo.main.kept.Kept;
import sigillo.queue.MailQueue;
import sigillo.receivers.Receivers;
import sigillo.refused.RefusedMail;
import sigillo.rules.Rules;
import sigillo.sending.Sending;
import sigillo.scrub.DiskWatch;
import sigillo.signing.Signing;

/**
 * What is done beside serving, on one thread: each minute it tells whether the store or its disk is in trouble and keeps
 * counts of guesses, every ten it keeps from where owners have signed in, and destroys
 * keys of what has left the queue, of ways into accounts that were taken away and of keys that signed, each hour it tidies the accounts (old
 * change logs, blobs of nobody) and sweeps the queue. At the start, and each hour, it ends removals of accounts that a stop interrupted.
 */
public final class Upkeep implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.upkeep");
    private static final String STORE_ALARM = "store";
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
    private static final int LOOKS_BETWEEN_TIDYING = 60;
    private static final int LOOKS_BETWEEN_SHREDDING = 10;
    /** What the store has of nobody is found by reading nearly all of it. */
    private static final int LOOKS_BETWEEN_SWEEPS = 24 * 60;
    /** Tidying goes from account to account; one that is very large may not hold up a stop. */
    private static final Duration STOP_MAX = Duration.ofSeconds(2);

    private final Kept kept;
    private final Departed departed;
    private final Operator operator;
    private final MailQueue queue;
    private final Sending sending;
    private final Reputation senders;
    private final Rules rules;
    private final RefusedMail refused;
    private final Lists lists;
    private final Runnable protectedMail;
    private final Residue residue;
    private final FailedSignIns failures;
    private final Signing signing;
    private final Optional<Receivers> receivers;
    private final Slowdown slowdown;
    private final Runnable networks;
    private final Alarms alarms;
    private final DiskWatch disk;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;

    /** {@code networks}: keeps from where owners have signed in since it was last run. */
    public Upkeep(
            Kept kept, Operator operator, MailQueue queue, Signing signing, Sending sending, Reputation senders, Rules rules, RefusedMail refused,
            Optional<Receivers> receivers, Slowdown slowdown, Runnable networks, Alarms alarms, Lists lists,
            Runnable protectedMail, Residue residue, FailedSignIns failures) {
        this.protectedMail = protectedMail;
        this.residue = residue;
        this.failures = failures;
        this.lists = lists;
        this.kept = kept;
        this.departed = kept.departed();
        this.operator = operator;
        this.queue = queue;
        this.sending = sending;
        this.senders = senders;
        this.rules = rules;
        this.refused = refused;
        this.signing = signing;
        this.receivers = receivers;
        this.disk = new DiskWatch(kept.folder().root(), alarms);
        this.slowdown = slowdown;
        this.networks = networks;
        this.alarms = alarms;
        this.thread = Thread.ofPlatform().daemon().name("upkeep").unstarted(this::run);
    }

    public void start() { thread.start(); }

    private void run() {
        removals();
        for (int looks = 1; !isStopping(); looks++) {
            look();
            guesses();
            tried("wrong passwords that ledgers tell of", failures::tidy);
            tried("what was in doubt in the directory", kept.directory()::settle);
            if (looks % LOOKS_BETWEEN_SHREDDING == 1) networks();
            if (looks % LOOKS_BETWEEN_SHREDDING == 1) shred();
            if (looks % LOOKS_BETWEEN_TIDYING == 0) tidy();
            if (looks % LOOKS_BETWEEN_SWEEPS == LOOKS_BETWEEN_TIDYING) sweep();
        }
    }

    /** How store and disk are now. Any thread. */
    public void look() {
        kept.store().trouble().ifPresentOrElse(why -> alarms.raise(STORE_ALARM, "New mail is refused: " + why, "La nuova posta viene rifiutata: " + why),
            () -> alarms.clear(STORE_ALARM));
        disk.look();
    }

    /** So that a restart gives nobody who guesses fresh tries, and nobody who sends. */
    private void guesses() {
        tried("counts of guesses", () -> slowdown.keep(kept.clock().instant()));
        tried("counts of what accounts send", sending::keep);
        tried("what is known of senders", senders::keep);
        receivers.ifPresent(all -> tried("how mail fares at receivers", all::keep));
    }

    private void networks() { tried("where owners have signed in", networks); }

    private void shred() {
        tried("the keys of what has left the queue", queue::tidy);
        // after a write that failed a restart may show ways in that are not to be seen now, and that need their keys
        if (kept.store().trouble().isEmpty()) tried("the keys of ways into accounts", kept.keyring()::tidy);
        if (kept.store().trouble().isEmpty()) tried("keys that mail was signed with", signing::tidy);
    }

    private void tidy() {
        removals();
        tried("the queue's messages", queue::sweep);
        tried("accounts", kept.accounts()::tidy);
        tried("protected messages", protectedMail);
        tried("alarms of accounts", kept::lookAtAccounts);
        tried("ways into accounts", kept.credentials()::tidy);
        tried("app passwords and tokens", kept.grants()::tidy);
        tried("devices that are known", () -> kept.devices().tidy(kept.clock().instant()));
        tried("what is left of removed accounts", departed::tidy);
        tried("what lies beside removed accounts", residue::tidy);
        tried("counts of guesses of servers that have ended", () -> slowdown.tidy(kept.clock().instant()));
    }

    private void sweep() {
        tried("whom accounts have written to", sending::tidy);
        tried("what rules remember", rules::tidy);
        tried("what was refused long ago", refused::tidy);
        tried("counts of lists", lists::tidy);
        tried("senders of long ago", senders::tidy);
        receivers.ifPresent(all -> tried("receivers of long ago", all::tidy));
        tried("what the store has of nobody", () -> kept.store().tidy(() -> stopping.getCount() == 0));
    }

    private void removals() { tried("what accounts that were removed held", operator::tidy); }

    /**
     * It is tried again in an hour; the store's own trouble is told above. What an account has damaged is told by name, and
     * stands until it goes well.
     */
    private void tried(String what, Runnable work) {
        var key = "upkeep of " + what;
        try {
            work.run();
            alarms.clear(key);
        } catch (OneByOne.Failed some) {
            alarms.raise(key, what + " could not be tidied for all: " + some.getMessage(),
                "Il riordino (" + what + ") non è riuscito per tutti: " + some.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, what + " could not be tidied", e);
        }
    }

    /** Where others count guesses too they are told every second. */
    private boolean isStopping() {
        try {
            for (long left = LOOK_EVERY.toSeconds(); slowdown.isOneOfSeveral() && left > 1; left--) {
                if (stopping.await(1, TimeUnit.SECONDS)) return true;
                guesses();
            }
            var last = slowdown.isOneOfSeveral() ? Duration.ofSeconds(1) : LOOK_EVERY;
            return stopping.await(last.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    @Override public void close() {
        stopping.countDown();
        if (thread.getState() == Thread.State.NEW) return; // a start that failed before it
        try {
            thread.join(STOP_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        guesses();
        networks();
        tried("wrong passwords that ledgers tell of", failures::tellAll);
    }
}
