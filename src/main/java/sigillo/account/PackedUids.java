package sigillo.account;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.StoreException;
import sigillo.store.Tx;

/**
 * Which UIDs a large mailbox had at some revision, kept in a few rows: who asks first after a start reads these, and what the change
 * log tells of since then, instead of a row a message. They say nothing that the memberships do not say, so that they may be missing,
 * old or broken: then the mailbox is read whole, once more.
 */
final class PackedUids {
    private static final System.Logger LOG = System.getLogger(PackedUids.class.getName());
    private static final int VERSION = 1;
    /** Of a row, 132 KiB at most. */
    private static final int PIECES_OF_ROW = 256;
    /** All of it in one commit, beside whose other bounds this is little. A mailbox of which it would be more has almost all its UIDs unused. */
    static final long OCTETS_MAX = 2 << 20;
    /** Smaller mailboxes are read whole in some hundredths of a second. */
    static final int MESSAGES_MIN = 20_000;
    /** After so many revisions it is written anew: the change log reaches back twice as far at least. */
    static final long REVISIONS_MAX = AccountLimits.LOG_REVISIONS_KEPT / 2;

    private PackedUids() {}

    /** {@code uids}: all that there were at this revision, perhaps with what came and without what went later. */
    record Packed(long revision, UidList uids) {}

    /** Empty when there is none, and when it cannot be read. */
    static Optional<Packed> read(Reads reads, MailboxId mailbox) {
        try {
            var rows = new ArrayList<RowIn>();
            var heads = new long[2]; // the revision, and how many rows there are
            reads.each(Keys.packed(mailbox), (_, row) -> {
                var in = new RowIn(row, VERSION);
                long revision = in.number();
                long many = in.number();
                if (!rows.isEmpty() && (revision != heads[0] || many != heads[1])) throw RowIn.broken("of another list");
                heads[0] = revision;
                heads[1] = many;
                return rows.add(in);
            });
            if (rows.isEmpty() || rows.size() != heads[1]) return Optional.empty();
            var uids = new UidList();
            rows.forEach(uids::decode);
            return Optional.of(new Packed(heads[0], uids));
        } catch (StoreException broken) {
            LOG.log(Level.WARNING, "the list of UIDs of mailbox " + mailbox + " cannot be read; the mailbox is, instead: " + broken.getMessage());
            return Optional.empty();
        }
    }

    /** 0 when there is none that can be read. */
    static long revision(Reads reads, MailboxId mailbox) {
        try {
            return reads.get(Keys.packed(mailbox, 0)).map(row -> new RowIn(row, VERSION).number()).orElse(0L);
        } catch (StoreException broken) {
            return 0;
        }
    }

    /** In the place of what there is. Nothing for a mailbox that is gone. Durable. */
    static void write(Context context, MailboxId mailbox, Packed packed) {
        context.transactions().write(Batch.Lane.BULK, tx -> {
            boolean isThere = tx.get(Keys.tally(mailbox)).map(Tally::decode).filter(tally -> !tally.doomed).isPresent();
            if (!isThere) return null;
            forget(tx, mailbox);
            int pieces = packed.uids.pieces();
            int rows = (pieces + PIECES_OF_ROW - 1) / PIECES_OF_ROW;
            for (int i = 0; i < rows; i++) {
                var out = new RowOut(VERSION).number(packed.revision).number(rows);
                packed.uids.encode(out, i * PIECES_OF_ROW, Math.min(pieces, (i + 1) * PIECES_OF_ROW));
                tx.put(Keys.packed(mailbox, i), out.done());
            }
            return null;
        });
    }

    static void forget(Tx tx, MailboxId mailbox) {
        var keys = new ArrayList<Bytes>();
        var prefix = Keys.packed(mailbox);
        tx.range(prefix, prefix.afterPrefix(), false, (key, _) -> keys.add(key));
        keys.forEach(tx::delete);
    }
}
