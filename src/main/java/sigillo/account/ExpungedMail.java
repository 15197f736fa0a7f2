package sigillo.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.Octets;
import sigillo.store.BlobStore;

/** Shows what was expunged and can be had back. */
final class ExpungedMail {
    private final Context context;

    ExpungedMail(Context context) { this.context = context; }

    List<Expunged> newest(int max) {
        var newest = new ArrayList<Expunged>();
        if (max <= 0) return newest;
        context.committed().range(Keys.EXPUNGED, Keys.EXPUNGED.afterPrefix(), true, (key, row) -> {
            var kept = ExpungedRow.decode(row);
            newest.add(new Expunged(new EmailId(Keys.second(key)), Instant.ofEpochMilli(Keys.first(key)), kept.mailbox(),
                kept.size(), kept.receivedAt(), kept.keywords()));
            return newest.size() < max;
        });
        return newest;
    }

    Optional<Octets> content(Expunged expunged) {
        var row = row(expunged);
        if (row.isEmpty()) return Optional.empty();
        try {
            var blob = row.get().blob();
            return Optional.of(context.seal().openMessage(context.id(), blob, context.blobs().get(blob)));
        } catch (BlobStore.MissingBlob missing) {
            if (row(expunged).isEmpty()) return Optional.empty(); // its time ended while we looked
            throw missing;
        }
    }

    Optional<ExpungedRow> row(Expunged expunged) {
        return context.committed().get(Keys.expunged(expunged)).map(ExpungedRow::decode);
    }
}
