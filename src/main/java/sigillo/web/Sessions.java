package sigillo.web;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import sigillo.account.AccountId;
import sigillo.base.AddressKey;
import sigillo.base.Bytes;
import sigillo.base.Threads;
import sigillo.directory.User;
import sigillo.http.Asked;
import sigillo.keyring.Unlocked;
import sigillo.sealing.Randomness;

/**
 * Who is signed in, in memory only: a stop signs all out. What a browser shows is 256 random bits; here is their hash.
 * A session ends when it was idle or is old, when its owner says so, and when the way by which it came in is taken
 * away; then what it held open is closed. Any thread.
 */
final class Sessions implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.web");

    private final InstantSource clock;
    private final Randomness randomness;
    private final Consumer<Session> begun;
    private final Map<Bytes, Session> sessions = new ConcurrentHashMap<>();
    private final Thread looking = Thread.ofVirtual().name("web-sessions").unstarted(this::look);

    Sessions(InstantSource clock, Randomness randomness) { this(clock, randomness, _ -> { }); }

    /** {@code begun}: hears of each that begins. */
    Sessions(InstantSource clock, Randomness randomness, Consumer<Session> begun) {
        this.begun = begun;
        this.clock = clock;
        this.randomness = randomness;
        looking.start();
    }

    /** {@code secret}: for the browser's cookie, once. */
    record Begun(Session session, String secret) {}

    /** By what was asked. Empty when there are too many altogether; then {@code unlocked} is closed. */
    Optional<Begun> begin(Asked asked, User user, Unlocked unlocked, boolean kitToConfirm) {
        return begin(asked, user, unlocked, kitToConfirm, WebLimits.SESSION_IDLE_MAX);
    }

    /** {@code idleMax}: without use for so long it ends. */
    Optional<Begun> begin(Asked asked, User user, Unlocked unlocked, boolean kitToConfirm, Duration idleMax) {
        if (sessions.size() >= WebLimits.SESSIONS_MAX) {
            unlocked.close();
            return Optional.empty();
        }
        makeRoom(user.account());
        var secret = SessionSecret.random(randomness);
        var session = new Session(SessionSecret.name(randomness), user, unlocked, SessionSecret.random(randomness),
            Device.of(asked.header("user-agent")), use(asked), kitToConfirm, idleMax);
        sessions.put(SessionSecret.hash(secret), session);
        unlocked.whenEnded(() -> end(session));
        begun.accept(session);
        return Optional.of(new Begun(session, secret));
    }

    private Session.Use use(Asked asked) { return new Session.Use(clock.instant(), AddressKey.of(asked.client())); }

    private void makeRoom(AccountId account) {
        var his = of(account);
        for (int i = 0; i <= his.size() - WebLimits.SESSIONS_BY_ACCOUNT_MAX; i++) end(his.get(i));
    }

    /** Of an account, the one that was used longest ago first. */
    List<Session> of(AccountId account) {
        return sessions.values().stream().filter(session -> session.user().account().equals(account))
            .sorted(Comparator.comparing(session -> session.lastUse().at())).toList();
    }

    /** By what a browser shows with what it asks; it is in use then. */
    Optional<Session> find(String secret, Asked asked) {
        var use = use(asked);
        var known = Optional.ofNullable(sessions.get(SessionSecret.hash(secret)));
        var session = known.filter(one -> !isOver(one, use.at()));
        session.ifPresent(one -> one.used(use));
        return session;
    }

    void end(Session session) {
        sessions.values().remove(session);
        session.close();
    }

    /** The one of the same owner that has this name. False when there is none any more. */
    boolean end(Session mine, String name) {
        var named = of(mine.user().account()).stream().filter(one -> one.name().equals(name)).findFirst();
        named.ifPresent(this::end);
        return named.isPresent();
    }

    void endOthers(Session mine) {
        of(mine.user().account()).stream().filter(one -> one != mine).forEach(this::end);
    }

    void endAllOf(AccountId account) { of(account).forEach(this::end); }

    private static boolean isOver(Session session, Instant now) {
        boolean isIdle = !now.isBefore(session.lastUse().at().plus(session.idleMax()));
        return isIdle || !now.isBefore(session.begunAt().plus(WebLimits.SESSION_AGE_MAX));
    }

    private void look() {
        while (sleep(WebLimits.SESSIONS_LOOK)) {
            try {
                var now = clock.instant();
                sessions.values().stream().filter(session -> isOver(session, now)).toList().forEach(this::end);
            } catch (RuntimeException | Error fault) {
                LOG.log(Level.ERROR, "sessions could not be looked through", fault);
            }
        }
    }

    private static boolean sleep(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException closed) {
            return false;
        }
    }

    @Override public void close() {
        looking.interrupt();
        Threads.join(looking);
        List.copyOf(sessions.values()).forEach(this::end);
    }
}
