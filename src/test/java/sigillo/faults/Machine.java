package sigillo.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sigillo.admin.Request;
import sigillo.peers.ImapProbe;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SmtpProbe;

/**
 * The shipped server as a process: the demo, whose outside is an account that catches all. It is killed by SIGKILL or
 * stopped by SIGTERM; before, its disk may be full, its writes or syncs may fail, and its clock may jump.
 */
final class Machine implements Patient {
    private static final Duration REST_MAX = Duration.ofMinutes(2);
    private static final List<String> NAMES = List.of("anna", "bruno");
    private static final Pages NO_MAIL = new Pages(Map.of(), 0);

    private final Path disk;
    private final Preloaded faults;
    private final Ledger ledger;
    private final Set<Kind> kinds;
    private final List<String> options;
    private final Steward steward = new Steward(() -> server().folder(), this::address, this::password);
    private final Set<Integer> broken = ConcurrentHashMap.newKeySet();
    private SigilloPeer sigillo;
    private Pages caught = NO_MAIL;
    private volatile int life;
    private volatile boolean dead = true;

    /** Whom the catcher has, by UID; {@code uidNext}: from there on they are new. */
    private record Pages(Map<Long, String> ids, long uidNext) {}

    /** {@code disk}: where it keeps everything. {@code kinds}: what happens to it. {@code options}: of the demo. */
    Machine(Path disk, Preloaded faults, Ledger ledger, Set<Kind> kinds, List<String> options) {
        this.disk = disk;
        this.faults = faults;
        this.ledger = ledger;
        this.kinds = kinds;
        this.options = options;
    }

    SigilloPeer server() { return sigillo; }

    @Override public void start() throws IOException {
        if (sigillo == null) {
            sigillo = SigilloPeer.demo(disk, faults.environment(), options.toArray(String[]::new));
            furnish();
        } else {
            sigillo.again();
        }
        life++;
        dead = false;
    }

    /** The mail that welcomes people is nobody's here. */
    private void furnish() throws IOException {
        for (var account : ACCOUNTS) {
            try (var imap = imap(account)) {
                for (var mailbox : MAILBOXES) imap.command("CREATE " + mailbox);
                imap.command("SELECT INBOX");
                imap.command("STORE 1:* +FLAGS (\\Deleted)");
                imap.command("EXPUNGE");
            }
        }
    }

    // ---- what happens to it ----

    /** {@code FULL_DISK} needs a small file system, and {@code BACKUP} a target. */
    enum Kind { NOTHING, FULL_DISK, SYNCS_FAIL, WRITES_FAIL, CLOCK_FORWARD, CLOCK_BACK, BACKUP }

    private final class Round implements Harm {
        private final Duration runs;
        private final boolean isKilled;
        private final Kind kind;
        private final Duration after;

        Round(Random random) {
            runs = Duration.ofMillis(400 + random.nextInt(1_200));
            after = Duration.ofMillis(random.nextInt((int) runs.toMillis()));
            var all = kinds.stream().sorted().toList();
            kind = all.get(random.nextInt(all.size()));
            isKilled = kind == Kind.NOTHING || kind == Kind.BACKUP || random.nextInt(3) > 0;
        }

        @Override public void begin() {
            Thread.startVirtualThread(() -> {
                Program.pause(after.toMillis());
                if (!dead) harm(kind);
            });
        }

        @Override public Duration runs() { return runs; }

        @Override public boolean end() {
            if (isKilled) sigillo.kill();
            else sigillo.stop();
            dead = true;
            heal();
            boolean isBroken = isKilled || kind == Kind.FULL_DISK || kind == Kind.SYNCS_FAIL
                || kind == Kind.WRITES_FAIL;
            if (isBroken) broken.add(life);
            return isBroken;
        }

        @Override public String toString() {
            return kind + " after " + after.toMillis() + " ms, " + (isKilled ? "SIGKILL" : "SIGTERM") + " after "
                + runs.toMillis();
        }
    }

    private void harm(Kind kind) {
        switch (kind) {
            case NOTHING -> { }
            case FULL_DISK -> Program.run(Duration.ofSeconds(20), "dd", "if=/dev/zero", "of=" + ballast(), "bs=1M",
                "count=1000");
            case SYNCS_FAIL -> faults.failSyncs();
            case WRITES_FAIL -> faults.failWrites();
            case CLOCK_FORWARD -> faults.jump(Duration.ofMinutes(37));
            case CLOCK_BACK -> faults.jump(Duration.ofMinutes(-41));
            case BACKUP -> steward.ask(new Request.BackUp(Optional.empty()));
        }
    }

    private Path ballast() { return disk.resolve("ballast"); }

    private void heal() {
        faults.heal();
        try {
            Files.deleteIfExists(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override public Harm harm(Random random) { return new Round(random); }

    @Override public void await(Duration time) throws InterruptedException { Thread.sleep(time); }

    @Override public Set<Integer> broken() { return broken; }

    @Override public void close() { if (sigillo != null) sigillo.close(); }

    // ---- the site ----

    @Override public int life() { return life; }

    @Override public boolean isDead() { return dead || !sigillo.program().isRunning(); }

    @Override public String address(String account) { return sigillo.address(name(account)); }

    private static String name(String account) { return NAMES.get(ACCOUNTS.indexOf(account)); }

    @Override public boolean othersRefuse() { return false; }

    @Override public String outside(boolean isThere) { return "someone@elsewhere.test"; }

    @Override public SmtpProbe mx() throws IOException { return sigillo.smtp(); }

    @Override public SmtpProbe submission() throws IOException {
        var smtp = SmtpProbe.connect(sigillo.port("submission"));
        smtp.expect("250", "EHLO client.test");
        smtp.startTls();
        smtp.expect("250", "EHLO client.test");
        smtp.authPlain(address("anna"), sigillo.password("anna"));
        return smtp;
    }

    @Override public ImapProbe imap(String account) throws IOException { return sigillo.imap(name(account)); }

    /** It does so by itself. */
    @Override public void tidy() {}

    private String password(String account) { return sigillo.password(name(account)); }

    @Override public Map<String, List<String>> expunged(String account) { return steward.expunged(account); }

    @Override public boolean undeletes() { return true; }

    @Override public boolean undelete(String account, String id, String mailbox) {
        return steward.undelete(account, id, mailbox);
    }

    @Override public List<String> verify(String account) { return steward.verify(account); }

    @Override public List<String> rest() {
        try {
            Program.waitUntil("the queue runs empty", REST_MAX, steward::isEmptied);
            arrivals();
            return List.of();
        } catch (AssertionError stays) {
            return List.of(stays.getMessage() + ": " + steward.waiting());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the catcher has that it had not before. */
    private void arrivals() throws IOException {
        try (var imap = sigillo.imap("outside")) {
            var shown = Shown.look(imap, "outside", "INBOX");
            var ids = new HashMap<Long, String>();
            for (var row : shown.rows()) {
                ids.put(row.uid(), row.id());
                if (row.uid() >= caught.uidNext()) ledger.arrived(row.id(), row.sum(), life, false);
            }
            for (var before : caught.ids().entrySet()) {
                if (!before.getValue().equals(ids.get(before.getKey()))) ledger.found(new Finding(Finding.Kind.LOST,
                    before + " is gone from outside"));
            }
            caught = new Pages(ids, shown.uidNext());
        }
    }
}
