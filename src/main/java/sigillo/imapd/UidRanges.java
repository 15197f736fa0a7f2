package sigillo.imapd;

import java.io.IOException;
import sigillo.imap.ImapWriter;

/** Writes UIDs that come in ascending order as a sequence-set, without keeping more than the last range. */
final class UidRanges {
    private final ImapWriter out;
    private long first;
    private long last;
    private boolean hasWritten;

    UidRanges(ImapWriter out) { this.out = out; }

    void add(long uid) throws IOException { add(uid, uid); }

    void add(long from, long to) throws IOException {
        if (first > 0 && from == last + 1) {
            last = to;
            return;
        }
        end();
        first = from;
        last = to;
    }

    /** Nothing may come after it. */
    void end() throws IOException {
        if (first == 0) return;
        if (hasWritten) out.raw(",");
        out.number(first);
        if (last > first) out.raw(":").number(last);
        hasWritten = true;
        first = 0;
    }
}
