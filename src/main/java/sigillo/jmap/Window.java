package sigillo.jmap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which of the results of a query are wanted: RFC 8620 section 5.5. {@code position} counts from the end when it is
 * negative; {@code anchor} goes before it.
 */
public record Window(long position, Optional<String> anchor, long anchorOffset, OptionalLong limit,
    boolean calculateTotal) {

    /** All that a query found, in its order. */
    public interface Results {
        int size();

        String id(int index);

        /** -1 where it is not among them. */
        default int indexOf(String id) {
            for (int i = 0; i < size(); i++) if (id(i).equals(id)) return i;
            return -1;
        }

        static Results of(List<String> ids) {
            return new Results() {
                @Override public int size() { return ids.size(); }

                @Override public String id(int index) { return ids.get(index); }
            };
        }
    }

    /**
     * {@code from}: of the first that is answered. {@code limit}: what the server made of the client's, where that is
     * less.
     */
    public record Seen(long from, List<String> ids, OptionalLong limit) {}

    public static Window parse(Arguments arguments) throws MethodError {
        return new Window(arguments.integer("position").orElse(0), arguments.id("anchor"),
            arguments.integer("anchorOffset").orElse(0), arguments.unsigned("limit"),
                arguments.flag("calculateTotal", false));
    }

    /** So many of the first results are all that it needs, and their number; empty where it needs to know where each is. */
    public OptionalLong first() {
        if (anchor.isPresent() || position < 0) return OptionalLong.empty();
        return OptionalLong.of(position + Math.min(limit.orElse(JmapLimits.QUERY_IDS_MAX), JmapLimits.QUERY_IDS_MAX));
    }

    public Seen of(Results all) throws MethodError {
        long start = start(all);
        long left = Math.max(0, all.size() - start);
        long asked = limit.orElse(left);
        long count = Math.min(asked, JmapLimits.QUERY_IDS_MAX);
        // RFC 8620 section 5.5: limit is said when it is the server's
        boolean isCut = count < asked && (limit.isPresent() || count < left);
        var ids = new ArrayList<String>();
        for (long i = start; i < start + Math.min(count, left); i++) ids.add(all.id((int) i));
        return new Seen(start, ids, isCut ? OptionalLong.of(count) : OptionalLong.empty());
    }

    private long start(Results all) throws MethodError {
        if (anchor.isEmpty()) return position >= 0 ? position : Math.max(0, all.size() + position);
        int index = all.indexOf(anchor.get());
        if (index < 0) throw MethodError.of("anchorNotFound", "The anchor is not among the results");
        return Math.max(0, index + anchorOffset);
    }
}
