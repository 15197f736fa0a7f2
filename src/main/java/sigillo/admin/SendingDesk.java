package sigillo.admin;

import java.lang.System.Logger.Level;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Alarms;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.queue.QueueDesk;
import sigillo.sending.Bound;
import sigillo.sending.Infected;
import sigillo.sending.Pause;
import sigillo.sending.Sending;
import sigillo.sending.SendingLimits;

/**
 * Accounts whose sending is paused: the queue holds what is theirs, an alarm tells the operator, a letter the owner. Both
 * may lift it. Any thread.
 */
public final class SendingDesk implements Desk {
    private static final System.Logger LOG = System.getLogger("sigillo.sending");

    private final Directory directory;
    private final Sending sending;
    private final QueueDesk queue;
    private final Alarms alarms;

    public SendingDesk(Directory directory, Sending sending, QueueDesk queue, Alarms alarms) {
        this.directory = directory;
        this.sending = sending;
        this.queue = queue;
        this.alarms = alarms;
    }

    @Override public void register(Requests requests) {
        requests.on(Request.AccountSending.class, this::sending);
        requests.on(Request.PauseSending.class, asked -> pause(asked.address()));
        requests.on(Request.ResumeSending.class, asked -> resume(asked.address(), asked.drop()));
        requests.on(Request.ListComplaints.class, asked -> complaints(asked.account()));
        requests.on(Request.LiftComplaint.class, asked -> lift(asked.account(), asked.recipient()));
    }

    private Answer sending(Request.AccountSending asked) {
        return asked.key().map(key -> limit(asked.address(), key, asked.max().orElse(""))).orElseGet(() -> show(asked.address()));
    }

    // ---- pausing ----

    /** What follows a pause; {@code background} does what takes its time, {@code letter} is written to the owner. */
    public BiConsumer<AccountId, Pause> following(Executor background, BiConsumer<AccountId, Pause> letter) {
        return (account, pause) -> {
            alarm(account, pause);
            letter.accept(account, pause);
            background.execute(() -> hold(account));
        };
    }

    /** To be called at a start: what a stop has left of it is done, and the alarms stand again. */
    public void remind() {
        sending.allPaused().forEach((account, pause) -> {
            alarm(account, pause);
            hold(account);
        });
    }

    private void alarm(AccountId account, Pause pause) {
        directory.account(account).ifPresent(record -> alarms.raise(alarm(account), "Sending of " + record.address() + " is paused since "
            + pause.since().truncatedTo(ChronoUnit.SECONDS) + ": " + pause.says() + ". What waits of it is held. When it is well again: "
            + "sigillo account resume " + record.address() + " (with --drop for what waits, if it is not its owner's).", "L'invio di " + record.address() + " è sospeso dal "
            + pause.since().truncatedTo(ChronoUnit.SECONDS) + ": " + pause.dice() + ". Ciò che attende è trattenuto. Quando è di nuovo a posto: "
            + "sigillo account resume " + record.address() + " (con --drop per ciò che attende, se non è del proprietario)."));
    }

    private static String alarm(AccountId account) { return "sending of account " + account; }

    private void hold(AccountId account) {
        try {
            directory.account(account).ifPresent(record -> queue.pause(submitter(record)));
            // It may have been lifted meanwhile.
            if (sending.paused(account).isEmpty()) directory.account(account).ifPresent(record -> queue.resume(submitter(record), false));
        } catch (RuntimeException later) {
            LOG.log(Level.WARNING, "what account " + account + " has queued is not held all; it will be at the next start", later);
        }
    }

    /** As submission names who puts mail into the queue. */
    private static String submitter(AccountRecord record) { return record.address().toString(); }

    /** What it has queued is held by who follows pauses. */
    Answer pause(Address address) {
        return known(address, record -> sending.pauseByOperator(record.id())
            ? Operator.change("sending of " + address + " is paused; what waits of it is held: sigillo account resume " + address)
            : new Answer.Failed("sending of " + address + " is paused already"));
    }

    // ---- lifting ----

    Answer resume(Address address, boolean drop) {
        return known(address, record -> {
            boolean isPaused = sending.paused(record.id()).isPresent();
            long recipients = lift(record, drop);
            sending.lift(record.id());
            recipients += lift(record, drop); // who was about to hold it has done so by now, or sees that it is lifted
            if (!isPaused && recipients == 0) return new Answer.Failed("sending of " + address + " is not paused");
            return Operator.change(address + " sends again; " + (drop ? "dropped" : "released") + " for " + recipients + " recipients");
        });
    }

    /** By its owner, who may. {@code drop}: what is held is not his. False when it is not his to do. */
    public boolean resumeByOwner(AccountId account, boolean hasFactor, boolean drop) {
        var record = directory.account(account);
        if (record.isEmpty() || !sending.mayOwnerLift(account, hasFactor)) return false;
        lift(record.get(), drop);
        LOG.log(Level.INFO, "the owner of account " + account + " has lifted the pause of its sending");
        boolean isLifted = sending.liftByOwner(account);
        lift(record.get(), drop); // as above
        return isLifted;
    }

    /** The queue first: what a stop leaves of that can be done again. */
    private long lift(AccountRecord record, boolean drop) {
        long recipients = queue.resume(submitter(record), drop);
        alarms.clear(alarm(record.id()));
        return recipients;
    }

    // ---- showing, and limits of its own ----

    Answer show(Address address) { return known(address, this::shown); }

    /** {@code max}: a number, or "default". */
    Answer limit(Address address, String key, String max) {
        var bound = Bound.of(key);
        if (bound.isEmpty()) return new Answer.Failed(key + " is none of " + String.join(", ", Arrays.stream(Bound.values()).map(Bound::key).toList()));
        boolean isDefault = max.equals("default");
        if (!isDefault && !isPossible(bound.get(), max)) return new Answer.Failed(max + " is neither a number from "
            + bound.get().min() + " to " + SendingLimits.MAX + " nor default");
        return known(address, record -> {
            sending.limit(record.id(), bound.get(), isDefault ? Optional.empty() : Optional.of(Integer.parseInt(max)));
            return shown(record);
        });
    }

    private static boolean isPossible(Bound bound, String max) {
        return max.matches("[0-9]{1,7}") && Integer.parseInt(max) >= bound.min() && Integer.parseInt(max) <= SendingLimits.MAX;
    }

    private Answer shown(AccountRecord record) {
        var shown = sending.show(record.id());
        var lines = Arrays.stream(Bound.values()).map(bound -> new Results.SendingLine(bound.key(), Optional.ofNullable(shown.counts().get(bound)),
            shown.limits().max(bound), shown.own().containsKey(bound))).toList();
        return new Answer.Done(new Results.Sends(record.address(), shown.pause().map(Pause::since), shown.pause().map(Pause::says),
            shown.pause().map(Pause::dice), shown.busiest(),
            shown.infected().map(Infected::count).orElse(0L), shown.infected().map(Infected::last), lines));
    }

    // ---- who has complained ----

    /** {@code account}: of it alone. */
    Answer complaints(Optional<Address> account) {
        if (account.isPresent()) return known(account.get(), record -> new Answer.Done(complaints(record)));
        return new Answer.Done(directory.accounts().stream().flatMap(record -> complaints(record).stream()).toList());
    }

    private List<Results.ComplaintLine> complaints(AccountRecord record) {
        return sending.unwanted().of(record.id()).stream()
            .map(one -> new Results.ComplaintLine(record.address(), one.recipient(), one.at(), one.by(), one.trace())).toList();
    }

    Answer lift(Address account, Address recipient) {
        return known(account, record -> sending.unwanted().lift(record.id(), recipient)
            ? Operator.change(account + " may write to " + recipient + " again")
            : new Answer.Failed("no complaint of " + recipient + " holds " + account + " back"));
    }

    private Answer known(Address address, Function<AccountRecord, Answer> with) {
        return directory.account(address).map(with).orElseGet(() -> new Answer.Failed("there is no account " + address));
    }

    // ---- upkeep ----

    @Override public void forget(AccountId account) {
        sending.forget(account);
        alarms.clear(alarm(account));
    }

    /** Its account is removed: one that is called so later is not paused. */
    @Override public void left(Address address) { queue.forgetPause(address.toString()); }
}
