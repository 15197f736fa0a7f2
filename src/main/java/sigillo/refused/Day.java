package sigillo.refused;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What was refused for an account on one day (UTC), in the order in which it first came.
 *
 * @param others those beyond {@link RefusedLimits#KINDS_OF_DAY_MAX} kinds: "and so many more"
 */
public record Day(LocalDate date, List<Refusal> refusals, long others) {
    private static final int VERSION = 1;

    public Day {
        refusals = List.copyOf(refusals);
    }

    static Day empty(LocalDate date) { return new Day(date, List.of(), 0); }

    /** With these too. */
    Day and(List<Refusal> more) {
        var all = new ArrayList<>(refusals);
        long beyond = others;
        for (var one : more) if (!add(all, one)) beyond += one.count();
        return new Day(date, all, beyond);
    }

    private static boolean add(List<Refusal> all, Refusal one) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).isLike(one)) {
                all.set(i, all.get(i).and(one));
                return true;
            }
        }
        return all.size() < RefusedLimits.KINDS_OF_DAY_MAX && all.add(one);
    }

    byte[] encode() {
        var out = new RowOut(VERSION, 1_024).number(others).number(refusals.size());
        for (var one : refusals) {
            out.time(one.first()).time(one.last()).number(one.count()).optional(one.sender(), out::address).address(one.recipient())
                .text(one.host()).number(one.code()).text(one.reply());
        }
        return out.done();
    }

    static Day decode(LocalDate date, byte[] row) {
        var in = new RowIn(row, VERSION);
        long others = in.number();
        var all = new ArrayList<Refusal>();
        for (int n = in.count(); n > 0; n--) {
            all.add(new Refusal(in.time(), in.time(), in.number(), in.optional(in::address), in.address(), in.text(), in.integer(), in.text()));
        }
        return new Day(date, all, others);
    }

    /** Of all kinds. */
    public long count() { return others + refusals.stream().mapToLong(Refusal::count).sum(); }

    Optional<Day> unlessEmpty() { return refusals.isEmpty() && others == 0 ? Optional.empty() : Optional.of(this); }
}
