package sigillo.imapd;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sigillo.account.Account;
import sigillo.base.Bytes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.StoreException;

/**
 * Which programs of an account have used an extension wrongly that they had switched on: it is not offered to them the next time,
 * so that they do without it instead of failing. A program is what it says by ID of its name and version, so a newer one is tried
 * again; who says nothing is not told apart from others, and keeps all. Kept in one row of the account, which goes with it, over
 * restarts: a keyed hash of the program, the time, and a bit an extension. At most {@value #PROGRAMS_MAX} programs, the one noted
 * longest ago gives way; each is forgotten after {@link #KEPT}, since also a program of the same version may have been set right
 * by its settings. Any thread.
 */
final class Misuses {
    private static final System.Logger LOG = System.getLogger("sigillo.imap");
    /** Of one account: a household has fewer, and each is 30 octets. */
    static final int PROGRAMS_MAX = 20;
    static final Duration KEPT = Duration.ofDays(90);
    /** How exactly the last misuse is kept: one that is repeated must not cost a write each time. */
    private static final Duration TOLD_EVERY = Duration.ofDays(1);
    private static final String SUBJECT = "imap/misuses";
    private static final long ROW = 0;
    private static final int VERSION = 1;

    /** What is kept of a program; {@code extensions}: bits by {@link Extension#bit}. */
    private record Noted(Bytes program, Instant at, long extensions) {
        boolean isOver(Instant now) { return !now.isBefore(at.plus(KEPT)); }
    }

    /** Two sessions of an account must not write over each other's. */
    private final Object[] locks = new Object[16];

    Misuses() { Arrays.setAll(locks, _ -> new Object()); }

    /** Durable when it is done. Where the disk is full it is not noted, and the program is offered as much as before. */
    void note(Account account, String program, Extension extension, Instant now) {
        if (program.isEmpty()) return;
        try {
            synchronized (locks[Math.floorMod(account.id().hashCode(), locks.length)]) {
                add(account, account.notes(SUBJECT).hash(program), extension.bit(), now);
            }
        } catch (StoreException refused) {
            LOG.log(Level.WARNING, "a misuse of " + extension.capability() + " is not noted: " + refused.getMessage());
        }
    }

    private static void add(Account account, Bytes program, long bit, Instant now) {
        var all = new ArrayList<>(read(account, now));
        var before = all.stream().filter(one -> one.program.equals(program)).findFirst();
        if (before.filter(one -> (one.extensions & bit) != 0 && now.isBefore(one.at.plus(TOLD_EVERY))).isPresent()) return;
        before.ifPresent(all::remove);
        if (all.size() == PROGRAMS_MAX) all.removeFirst();
        all.add(new Noted(program, now, before.map(Noted::extensions).orElse(0L) | bit));
        account.notes(SUBJECT).put(Map.of(ROW, encode(all)));
    }

    /** What is not to be offered to a program. */
    Set<Extension> of(Account account, String program, Instant now) {
        var found = EnumSet.noneOf(Extension.class);
        if (program.isEmpty()) return found;
        var hash = account.notes(SUBJECT).hash(program);
        for (var one : read(account, now)) {
            if (!one.program.equals(hash)) continue;
            for (var extension : Extension.values()) if ((one.extensions & extension.bit()) != 0) found.add(extension);
        }
        return found;
    }

    // ---- the row ----

    /** Without what is over; in the order in which they were noted. What cannot be read is nothing: it is no one's mail. */
    private static List<Noted> read(Account account, Instant now) {
        try {
            return account.notes(SUBJECT).get(ROW).map(row -> decode(row).stream().filter(one -> !one.isOver(now)).toList())
                .orElse(List.of());
        } catch (StoreException broken) {
            LOG.log(Level.WARNING, "notes of misused extensions cannot be read: " + broken.getMessage());
            return List.of();
        }
    }

    private static byte[] encode(List<Noted> all) {
        var row = new RowOut(VERSION).number(all.size());
        for (var one : all) row.sized(one.program.unsafeArray()).time(one.at).number(one.extensions);
        return row.done();
    }

    private static List<Noted> decode(byte[] octets) {
        var row = new RowIn(octets, VERSION);
        var all = new ArrayList<Noted>();
        for (int left = row.count(); left > 0; left--) all.add(new Noted(Bytes.wrap(row.sized()), row.time(), row.number()));
        return all;
    }
}
