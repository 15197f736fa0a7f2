package sigillo.keyring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sigillo.account.Locked;
import sigillo.base.Bytes;
import sigillo.sealing.SealBroken;
import sigillo.store.Batch;

/**
 * Wraps the keys of segments under the root key that is in force, which makes the next opening a hundred times as
 * quick, and lets go of the epochs before when nothing needs them any more. It begins with the newest: whoever lists
 * all mail begins with the oldest, and they share the work. It can be stopped anywhere, and passes over what is done;
 * what it cannot open it leaves. One thread, which computes with copies of the keys: readers do not wait for it.
 */
final class Rewrap {
    private final Ring ring;
    private final Keyed keyed;
    private boolean skipped;

    Rewrap(Ring ring) {
        this.ring = ring;
        this.keyed = ring.keyed();
    }

    /** To the end, or until the account is closed. */
    void run() throws SealBroken {
        try {
            int epoch = keyed.head().epoch();
            long from = keyed.rewrapped(epoch);
            var page = page(epoch, from, KeyRows.segment(Long.MAX_VALUE));
            long newest = page.newest;
            for (; page.oldest >= 0; page = page(epoch, from, KeyRows.segment(page.oldest))) {
                if (Thread.currentThread().isInterrupted()) return;
                if (!page.rows.isEmpty()) rewrap(epoch, page.rows);
            }
            if (skipped) return;
            if (newest >= 0) note(epoch, newest + 1);
            ring.slots().forgetEpochsBefore(epoch);
        } catch (Locked closed) {
            return; // it goes on when the owner is back
        }
    }

    /** Rows that are to be wrapped anew, and the numbers between which was looked; -1 for both at the end. */
    private record Page(Map<Long, SegmentRow> rows, long newest, long oldest) {}

    /** The newest before {@code to}. */
    private Page page(int epoch, long from, Bytes to) {
        var rows = new LinkedHashMap<Long, SegmentRow>();
        var looked = new long[] {-1, -1};
        keyed.rows().range(KeyRows.segment(from), to, true, (key, value) -> {
            if (!KeyRows.isSegment(key)) return true;
            looked[1] = KeyRows.segment(key);
            if (looked[0] < 0) looked[0] = looked[1];
            toWrap(epoch, key, value).ifPresent(row -> rows.put(looked[1], row));
            return rows.size() < KeyringLimits.REWRAPPED_AT_A_TIME;
        });
        return new Page(rows, looked[0], looked[1]);
    }

    /**
     * Empty for one that is as it should be, and for one that somebody has changed: the others are wrapped all the
     * same.
     */
    private Optional<SegmentRow> toWrap(int epoch, Bytes key, byte[] value) {
        try {
            return Optional.of(KeyRows.segment(key, value)).filter(row -> !row.isWrapped() || row.epoch() != epoch);
        } catch (Tampered changed) {
            return left(); // whoever reads it raises the alarm
        }
    }

    private void rewrap(int epoch, Map<Long, SegmentRow> rows) throws SealBroken {
        var wrapped = new LinkedHashMap<Long, byte[]>();
        try (var keys = ring.with(open -> open.copy(rows.keySet()))) {
            for (var row : rows.entrySet()) {
                if (!ring.isOpen()) throw new Locked("account " + keyed.account() + " is locked"); // copies go at once
                wrap(keys, epoch, row.getKey(), row.getValue()).ifPresent(now -> wrapped.put(row.getKey(), now));
            }
        }
        keyed.transactions().write(Batch.Lane.BULK, tx -> {
            wrapped.forEach((number, now) -> {
                var key = KeyRows.segment(number);
                boolean isSame = KeyRows.segment(tx::get, number).filter(rows.get(number)::equals).isPresent();
                if (isSame) tx.put(key, SegmentRow.wrapped(epoch, now).encode());
            });
            return null;
        });
    }

    /** Empty for what opens with another secret, or was changed. */
    private Optional<byte[]> wrap(OpenKeys keys, int epoch, long number, SegmentRow row) {
        if (!keys.has(row.epoch()) || !keys.has(epoch)) return left();
        try (var key = keys.open(number, row)) {
            return Optional.of(keys.wrap(epoch, number, key));
        } catch (SealBroken changed) {
            return left(); // whoever reads it raises the alarm
        }
    }

    private <T> Optional<T> left() {
        skipped = true;
        return Optional.empty();
    }

    private void note(int epoch, long upTo) {
        keyed.transactions().write(Batch.Lane.BULK, tx -> {
            if (tx.get(KeyRows.HEAD).isEmpty()) return null; // the account was removed meanwhile
            tx.put(KeyRows.REWRAP, keyed.rewrapped(epoch, upTo).encode());
            return null;
        });
    }
}
