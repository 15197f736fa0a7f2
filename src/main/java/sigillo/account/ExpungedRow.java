package sigillo.account;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import sigillo.base.Bytes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What is left of an Email that was expunged, beside its blob. Keywords by name, since their numbers end with their last
 * use; at most {@link AccountLimits#KEYWORDS_OF_EMAIL_MAX}.
 */
record ExpungedRow(Bytes blob, MailboxId mailbox, long size, Instant receivedAt, Set<Keyword> keywords) {
    private static final int VERSION = 1;

    ExpungedRow {
        keywords = Set.copyOf(keywords);
    }

    byte[] encode() {
        var out = new RowOut(VERSION).sized(blob.unsafeArray()).number(mailbox.value()).number(size).time(receivedAt)
            .number(keywords.size());
        keywords.stream().sorted().forEach(keyword -> out.text(keyword.name()));
        return out.done();
    }

    static ExpungedRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        var blob = Bytes.wrap(in.sized());
        var mailbox = new MailboxId(in.id());
        long size = in.number();
        var receivedAt = in.time();
        int count = in.count();
        var keywords = new HashSet<Keyword>();
        for (int i = 0; i < count; i++) {
            keywords.add(Keyword.parse(in.text()).orElseThrow(() -> RowIn.broken("a keyword that is none")));
        }
        return new ExpungedRow(blob, mailbox, size, receivedAt, keywords);
    }
}
