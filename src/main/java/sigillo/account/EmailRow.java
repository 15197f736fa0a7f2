package sigillo.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sigillo.base.Bytes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * An Email without what its entries have: a change of keywords does not touch this row. {@code placesChangedAt} is the
 * revision at which it last came into or went out of a mailbox.
 */
record EmailRow(ThreadId thread, Bytes blob, long size, Instant receivedAt, long createdAt, long placesChangedAt,
                List<Place> places) {
    private static final int VERSION = 1;

    record Place(MailboxId mailbox, long uid) {}

    EmailRow {
        places = List.copyOf(places);
    }

    EmailRow with(Place more, long revision) {
        var now = new ArrayList<>(places);
        now.add(more);
        return with(now, revision);
    }

    EmailRow without(Place gone, long revision) {
        return with(places.stream().filter(place -> !place.equals(gone)).toList(), revision);
    }

    private EmailRow with(List<Place> newPlaces, long revision) {
        return new EmailRow(thread, blob, size, receivedAt, createdAt, revision, newPlaces);
    }

    byte[] encode() {
        var out = new RowOut(VERSION).number(thread.value()).sized(blob.unsafeArray()).number(size).time(receivedAt)
            .number(createdAt).number(placesChangedAt).number(places.size());
        for (var place : places) out.number(place.mailbox().value()).number(place.uid());
        return out.done();
    }

    static EmailRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        var thread = new ThreadId(in.id());
        var blob = Bytes.wrap(in.sized());
        long size = in.number();
        var receivedAt = in.time();
        long createdAt = in.number();
        long placesChangedAt = in.number();
        int count = in.count();
        var places = new ArrayList<Place>(count);
        for (int i = 0; i < count; i++) places.add(new Place(new MailboxId(in.id()), in.number()));
        return new EmailRow(thread, blob, size, receivedAt, createdAt, placesChangedAt, places);
    }
}
