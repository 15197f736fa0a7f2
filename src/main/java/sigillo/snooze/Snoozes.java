package sigillo.snooze;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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

    /** {@code GONE}: there is no such Email. */
    public enum Done { DONE, GONE, TOO_MANY, NO_MAILBOX }

    /** Until when it is away; empty when it is not. */
    public Optional<Instant> until(Account account, Email email) {
        return row(account.id(), email.id()).filter(one -> isIn(email, one.aside())).map(Snoozed::until);
    }

    private Optional<Snoozed> row(AccountId account, EmailId email) {
        return transactions.partition().get(rowKey(account, email)).map(Snoozed::decode);
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
        if (!note(account.id(), id, new Snoozed(until, aside.get(), back))) return Done.TOO_MANY;
        news.release();
        if (!isIn(email.get(), aside.get())) copy(account, email.get(), aside.get());
        if (account.email(id).filter(one -> isIn(one, aside.get())).isPresent()) leave(account, email.get(), back);
        return Done.DONE;
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
            var before = tx.get(key).map(Snoozed::decode);
            if (before.isEmpty() && count(tx, account) >= SNOOZED_MAX) return false;
            before.ifPresent(one -> tx.delete(timeKey(one.until(), account, email)));
            var now = before.filter(_ -> fresh.back().isEmpty()).map(one -> one.until(fresh.until())).orElse(fresh);
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

    /** It comes back now. False when it was not away. */
    public boolean wake(Account account, EmailId id) {
        var row = row(account.id(), id);
        row.ifPresent(one -> back(account, id, one, false));
        return row.isPresent();
    }

    /** The account is removed. */
    public void forget(AccountId account) {
        var prefix = prefix(account);
        var rows = new ArrayList<Bytes>();
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (key, row) -> {
            rows.add(key);
            rows.add(timeKey(Snoozed.decode(row).until(), account, emailOf(key)));
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
            } catch (RuntimeException trouble) {
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
            var row = tx.get(rowKey(one.account, one.email)).map(Snoozed::decode);
            tx.delete(one.key);
            if (row.isEmpty()) return false;
            tx.put(timeKey(now.plus(TURN), one.account, one.email), new byte[0]);
            tx.put(rowKey(one.account, one.email), row.get().until(now.plus(TURN)).encode());
            return true;
        });
    }

    /** One that cannot be brought back keeps nobody else. */
    private void backInTime(Due one) {
        try {
            var row = row(one.account, one.email);
            if (row.isPresent()) back(accounts.apply(one.account), one.email, row.get(), true);
        } catch (RuntimeException later) {
            LOG.log(Level.WARNING, "Email " + one.email + " of " + one.account + " cannot come back now", later);
        }
    }

    /** One that its owner has moved on meanwhile stays where it is. {@code asNew}: it has not been seen. */
    private void back(Account account, EmailId id, Snoozed row, boolean asNew) {
        var email = account.email(id).filter(one -> isIn(one, row.aside()));
        if (email.isPresent()) {
            boolean isBack = false;
            for (var to : row.back()) isBack |= isIn(email.get(), to) || copy(account, email.get(), to);
            if (!isBack) isBack = copy(account, email.get(), account.inbox());
            if (asNew) unsee(account, email.get());
            if (isBack) leave(account, email.get(), List.of(row.aside()));
        }
        transactions.write(tx -> {
            tx.get(rowKey(account.id(), id)).map(Snoozed::decode)
                .ifPresent(one -> tx.delete(timeKey(one.until(), account.id(), id)));
            tx.delete(rowKey(account.id(), id));
            return null;
        });
    }

    /** False where there is no such mailbox, or it cannot come in. */
    private static boolean copy(Account account, Email email, MailboxId to) {
        var at = email.memberships().getFirst();
        return switch (account.copy(at.mailbox(), UidSet.of(at.uid()), to)) {
            case Copied.Done _, Copied.Partly _ -> true;
            case Copied.NoSuchMailbox(), Copied.OverLimit _ -> false;
        };
    }

    private static void leave(Account account, Email email, List<MailboxId> from) {
        for (var place : email.memberships()) {
            if (from.contains(place.mailbox())) account.remove(place.mailbox(), UidSet.of(place.uid()));
        }
    }

    private static void unsee(Account account, Email email) {
        var at = email.memberships().getFirst();
        account.flags(at.mailbox(), UidSet.of(at.uid()),
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
