package sigillo.snooze;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Copied;
import sigillo.account.Email;
import sigillo.account.EmailId;
import sigillo.account.FlagChange;
import sigillo.account.Keyword;
import sigillo.account.MailboxAnswer;
import sigillo.account.MailboxId;
import sigillo.account.UidSet;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.Tx;

/**
 * Puts mail aside and brings it back. An Email comes into mailboxes before it goes out of others, and its row here is
 * written before the first and goes after the last step; each step may be done again: so a stop in the middle leaves it in
 * both places, and the next start does the rest. Any thread; throws {@link StoreException}.
 *
 * <pre>
 * e/account/EMAIL(8)          an Email that is away           Snoozed
 * t DUE(8) account/EMAIL(8)   when it comes back, by time     (empty)
 * </pre>
 */
public final class Snoozes implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.snooze");
    private static final PartitionName PARTITION = new PartitionName("snooze");
    /** Where it waits: a folder like others, so that every program shows it. */
    public static final String MAILBOX = "Snoozed";
    /** Of one account: each is a row, and a move at its time. */
    public static final int SNOOZED_MAX = 2_000;
    /** Longer than anybody means. */
    public static final Duration AHEAD_MAX = Duration.ofDays(5 * 366);
    /** What has its turn and is not done within that is done by whoever looks then. */
    private static final Duration TURN = Duration.ofSeconds(10);
    /** Between two tries of what cannot come back. */
    private static final Duration PAUSE_MAX = Duration.ofHours(6);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(30);
    private static final int AT_ONCE = 200;

    private final Transactions transactions;
    private final Function<AccountId, Account> accounts;
    private final InstantSource clock;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private volatile boolean isStopping;

    /** {@code accounts}: opens one that is there. */
    public Snoozes(Store store, Function<AccountId, Account> accounts, InstantSource clock) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.accounts = accounts;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("snooze").unstarted(this::run);
    }

    /** From now on what is due comes back by itself. */
    public void start() { thread.start(); }

    // ---- for its owner ----

    /** {@code GONE}: there is no such Email. {@code REFUSED}: it cannot come into {@link #MAILBOX}, and is where it was. */
    public enum Done { DONE, GONE, TOO_MANY, NO_MAILBOX, REFUSED }

    /** Until when it is away; empty when it is not. */
    public Optional<Instant> until(Account account, Email email) {
        return row(account.id(), email.id()).filter(one -> isIn(email, one.aside())).map(Snoozed::until);
    }

    private Optional<Snoozed> row(AccountId account, EmailId email) {
        return transactions.partition().get(rowKey(account, email)).flatMap(Snoozes::read);
    }

    /** Empty for what was damaged: its owner can put the Email aside anew. */
    private static Optional<Snoozed> read(byte[] row) {
        try {
            return Optional.of(Snoozed.decode(row));
        } catch (Damaged | IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    private static boolean isIn(Email email, MailboxId mailbox) {
        return email.memberships().stream().anyMatch(one -> one.mailbox().equals(mailbox));
    }

    /** It leaves its mailboxes until then. One that is away already stays so until then. */
    public Done snooze(Account account, EmailId id, Instant until) {
        var email = account.email(id).filter(one -> !one.memberships().isEmpty());
        if (email.isEmpty()) return Done.GONE;
        var aside = aside(account);
        if (aside.isEmpty()) return Done.NO_MAILBOX;
        var back = email.get().memberships().stream().map(Email.Membership::mailbox).distinct()
            .filter(one -> !one.equals(aside.get())).toList();
        var row = Snoozed.fresh(until.truncatedTo(ChronoUnit.MILLIS), aside.get(), back);
        if (!note(account.id(), id, row)) return Done.TOO_MANY;
        news.release();
        if (!isIn(email.get(), aside.get())) copy(account, email.get(), back.getFirst(), aside.get());
        // read anew: it leaves no place before it is in the other
        var now = account.email(id).filter(one -> isIn(one, aside.get()));
        if (now.isEmpty()) {
            forget(account.id(), id, row);
            return Done.REFUSED;
        }
        leave(account, now.get(), back);
        settle(account, id, row);
        return Done.DONE;
    }

    /**
     * Its time may have come before it was aside: whoever looked then found nothing to bring back, and its row is gone
     * or in his hand. It is written anew then, and is due.
     */
    private void settle(Account account, EmailId id, Snoozed row) {
        if (row.back().isEmpty() || row(account.id(), id).filter(row::equals).isPresent()) return;
        if (!note(account.id(), id, row)) back(account, id, row, true);
        news.release();
    }

    private static Optional<MailboxId> aside(Account account) {
        var there = account.mailboxId(MAILBOX);
        if (there.isPresent()) return there;
        return switch (account.create(MAILBOX, Optional.empty())) {
            case MailboxAnswer.Done(var made) -> Optional.of(made.id());
            case MailboxAnswer.Exists(var id) -> Optional.of(id);
            case MailboxAnswer.NoSuchMailbox _, MailboxAnswer.BadName _, MailboxAnswer.NotAllowed _,
                MailboxAnswer.HasChildren _, MailboxAnswer.OverLimit _ -> Optional.empty();
        };
    }

    /** Of one that is away only the time changes. */
    private boolean note(AccountId account, EmailId email, Snoozed fresh) {
        var key = rowKey(account, email);
        return transactions.write(tx -> {
            var before = tx.get(key).flatMap(Snoozes::read);
            if (before.isEmpty() && count(tx, account) >= SNOOZED_MAX) return false;
            before.ifPresent(one -> tx.delete(timeKey(one.until(), account, email)));
            var now = before.filter(_ -> fresh.back().isEmpty())
                .map(one -> Snoozed.fresh(fresh.until(), one.aside(), one.back())).orElse(fresh);
            tx.put(key, now.encode());
            tx.put(timeKey(now.until(), account, email), new byte[0]);
            return true;
        });
    }

    private static int count(Tx tx, AccountId account) {
        var count = new int[1];
        var prefix = prefix(account);
        tx.range(prefix, prefix.afterPrefix(), false, (_, _) -> ++count[0] < SNOOZED_MAX);
        return count[0];
    }

    /** It comes back now, if it is away. False when it can come into no mailbox: then it is away as before. */
    public boolean wake(Account account, EmailId id) {
        return row(account.id(), id).map(one -> back(account, id, one, false)).orElse(true);
    }

    /** The account is removed. */
    public void forget(AccountId account) {
        var prefix = prefix(account);
        var rows = new ArrayList<Bytes>();
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (key, row) -> {
            rows.add(key);
            read(row).ifPresent(one -> rows.add(timeKey(one.until(), account, emailOf(key))));
            return true;
        });
        if (rows.isEmpty()) return;
        transactions.write(Batch.Lane.BULK, tx -> {
            rows.forEach(tx::delete);
            return null;
        });
    }

    // ---- at its time ----

    private void run() {
        while (!isStopping) {
            try {
                look();
                if (news.tryAcquire(untilNext().toMillis(), TimeUnit.MILLISECONDS)) news.drainPermits();
            } catch (InterruptedException stop) {
                return;
            } catch (RuntimeException | Error trouble) {
                LOG.log(Level.WARNING, "what is due cannot be brought back now, and is tried again", trouble);
                if (rest()) return;
            }
        }
    }

    private static boolean rest() {
        try {
            Thread.sleep(LOOK_EVERY);
            return false;
        } catch (InterruptedException stop) {
            return true;
        }
    }

    private record Due(Bytes key, AccountId account, EmailId email) {}

    /** Brings back what is due. Of several servers one does it. */
    public void look() {
        var now = clock.instant();
        var due = new ArrayList<Due>();
        transactions.partition().range(Bytes.utf8("t"), timeFrom(now.plusMillis(1)), false, (key, _) -> {
            due.add(due(key));
            return due.size() < AT_ONCE;
        });
        for (var one : due) if (!isStopping && isMine(one, now)) backInTime(one);
    }

    private Duration untilNext() {
        var next = new long[] {Long.MAX_VALUE};
        transactions.partition().range(Bytes.utf8("t"), Bytes.utf8("t").afterPrefix(), false, (key, _) -> {
            next[0] = ByteBuffer.wrap(key.toArray()).getLong(1);
            return false;
        });
        long wait = Math.clamp(next[0] - clock.millis(), 1, LOOK_EVERY.toMillis());
        return Duration.ofMillis(wait);
    }

    /** Whoever moves the row in time first has it in hand for some seconds. */
    private boolean isMine(Due one, Instant now) {
        return transactions.write(tx -> {
            if (tx.get(one.key).isEmpty()) return false;
            tx.delete(one.key);
            var kept = tx.get(rowKey(one.account, one.email));
            if (kept.isEmpty()) return false;
            var row = read(kept.get());
            if (row.isEmpty()) return isLeft(tx, one, now);
            boolean isItsTime = one.key.equals(timeKey(row.get().until(), one.account, one.email));
            if (!isItsTime) return false; // that was of a row which was damaged, and is written anew
            tx.put(timeKey(now.plus(TURN), one.account, one.email), new byte[0]);
            tx.put(rowKey(one.account, one.email), row.get().until(now.plus(TURN)).encode());
            return true;
        });
    }

    /** What was damaged comes back by nobody; it is told again, seldom. False. */
    private static boolean isLeft(Tx tx, Due one, Instant now) {
        tx.put(timeKey(now.plus(PAUSE_MAX), one.account, one.email), new byte[0]);
        LOG.log(Level.WARNING, "what is kept of Email " + one.email + " of " + one.account + " is damaged: it stays in the mailbox "
            + MAILBOX + " until its owner moves it or says a time anew");
        return false;
    }

    /** One that cannot be brought back keeps nobody else. */
    private void backInTime(Due one) {
        var row = row(one.account, one.email);
        if (row.isEmpty()) return;
        var why = Optional.<Throwable>empty();
        try {
            if (back(accounts.apply(one.account), one.email, row.get(), true)) return;
        } catch (RuntimeException | Error later) {
            why = Optional.of(later);
        }
        var next = clock.instant().plus(pause(row.get().tries()));
        LOG.log(Level.WARNING, "Email " + one.email + " of " + one.account + " cannot come back now; it is tried again at "
            + next, why.orElse(null));
        putOff(one, row.get(), next);
    }

    /** Twice as long each time. */
    private static Duration pause(int tries) {
        var pause = TURN.multipliedBy(2L << Math.min(tries, 20));
        return pause.compareTo(PAUSE_MAX) < 0 ? pause : PAUSE_MAX;
    }

    /** Unless its owner has said something else meanwhile. */
    private void putOff(Due one, Snoozed tried, Instant next) {
        var key = rowKey(one.account, one.email);
        transactions.write(tx -> {
            boolean isSame = tx.get(key).flatMap(Snoozes::read).filter(tried::equals).isPresent();
            if (!isSame) return null;
            tx.delete(timeKey(tried.until(), one.account, one.email));
            tx.put(key, tried.triedUntil(next).encode());
            tx.put(timeKey(next, one.account, one.email), new byte[0]);
            return null;
        });
    }

    /**
     * One that its owner has moved on meanwhile stays where it is. {@code asNew}: it has not been seen. False when it
     * comes into no mailbox: then it stays aside, and so does its row.
     */
    private boolean back(Account account, EmailId id, Snoozed row, boolean asNew) {
        var email = account.email(id).filter(one -> isIn(one, row.aside()));
        if (email.isPresent()) {
            if (asNew) unsee(account, email.get(), row.aside());
            if (!isBack(account, email.get(), row)) return false;
            leave(account, email.get(), List.of(row.aside()));
        }
        forget(account.id(), id, row);
        return true;
    }

    /**
     * It comes into the last of its mailboxes by the commit that takes it out of where it waits, so that it is never
     * nowhere, whatever its owner takes away meanwhile.
     */
    private static boolean isBack(Account account, Email email, Snoozed row) {
        var all = row.back().stream().filter(one -> account.mailbox(one).isPresent()).toList();
        var last = all.isEmpty() ? account.inbox() : all.getLast();
        for (var to : all) if (!to.equals(last) && !isIn(email, to)) copy(account, email, row.aside(), to);
        boolean isMoved = hasCome(account.move(row.aside(), uids(email, row.aside()), last));
        if (isMoved) leave(account, email, List.of(last)); // where it was there before: once is enough
        return isMoved;
    }

    private void forget(AccountId account, EmailId email, Snoozed row) {
        var key = rowKey(account, email);
        transactions.write(tx -> {
            boolean isSame = tx.get(key).flatMap(Snoozes::read).filter(row::equals).isPresent();
            if (!isSame) return null; // it was put aside anew meanwhile
            tx.delete(timeKey(row.until(), account, email));
            tx.delete(key);
            return null;
        });
    }

    private static boolean copy(Account account, Email email, MailboxId from, MailboxId to) {
        return hasCome(account.copy(from, uids(email, from), to));
    }

    /** False where there is no such mailbox, it cannot come in, or it is not where it should come from any more. */
    private static boolean hasCome(Copied answer) {
        return switch (answer) {
            case Copied.Done(_, var pairs) -> !pairs.isEmpty();
            case Copied.Partly(_, var pairs, _, _) -> !pairs.isEmpty();
            case Copied.NoSuchMailbox(), Copied.OverLimit _ -> false;
        };
    }

    /** Under one UID: it may be in a mailbox twice. */
    private static UidSet uids(Email email, MailboxId in) {
        return UidSet.of(email.memberships().stream().filter(one -> one.mailbox().equals(in)).findFirst()
            .orElseThrow().uid());
    }

    private static void leave(Account account, Email email, List<MailboxId> from) {
        for (var place : email.memberships()) {
            if (from.contains(place.mailbox())) account.remove(place.mailbox(), UidSet.of(place.uid()));
        }
    }

    private static void unsee(Account account, Email email, MailboxId in) {
        account.flags(in, uids(email, in),
            new FlagChange(FlagChange.Mode.REMOVE, Set.of(Keyword.SEEN), false, Optional.empty()));
    }

    // ---- keys ----

    private static Bytes prefix(AccountId account) { return Bytes.utf8("e/" + account.text() + "/"); }

    private static Bytes rowKey(AccountId account, EmailId email) {
        var prefix = prefix(account).unsafeArray();
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + 8).put(prefix).putLong(email.value()).array());
    }

    private static EmailId emailOf(Bytes key) { return new EmailId(ByteBuffer.wrap(key.toArray()).getLong(key.length() - 8)); }

    private static Bytes timeFrom(Instant time) {
        return Bytes.wrap(ByteBuffer.allocate(9).put((byte) 't').putLong(Math.max(0, time.toEpochMilli())).array());
    }

    private static Bytes timeKey(Instant time, AccountId account, EmailId email) {
        var name = (account.text() + "/").getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(9 + name.length + 8).put(timeFrom(time).unsafeArray()).put(name)
            .putLong(email.value()).array());
    }

    private static Due due(Bytes key) {
        var all = key.toArray();
        var name = new String(Arrays.copyOfRange(all, 9, all.length - 9), StandardCharsets.UTF_8);
        return new Due(key, new AccountId(name), emailOf(key));
    }

    @Override public void close() {
        isStopping = true;
        thread.interrupt();
    }
}
