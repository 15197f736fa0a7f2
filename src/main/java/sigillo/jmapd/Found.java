package sigillo.jmapd;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import sigillo.jmap.Window;

/** What a query has found so far; of it no more than the first ones that it needs, and some to choose from. Any thread. */
final class Found implements Finding {
    /** So many are put in order at once. */
    static final int SPARE = 8_192;

    private final EmailOrder order;
    private final boolean collapse;
    private final OptionalLong first;
    private final int max;
    private final IdSet threads = new IdSet();
    private final List<Candidate> kept = new ArrayList<>();
    private int count;

    /** {@code first}: so many are needed, of all where it is empty; {@code max}: of all, no more than these and one. */
    Found(EmailOrder order, boolean collapse, OptionalLong first, int max) {
        this.order = order;
        this.collapse = collapse;
        this.first = first;
        this.max = max;
    }

    @Override public synchronized void addAll(List<Candidate> more) {
        for (var one : more) {
            if (!collapse || threads.add(one.thread())) count++;
            if (first.isEmpty() && kept.size() > max) continue;
            kept.add(one);
            if (first.isPresent() && kept.size() >= first.getAsLong() + SPARE) prune();
        }
    }

    /** All that there are: in no order yet. */
    List<Candidate> all() { return kept; }

    boolean areTooMany() { return first.isEmpty() && kept.size() > max; }

    private void prune() {
        order.sort(kept);
        if (collapse) collapse();
        int left = (int) Math.min(kept.size(), first.orElse(Integer.MAX_VALUE));
        kept.subList(left, kept.size()).clear();
    }

    /** RFC 8621 section 4.4.3: the first of each thread. */
    private void collapse() {
        var seen = new IdSet();
        kept.removeIf(one -> !seen.add(one.thread()));
    }

    /** Once all are there. */
    @Override public Window.Results results() {
        prune();
        return new Window.Results() {
            @Override public int size() { return count; }

            @Override public String id(int index) { return kept.get(index).email().toString(); }

            @Override public int indexOf(String id) {
                for (int i = 0; i < kept.size(); i++) if (id(i).equals(id)) return i;
                return -1;
            }
        };
    }
}
