package sigillo.receivers;

import java.time.Instant;
import java.util.Optional;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * How mail fares at one receiver or destination: recipients that it took, put off and refused, {@code since} then; what it said
 * last when it did not take one. {@code used}: of the pace of a warm-up.
 */
public record Standing(
        String name, Instant since, long taken, long deferred, long refused, Optional<Instant> lastTaken, Optional<Word> last,
        Optional<Detour> detour, Use used) {
    private static final int VERSION = 1;

    static Standing fresh(String name, Instant now) {
        return new Standing(name, now, 0, 0, 0, Optional.empty(), Optional.empty(), Optional.empty(), Use.NONE);
    }

    /** So much more; {@code last} and {@code lastTaken} are empty where there is nothing new. */
    record More(long taken, long deferred, long refused, Optional<Instant> lastTaken, Optional<Word> last, Use used) {
        static final More NOTHING = new More(0, 0, 0, Optional.empty(), Optional.empty(), Use.NONE);

        More plus(More other) {
            return new More(taken + other.taken, deferred + other.deferred, refused + other.refused, other.lastTaken.or(() -> lastTaken),
                other.last.or(() -> last), used.plus(other.used));
        }
    }

    Standing plus(More more) {
        return new Standing(name, since, taken + more.taken, deferred + more.deferred, refused + more.refused, more.lastTaken.or(() -> lastTaken),
            more.last.or(() -> last), detour, used.plus(more.used));
    }

    Standing with(Optional<Detour> other) { return new Standing(name, since, taken, deferred, refused, lastTaken, last, other, used); }

    /** It has taken nothing since it last refused or put something off. */
    public boolean isInTrouble() {
        return last.filter(word -> lastTaken.filter(at -> at.isAfter(word.at())).isEmpty()).isPresent();
    }

    /** When there was last anything. */
    Instant touched() {
        var said = last.map(Word::at).orElse(since);
        return lastTaken.filter(at -> at.isAfter(said)).orElse(said);
    }

    byte[] encode() {
        var out = new RowOut(VERSION);
        out.text(name).time(since).number(taken).number(deferred).number(refused).optional(lastTaken, out::time)
            .optional(last, word -> word.write(out)).optional(detour, one -> one.write(out));
        used.write(out);
        return out.done();
    }

    static Standing decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        return new Standing(in.text(), in.time(), in.number(), in.number(), in.number(), in.optional(in::time), in.optional(() -> Word.read(in)),
            in.optional(() -> Detour.read(in)), Use.read(in));
    }
}
