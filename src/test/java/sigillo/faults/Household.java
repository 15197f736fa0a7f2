package sigillo.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import sigillo.account.Deposited;
import sigillo.account.Expunged;
import sigillo.account.UndeleteSettings;
import sigillo.base.Octets;
import sigillo.field.Home;
import sigillo.field.Outside;
import sigillo.peers.CapturingSink;
import sigillo.peers.ImapProbe;
import sigillo.peers.SmtpProbe;
import sigillo.queue.MailQueue;
import sigillo.smtpd.SmtpRole;
import sigillo.store.Store;
import sigillo.store.StoreException;

/**
 * A whole server in this process over a {@link Ground}; its death is that of its store, and its doors close behind
 * it.
 */
final class Household implements Patient {
    private static final String ELSEWHERE = "elsewhere.example";
    private static final Duration REST_MAX = Duration.ofSeconds(20);
    private static final Duration STEP = Duration.ofMinutes(10);

    private final Path folder;
    private final Ground ground;
    private final Ledger ledger;
    private final UnaryOperator<Store> plant;
    private final boolean hasTwoQueues;
    private final Outside outside = new Outside(ELSEWHERE);
    private final JumpingClock clock = new JumpingClock();
    private final Set<Integer> broken = ConcurrentHashMap.newKeySet();
    private volatile Random hangUps = new Random(0);
    private volatile int hangUpOneIn = Integer.MAX_VALUE;
    private volatile int life;
    private volatile boolean dead = true;
    private volatile CountDownLatch death = new CountDownLatch(1);
    private FaultyStore store;
    private Home home;
    private Optional<MailQueue> second = Optional.empty();

    /** {@code plant}: wraps what a life sees of its store with a fault. {@code hasTwoQueues}: another planted one. */
    Household(Path folder, Ground ground, Ledger ledger, UnaryOperator<Store> plant, boolean hasTwoQueues) {
        this.folder = folder;
        this.ground = ground;
        this.ledger = ledger;
        this.plant = plant;
        this.hasTwoQueues = hasTwoQueues;
        outside.at(ELSEWHERE).atRcpt(to -> to.startsWith("nobody@") ? "550 5.1.1 Nobody" : "250 2.1.5 Ok");
        outside.at(ELSEWHERE).atEnd(this::arrived);
    }

    @Override public void start() throws Exception {
        death = new CountDownLatch(1);
        store = new FaultyStore(ground.open(), this::died);
        Files.createDirectories(folder);
        life++;
        dead = false;
        home = new Home(new Home.Ground(folder, plant.apply(store), outside, clock,
            new UndeleteSettings(Duration.ofDays(30), 64L << 20)));
        if (life == 1) for (var account : ACCOUNTS) for (var mailbox : MAILBOXES) home.account(address(account))
            .create(mailbox, Optional.empty());
        if (hasTwoQueues) {
            second = Optional.of(home.queue());
            second.get().start();
        }
        ground.started();
    }

    private void died() {
        dead = true;
        death.countDown();
    }

    /** A copy of a message came to the server elsewhere; from one who is dead by now it did not. */
    private String arrived(CapturingSink.Mail mail) {
        if (dead) return CapturingSink.HANG_UP;
        boolean isCut = hangUps.nextInt(hangUpOneIn) == 0;
        ledger.arrived(Mail.id(mail.data()), Mail.sumOfText(mail.data()), life, isCut);
        return isCut ? CapturingSink.HANG_UP : "250 2.0.0 Ok";
    }

    // ---- what happens to it ----

    private enum End { KILLED, STOPPED }

    private record Strike(int step, FaultyStore.Strike what) {}

    private final class Round implements Harm {
        private final List<Strike> strikes = new ArrayList<>();
        private final Duration runs;
        private final End end;
        private final Optional<Duration> jump;
        private final int hangsUp;
        private final String groundsOwn;
        private final boolean passesADay;
        private final Random random;

        Round(Random random) {
            this.random = random;
            runs = Duration.ofMillis(40 + random.nextInt(120)).plus(ground.slowness());
            end = random.nextInt(4) == 0 ? End.STOPPED : End.KILLED;
            jump = random.nextInt(3) == 0 ? Optional.of(Duration.ofMinutes(random.nextInt(101) - 50))
                : Optional.empty();
            hangsUp = random.nextInt(2) == 0 ? 1 + random.nextInt(10) : Integer.MAX_VALUE;
            passesADay = random.nextInt(6) == 0;
            groundsOwn = ground.harm(random);
            var kinds = FaultyStore.Strike.values();
            for (int n = random.nextInt(4); n > 0; n--) strikes.add(new Strike(1 + random.nextInt(120),
                kinds[random.nextInt(kinds.length)]));
        }

        @Override public void begin() {
            hangUps = new Random(random.nextLong());
            hangUpOneIn = hangsUp;
            if (passesADay) clock.jump(Duration.ofHours(25));
            for (var strike : strikes) store.strike(strike.step(), strike.what());
            jump.ifPresent(by -> Thread.startVirtualThread(() -> {
                pause(runs.toMillis() / 2);
                clock.jump(by);
            }));
        }

        @Override public Duration runs() { return runs; }

        @Override public boolean end() {
            boolean isOver = dead;
            boolean isSick = store.trouble().isPresent() || !strikes.isEmpty() || !groundsOwn.isEmpty();
            if (end == End.KILLED && !isOver) store.die();
            leave();
            if (isOver || end == End.KILLED) crash(random);
            else ground.stop();
            ground.heal();
            hangUpOneIn = Integer.MAX_VALUE;
            boolean isBroken = isOver || isSick || end == End.KILLED;
            if (isBroken) broken.add(life);
            return isBroken;
        }

        @Override public String toString() {
            return "runs " + runs.toMillis() + " ms, " + strikes + jump.map(by -> ", the clock jumps by " + by)
                .orElse("")
                + (hangsUp < Integer.MAX_VALUE ? ", one in " + hangsUp + " connections is cut after the dot" : "")
                + (passesADay ? ", after a day" : "") + (groundsOwn.isEmpty() ? "" : ", " + groundsOwn) + ", " + end;
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void crash(Random random) {
        try {
            ground.crash(random);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void leave() {
        second.ifPresent(MailQueue::close);
        second = Optional.empty();
        home.leave();
        dead = true;
    }

    @Override public Harm harm(Random random) { return new Round(random); }

    @Override public void await(Duration time) throws InterruptedException {
        death.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override public Set<Integer> broken() { return broken; }

    @Override public void close() {
        if (!dead) leave();
        ground.close();
        outside.close();
    }

    // ---- the site ----

    @Override public int life() { return life; }

    @Override public boolean isDead() { return dead; }

    @Override public String address(String account) { return account + "@home.example"; }

    @Override public String outside(boolean isThere) { return (isThere ? "someone@" : "nobody@") + ELSEWHERE; }

    @Override public SmtpProbe mx() throws IOException { return SmtpProbe.connect(home.at(SmtpRole.MX).getPort()); }

    @Override public SmtpProbe submission() throws IOException { return home.smtp(SmtpRole.SUBMISSION); }

    @Override public ImapProbe imap(String account) throws IOException { return home.imap(address(account)); }

    @Override public void tidy() {
        try {
            home.queue.tidy();
            for (var account : ACCOUNTS) home.account(address(account)).tidy();
        } catch (StoreException later) {
            // so says the upkeep
        }
    }

    @Override public Map<String, List<String>> expunged(String account) {
        var all = new HashMap<String, List<String>>();
        for (var one : home.account(address(account)).expunged(Integer.MAX_VALUE)) {
            var octets = octets(account, one);
            all.computeIfAbsent(Mail.id(octets), _ -> new ArrayList<>()).add(Mail.sumOfText(octets));
        }
        return all;
    }

    private byte[] octets(String account, Expunged one) {
        var content = home.account(address(account)).content(one).orElseGet(() -> Octets.of(new byte[0]));
        try {
            return content.bytes(0, content.length(), Integer.MAX_VALUE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override public boolean undeletes() { return true; }

    @Override public boolean undelete(String account, String id, String mailbox) {
        try {
            var here = home.account(address(account));
            var into = here.mailboxId(mailbox).orElseThrow();
            for (var one : here.expunged(Integer.MAX_VALUE)) {
                if (Mail.id(octets(account, one)).equals(id)) return here.undelete(one, into) instanceof Deposited.Kept;
            }
            return false;
        } catch (StoreException | UncheckedIOException trouble) {
            return false;
        }
    }

    @Override public List<String> verify(String account) { return home.account(address(account)).verify().faults(); }

    /** The clock is put forward to whatever waits. */
    @Override public List<String> rest() {
        long until = System.nanoTime() + REST_MAX.plus(ground.slowness().multipliedBy(20)).toNanos();
        for (int looks = 1; home.queue.counts().entries() > 0; looks++) {
            if (System.nanoTime() > until) return List.of("stays in the queue: " + home.queue.desk()
                .list(Optional.empty(), 5) + ", alarms " + home.alarms);
            home.queue.wake();
            second.ifPresent(MailQueue::wake);
            pause(5);
            if (looks % 6 == 0) clock.jump(STEP);
        }
        return List.of();
    }
}
