package sigillo.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sigillo.base.Bytes;

/**
 * Which policies give way to another, so that strangers with many domains, or long policies, shut nobody out: those of
 * domains to which nothing was sent for the longest time. Long ones have their own room. It knows what this server has
 * kept or read; what another server of a cluster has kept meanwhile it learns at the next reading. Any thread.
 */
final class PolicyRoom {
    private final int keptMax;
    private final int longAltogetherMax;
    private final Map<Bytes, Kept> kept = new HashMap<>();
    private int longOctets;
    private int shortOnes;

    private record Kept(Instant used, int octets) {
        boolean isLong() { return octets > PolicyLimits.LONG_OCTETS; }
    }

    PolicyRoom(int keptMax, int longAltogetherMax) {
        this.keptMax = keptMax;
        this.longAltogetherMax = longAltogetherMax;
    }

    /** Notes a row that is kept now; returns the places of those that must go. */
    synchronized List<Bytes> kept(Bytes place, PolicyRow row, int octets) {
        removed(place);
        var one = new Kept(row.used(), octets);
        count(one, 1);
        kept.put(place, one);
        var gone = new ArrayList<Bytes>();
        while (one.isLong() ? longOctets > longAltogetherMax : shortOnes > keptMax) gone.add(removeOldest(one.isLong()));
        return gone;
    }

    private Bytes removeOldest(boolean ofLong) {
        var oldest = kept.entrySet().stream().filter(one -> one.getValue().isLong() == ofLong)
            .min(Comparator.comparing(one -> one.getValue().used)).orElseThrow().getKey();
        removed(oldest);
        return oldest;
    }

    synchronized void removed(Bytes place) {
        var gone = kept.remove(place);
        if (gone != null) count(gone, -1);
    }

    private void count(Kept one, int by) {
        if (one.isLong()) longOctets += by * one.octets;
        else shortOnes += by;
    }

    /** All that is there is about to be told again. */
    synchronized void forget() {
        kept.clear();
        longOctets = 0;
        shortOnes = 0;
    }
}
