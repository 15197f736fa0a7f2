package sigillo.pushing;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.base.Domain;
import sigillo.base.Threads;
import sigillo.https.HttpsClient.Sent;
import sigillo.webpush.Vapid;

/**
 * Tells push services of changes: RFC 8620 section 7.2, RFC 8030. First what proves that the subscriber wants it, then
 * states, encrypted where he gave keys (RFC 8291), signed with this server's key (RFC 8292). Nothing of any mail is in
 * it. Changes of ten seconds go together; who fails is asked again later and later, and given up in the end. A restart
 * tells each of all its states anew, so that none is lost. Any thread.
 */
public final class Pusher implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.pushing");

    /** Whether that way in is still one. */
    public interface Standing {
        boolean stands(AccountId account, long slot);
    }

    private final Subscriptions rows;
    private final Accounts accounts;
    private final Standing standing;
    private final Watches watches;
    private final Transport transport;
    private final Domain name;
    private final InstantSource clock;
    private final Vapid vapid;
    private final Map<AccountId, Listened> byAccount = new ConcurrentHashMap<>();
    private final Map<AccountId, MadeLately> made = new ConcurrentHashMap<>();
    private final DelayQueue<Turn> turns = new DelayQueue<>();
    private final Semaphore sending = new Semaphore(PushLimits.SENDING_MAX);
    private final Places<Turn> places = new Places<>(PushLimits.SENDING_OF_ACCOUNT_MAX);
    private final Thread thread;
    private volatile boolean isStopping;

    /** {@code name}: ours; whoever runs a push service writes to its postmaster. */
    public Pusher(Subscriptions rows, Accounts accounts, Standing standing, Watches watches, Transport transport,
        Domain name, InstantSource clock) {
        this.rows = rows;
        this.accounts = accounts;
        this.standing = standing;
        this.watches = watches;
        this.transport = transport;
        this.name = name;
        this.clock = clock;
        this.vapid = rows.vapid();
        this.thread = Thread.ofVirtual().name("pusher").unstarted(this::run);
    }

    /** Takes up what is kept, and begins. */
    public Pusher start() {
        rows.all().forEach(one -> want(take(one)));
        thread.start();
        return this;
    }

    /** RFC 9749 section 3. */
    public String applicationServerKey() { return vapid.publicKey(); }

    // ---- one account's ----

    /** Those that were made by that way in, whose others may not see them: RFC 8620 section 7.2. */
    public List<Subscription> of(AccountId account, long slot) {
        return targets(account).stream().map(Target::subscription)
            .filter(one -> one.slot() == slot && !one.isOver(clock.instant())).toList();
    }

    private List<Target> targets(AccountId account) {
        return Optional.ofNullable(byAccount.get(account)).map(Listened::targets).orElse(List.of());
    }

    public enum Made { DONE, TOO_MANY, TOO_OFTEN }

    /** Durable; its service is asked at once. */
    public Made make(Subscription fresh) {
        var lately = made.computeIfAbsent(fresh.account(), _ -> new MadeLately());
        if (!lately.mayBe(clock.instant())) return Made.TOO_OFTEN;
        boolean isFull = byAccount.values().stream().mapToInt(one -> one.targets().size())
            .sum() >= PushLimits.SUBSCRIPTIONS_MAX;
        if (isFull || !rows.put(fresh)) return Made.TOO_MANY;
        want(take(fresh));
        return Made.DONE;
    }

    /** False when the code is not its own. Durable. */
    public boolean verify(Subscription one, String code) {
        if (!one.code().equals(code)) return false;
        if (!one.isVerified()) change(one.verified());
        return true;
    }

    /** Of one that is there; durable. */
    public void change(Subscription changed) {
        rows.put(changed);
        find(changed.account(), changed.id()).ifPresent(target -> target.replace(changed, watches));
    }

    public Optional<Subscription> get(AccountId account, long slot, String id) {
        return of(account, slot).stream().filter(one -> one.id().equals(id)).findFirst();
    }

    /** Durable. */
    public void destroy(AccountId account, String id) {
        rows.delete(account, id);
        byAccount.computeIfPresent(account, (_, listened) -> listened.without(id));
    }

    private Optional<Target> find(AccountId account, String id) {
        return targets(account).stream().filter(one -> one.subscription().id().equals(id)).findFirst();
    }

    private Target take(Subscription one) {
        var target = new Target(one);
        if (one.isOver(clock.instant()) || !accounts.exists(one.account())) {
            target.end();
            rows.delete(one.account(), one.id());
            return target;
        }
        byAccount.compute(one.account(), (id, there) -> (there == null ? new Listened(id, this) : there).with(target));
        return target;
    }

    /** Listens to an account as long as somebody is to be told of it. */
    private static final class Listened {
        private final sigillo.account.Subscription listening;
        private volatile List<Target> targets = List.of();

        Listened(AccountId account, Pusher pusher) {
            listening = pusher.accounts.open(account).listen(_ -> targets.forEach(pusher::want));
        }

        List<Target> targets() { return targets; }

        /** One thread at a time, as {@link #without}. */
        Listened with(Target target) {
            var more = new ArrayList<>(targets);
            more.add(target);
            targets = List.copyOf(more);
            return this;
        }

        /** Null when nobody is left. */
        Listened without(String id) {
            targets.stream().filter(one -> one.subscription().id().equals(id)).forEach(Target::end);
            targets = targets.stream().filter(one -> !one.isOver()).toList();
            if (!targets.isEmpty()) return this;
            listening.close();
            return null;
        }
    }

    private static final class MadeLately {
        private final List<Instant> times = new ArrayList<>();

        synchronized boolean isOver(Instant now) {
            times.removeIf(at -> at.isBefore(now.minus(Duration.ofHours(1))));
            return times.isEmpty();
        }

        synchronized boolean mayBe(Instant now) {
            isOver(now);
            if (times.size() >= PushLimits.MADE_PER_HOUR_MAX) return false;
            times.add(now);
            return true;
        }
    }

    // ---- telling ----

    private record Turn(Target target, Instant at, InstantSource clock) implements Delayed {
        AccountId account() { return target.subscription().account(); }

        @Override public long getDelay(TimeUnit unit) { return unit.convert(Duration.between(clock.instant(), at)); }

        @Override public int compareTo(Delayed other) { return other instanceof Turn(_, var when, _)
            ? at.compareTo(when) : 0; }
    }

    /** Takes note; called by whoever commits. */
    private void want(Target target) { target.wanted(clock.instant())
        .ifPresent(at -> turns.add(new Turn(target, at, clock))); }

    private void run() {
        long tidiedAt = System.nanoTime();
        while (!isStopping) {
            try {
                var turn = turns.poll(PushLimits.TIDIED_EVERY.toMinutes(), TimeUnit.MINUTES);
                if (System.nanoTime() - tidiedAt > PushLimits.TIDIED_EVERY.toNanos()) {
                    tidy();
                    tidiedAt = System.nanoTime();
                }
                if (turn == null || !places.enter(turn.account(), turn)) continue;
                sending.acquire();
                Thread.ofVirtual().name("push").start(() -> send(turn));
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private void send(Turn turn) {
        try {
            guarded(turn.target);
        } finally {
            sending.release();
            places.leave(turn.account()).ifPresent(turns::add);
        }
    }

    private void guarded(Target target) {
        try {
            tell(target);
        } catch (RuntimeException | Error failed) { // the store, mostly
            LOG.log(Level.WARNING, target.subscription() + " could not be told", failed);
            target.failed(clock.instant(), Optional.empty());
            want(target);
        }
    }

    private void tell(Target target) {
        var one = target.subscription();
        if (one.isOver(clock.instant()) || !standing.stands(one.account(), one.slot())
            || !rows.has(one.account(), one.id())) {
            end(target, "its time or its way in is over");
            return;
        }
        var text = target.begin(watches);
        if (text.isEmpty()) {
            if (target.nothing()) want(target);
            return;
        }
        switch (transport.send(one.url(), fields(one), one.keys().map(keys -> keys.encrypt(text.get()))
            .orElse(text.get()))) {
            case Sent.Answered(var status, var retryAfter) -> answered(target, status, retryAfter);
            case Sent.Failed(var why) -> again(target, why, target.failed(clock.instant(), Optional.empty()));
        }
    }

    /** RFC 8030 section 5; RFC 8292 section 2. */
    private Map<String, String> fields(Subscription one) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("Authorization", vapid.authorization(one.url().origin(), "mailto:postmaster@" + name.name(),
            clock.instant()));
        fields.put("TTL", Long.toString(PushLimits.KEPT_THERE.toSeconds()));
        fields.put("Urgency", "normal");
        if (one.isVerified()) fields.put("Topic", "state"); // RFC 8030 section 5.4: the last one is enough
        fields.put("Content-Type", one.keys().isPresent() ? "application/octet-stream" : "application/json");
        if (one.keys().isPresent()) fields.put("Content-Encoding", "aes128gcm");
        return fields;
    }

    /** RFC 8030 sections 5 and 7.3; RFC 8620 section 7.2. Nothing is followed to another place. */
    private void answered(Target target, int status, String retryAfter) {
        var now = clock.instant();
        if (status / 100 == 2) {
            if (target.sent(now)) want(target);
        } else if (status == 404 || status == 410) {
            end(target, "its service knows it no longer");
        } else if (status == 429 || status / 100 == 5) {
            again(target, "its service answers " + status, target.failed(now, seconds(retryAfter)));
        } else {
            again(target, "its service answers " + status, target.refused(now));
        }
    }

    /** RFC 9110 section 10.2.3, where it is a number; bounded, since a stranger says it. */
    private static Optional<Duration> seconds(String said) {
        return said.matches("[0-9]{1,9}")
            ? Optional.of(Duration.ofSeconds(Math.min(Long.parseLong(said), Duration.ofDays(1).toSeconds())))
            : Optional.empty();
    }

    private void again(Target target, String why, boolean mayBe) {
        if (mayBe) want(target);
        else end(target, why);
    }

    private void end(Target target, String why) {
        target.end();
        var one = target.subscription();
        LOG.log(Level.INFO, one + " has ended: " + why);
        destroy(one.account(), one.id());
    }

    // ---- housekeeping ----

    /** What the store does not tell now is looked at in an hour. */
    private void tidy() {
        try {
            forget();
        } catch (RuntimeException | Error failed) {
            LOG.log(Level.WARNING, "push subscriptions could not be looked through", failed);
        }
    }

    /** What is over: subscriptions, and those of ways in and accounts that are gone. */
    private void forget() {
        var now = clock.instant();
        made.values().removeIf(lately -> lately.isOver(now));
        for (var listened : List.copyOf(byAccount.values())) {
            for (var target : listened.targets()) {
                var one = target.subscription();
                boolean stands = accounts.exists(one.account()) && standing.stands(one.account(), one.slot());
                if (one.isOver(now) || !stands) end(target, "its time or its way in is over");
            }
        }
    }

    /** What is under way has a moment; nothing is lost. */
    @Override public void close() {
        isStopping = true;
        thread.interrupt();
        if (thread.isAlive()) Threads.join(thread);
        for (var listened : byAccount.values()) listened.listening.close();
    }
}
