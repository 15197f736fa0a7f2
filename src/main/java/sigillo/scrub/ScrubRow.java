package sigillo.scrub;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What is known between two starts: the pass under way, if there is one, and the last that came to its end. Written
 * every now and then: after a stop the last half minute is read once more.
 */
record ScrubRow(Optional<Under> under, Optional<Ended> last) {
    private static final int VERSION = 2;
    static final ScrubRow NONE = new ScrubRow(Optional.empty(), Optional.empty());

    record Read(long rows, long blobs, long octets) {
        static final Read NOTHING = new Read(0, 0, 0);

        Read plus(long moreRows, long moreBlobs, long moreOctets) {
            return new Read(rows + moreRows, blobs + moreBlobs, octets + moreOctets);
        }
    }

    record Under(Instant begunAt, Position at, Read read, List<Damage> damages) {
        static Under begun(Instant now) { return new Under(now, Position.START, Read.NOTHING, List.of()); }
    }

    record Ended(Instant begunAt, Instant endedAt, Read read, List<Damage> damages) {}

    byte[] encode() {
        var out = new RowOut(VERSION).octet(under.isPresent() ? 1 : 0);
        under.ifPresent(now -> {
            var at = now.at;
            out.time(now.begunAt).octet(at.isBlobs() ? 1 : 0).text(at.partition()).sized(at.key().unsafeArray());
            write(out, now.read, now.damages);
        });
        out.octet(last.isPresent() ? 1 : 0);
        last.ifPresent(one -> write(out.time(one.begunAt).time(one.endedAt), one.read, one.damages));
        return out.done();
    }

    private static void write(RowOut out, Read read, List<Damage> damages) {
        out.number(read.rows).number(read.blobs).number(read.octets).number(damages.size());
        for (var damage : damages) {
            out.text(damage.place()).text(damage.kind()).octet(damage.repaired() ? 1 : 0).number(damage.count());
        };
    }

    static ScrubRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        var under = in.octet() == 0 ? Optional.<Under>empty() : Optional.of(new Under(in.time(),
            new Position(in.octet() != 0, in.text(), Bytes.wrap(in.sized())), read(in), damages(in)));
        var last = in.octet() == 0 ? Optional.<Ended>empty()
            : Optional.of(new Ended(in.time(), in.time(), read(in), damages(in)));
        return new ScrubRow(under, last);
    }

    private static Read read(RowIn in) { return new Read(in.number(), in.number(), in.number()); }

    private static List<Damage> damages(RowIn in) {
        var damages = new ArrayList<Damage>();
        for (long n = in.number(); n > 0; n--)
            damages.add(new Damage(in.text(), in.text(), in.octet() != 0, in.number()));
        return damages;
    }
}
