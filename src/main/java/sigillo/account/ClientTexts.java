package sigillo.account;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import sigillo.base.Bytes;
import sigillo.base.Glance;
import sigillo.store.Batch;
import sigillo.store.Damaged;
import sigillo.store.StoreException;
import sigillo.store.Tx;

/**
 * Client text records ({@link ClientText}) between the delivery of a message and the moment when a browser has them.
 */
public final class ClientTexts {
    /** Of an account whose owner never comes: as many messages as a browser goes through. Beyond it none are made. */
    static final long COUNT_MAX = 100_000;
    /** Records that are read at once, whatever is asked for. */
    static final int PAGE_MAX = 1_000;

    private static final System.Logger LOG = System.getLogger(ClientTexts.class.getName());

    private final Context context;

    ClientTexts(Context context) { this.context = context; }

    /** {@code sealed}: what the browser opens. */
    public record Kept(EmailId email, Instant receivedAt, byte[] sealed) {}

    /** {@code next}: before which the next page begins; empty at the end. */
    public record Page(List<Kept> kept, Optional<EmailId> next) {}

    // ---- within the commit of a message ----

    /** The message is kept whatever becomes of it: where the counter cannot be read it has none. */
    void keep(Tx tx, EmailId email, Bytes blob, ClientText text) {
        var before = counted(tx::get);
        if (before.isEmpty()) LOG.log(Level.WARNING, "a mail for account " + context.id()
            + " has no text record for its owner's browsers, which open it instead: their number cannot be read");
        long count = before.orElse(COUNT_MAX);
        if (count >= COUNT_MAX) return;
        text.sealed(email).ifPresent(sealed -> {
            tx.put(Keys.clientText(email), context.seal().seal(context.id(), ContentSeal.Kind.CLIENT_TEXT,
                email.value(), Origin.with(blob, sealed)));
            tx.put(Keys.CLIENT_TEXT_COUNT, Counter.encode(count + 1));
        });
    }

    /** A counter that cannot be read goes with the last of them: from then on they are counted anew. */
    static void forget(Tx tx, EmailId email) {
        if (tx.get(Keys.clientText(email)).isEmpty()) return;
        tx.delete(Keys.clientText(email));
        var before = counted(tx::get);
        boolean isLast = before.isPresent() ? before.get() <= 1 : !hasMore(tx);
        if (isLast) tx.delete(Keys.CLIENT_TEXT_COUNT);
        else before.ifPresent(count -> tx.put(Keys.CLIENT_TEXT_COUNT, Counter.encode(count - 1)));
    }

    private static boolean hasMore(Tx tx) {
        var any = new boolean[1];
        tx.range(Keys.after(Keys.CLIENT_TEXT_COUNT), Keys.CLIENT_TEXTS.afterPrefix(), false, (_, _) -> {
            any[0] = true;
            return false;
        });
        return any[0];
    }

    /** Empty where it cannot be read: who verifies the account is told. */
    private static Optional<Long> counted(Function<Bytes, Optional<byte[]>> rows) {
        try {
            return Optional.of(rows.apply(Keys.CLIENT_TEXT_COUNT).map(Counter::decode).orElse(0L));
        } catch (Damaged broken) {
            return Optional.empty();
        }
    }

    // ---- for browsers ----

    /** 0 where their number cannot be read. */
    long count() { return counted(context.committed()::get).orElse(0L); }

    /** One that cannot be read is passed over: its message is there. */
    Page page(Optional<EmailId> before, int most, long octetsMax) {
        var rows = new TreeMap<EmailId, byte[]>(Comparator.reverseOrder());
        var octets = new long[1];
        var next = new EmailId[1];
        var end = before.map(Keys::clientText).orElseGet(Keys.CLIENT_TEXTS::afterPrefix);
        context.committed().range(Keys.after(Keys.CLIENT_TEXT_COUNT), end, true, (key, row) -> {
            octets[0] += row.length;
            boolean isFull = !rows.isEmpty() && (octets[0] > octetsMax || rows.size() >= Math.min(most, PAGE_MAX));
            if (isFull) next[0] = rows.lastKey();
            else rows.put(new EmailId(Keys.first(key)), row);
            return !isFull;
        });
        var page = new ArrayList<Kept>();
        try (var opener = context.seal().opener(context.id())) {
            rows.forEach((email, row) -> opened(opener, email, row).ifPresent(page::add));
        }
        return new Page(List.copyOf(page), Optional.ofNullable(next[0]));
    }

    /** Of this Email, and of this message of it: it was not put beside another. */
    private Optional<Kept> opened(ContentSeal.Opener opener, EmailId email, byte[] row) {
        var there = context.committed().get(Keys.email(email)).map(EmailRow::decode);
        if (there.isEmpty()) return Optional.empty();
        try {
            var record = opener.open(ContentSeal.Kind.CLIENT_TEXT, email.value(), Glance.of(row));
            boolean isOf = Origin.isOf(record, there.get().blob()).orElse(false);
            return isOf ? Optional.of(new Kept(email, there.get().receivedAt(), Origin.without(record).toArray()))
                : Optional.empty();
        } catch (Locked locked) {
            throw locked;
        } catch (StoreException damaged) { // who looks after the server is told by the seal
            return Optional.empty();
        }
    }

    void forget(List<EmailId> taken) {
        if (taken.isEmpty()) return;
        context.transactions().write(Batch.Lane.BULK, tx -> {
            tx.givesSpace();
            taken.forEach(email -> forget(tx, email));
            return null;
        });
    }
}
