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
 * quick, and lets go of the epochs before when nothing needs them any more. It can be stopped anywhere, and goes on
 * from there; what it cannot open it leaves. One thread.
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
            long from = from(epoch);
            for (var page = page(epoch, from); page.last.isPresent(); page = page(epoch, from)) {
                if (Thread.currentThread().isInterrupted()) return;
                if (!page.rows.isEmpty()) rewrap(epoch, page.rows);
                from = page.last.get() + 1;
                if (!skipped) note(epoch, from);
            }
            if (!skipped) ring.slots().forgetEpochsBefore(epoch);
        } catch (Locked closed) {
            return; // it goes on when the owner is back
        }
    }

    private long from(int epoch) {
        var row = keyed.rows().get(KeyRows.REWRAP).map(RewrapRow::decode);
        return row.filter(there -> there.epoch() == epoch).map(RewrapRow::upTo).orElse(0L);
    }

    /** Rows that are to be wrapped anew, and the last number that was looked at; empty at the end. */
    private record Page(Map<Long, SegmentRow> rows, Optional<Long> last) {}

    private Page page(int epoch, long from) {
        var rows = new LinkedHashMap<Long, SegmentRow>();
        var last = new long[] {-1};
        keyed.rows().range(KeyRows.segment(from), KeyRows.SEGMENTS.afterPrefix(), false, (key, value) -> {
            if (!KeyRows.isSegment(key)) return true;
            last[0] = KeyRows.segment(key);
            toWrap(epoch, key, value).ifPresent(row -> rows.put(last[0], row));
            return rows.size() < KeyringLimits.REWRAPPED_AT_A_TIME;
        });
        return new Page(rows, last[0] < 0 ? Optional.empty() : Optional.of(last[0]));
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
        for (var row : rows.entrySet()) {
            wrap(epoch, row.getKey(), row.getValue()).ifPresent(now -> wrapped.put(row.getKey(), now));
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

    /** A short turn each, so that readers do not wait. Empty for what opens with another secret, or was changed. */
    private Optional<byte[]> wrap(int epoch, long number, SegmentRow row) throws SealBroken {
        return ring.with(keys -> {
            if (!keys.has(row.epoch()) || !keys.has(epoch)) return left();
            try (var key = keys.open(number, row)) {
                return Optional.of(keys.wrap(epoch, number, key));
            } catch (SealBroken changed) {
                return left(); // whoever reads it raises the alarm
            }
        });
    }

    private <T> Optional<T> left() {
        skipped = true;
        return Optional.empty();
    }

    private void note(int epoch, long upTo) {
        keyed.transactions().write(Batch.Lane.BULK, tx -> {
            tx.put(KeyRows.REWRAP, new RewrapRow(epoch, upTo).encode());
            return null;
        });
    }
}
