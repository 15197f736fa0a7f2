package sigillo.imapd;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import sigillo.account.Account;
import sigillo.account.MailboxId;
import sigillo.account.MetaScan;
import sigillo.account.UidSet;
import sigillo.search.Searches;

/** Reads messages of a mailbox, with what a long FETCH tells of them, while those before them are told. One thread at a time. */
final class FetchAhead implements Searches.Looker<FetchAhead.Piece, List<Loaded>> {
    /** Of a piece; two of them wait. What is beyond it is read when it is told. */
    private static final int OCTETS_MAX = 128 << 10;

    private final Account account;
    private final MailboxId mailbox;
    private final MetaScan metas;
    private final boolean withContent;

    FetchAhead(Account account, MailboxId mailbox, boolean withContent) {
        this.account = account;
        this.mailbox = mailbox;
        this.metas = account.metas();
        this.withContent = withContent;
    }

    /** Messages with these UIDs: how many of them the session knows. */
    record Piece(int count, UidSet uids) {}

    /** Made on the thread of the session, whose view may change. */
    static Iterator<Piece> pieces(Selection selection, int max) {
        var pieces = selection.pieces(max).iterator();
        return new Iterator<>() {
            @Override public boolean hasNext() { return pieces.hasNext(); }

            @Override public Piece next() {
                var piece = pieces.next();
                return new Piece(piece.count(), piece.uids());
            }
        };
    }

    @Override public List<Loaded> through(Piece piece) {
        var read = new ArrayList<Loaded>(piece.count());
        account.entries(mailbox, piece.uids(), entry -> read.add(new Loaded(account, metas, entry)));
        long octets = 0;
        for (var message : read) {
            if (octets >= OCTETS_MAX) break;
            octets += message.readAhead(withContent);
        }
        return read;
    }

    @Override public void close() { metas.close(); }
}
