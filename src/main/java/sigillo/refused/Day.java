package sigillo.refused;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
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

    /**
     * With these too. Where there is no room for all kinds, none of those {@code known} goes, and of the others one of the source
     * that has most: whoever makes up senders pushes out his own.
     */
    Day and(List<Refusal> more, Predicate<Refusal> known) {
        var all = new ArrayList<>(refusals);
        long beyond = others;
        for (var one : more) {
            if (isMerged(all, one)) continue;
            all.add(one);
            if (all.size() > RefusedLimits.KINDS_OF_DAY_MAX) beyond += all.remove(worst(all, known)).count();
        }
        return new Day(date, all, beyond);
    }

    private static boolean isMerged(List<Refusal> all, Refusal one) {
        for (int i = 0; i < all.size(); i++) {
            if (!all.get(i).isLike(one)) continue;
            all.set(i, all.get(i).and(one));
            return true;
        }
        return false;
    }

    /** The latest of the source that has most kinds. */
    private static int worst(List<Refusal> all, Predicate<Refusal> known) {
        var bySource = new HashMap<String, Integer>();
        for (var one : all) bySource.merge(one.source(), 1, Integer::sum);
        int worst = all.size() - 1;
        int most = 0;
        for (int i = 0; i < all.size(); i++) {
            int kinds = bySource.get(all.get(i).source());
            if (kinds < most || known.test(all.get(i))) continue;
            most = kinds;
            worst = i;
        }
        return worst;
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
