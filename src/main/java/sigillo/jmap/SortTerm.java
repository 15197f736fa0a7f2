package sigillo.jmap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Comparator of RFC 8620 section 5.5. {@code keyword}: RFC 8621 section 4.4.2, for those properties that want one.
 */
public record SortTerm(String property, boolean ascending, Optional<String> keyword) {
    /** Without regard to case, with i;ascii-casemap or as i;unicode-casemap wants it: those that are offered. */
    public static final Set<String> COLLATIONS = Set.of("i;ascii-casemap", "i;unicode-casemap");

    /** {@code known}: what can be sorted by. Another is {@code unsupportedSort}. */
    public static List<SortTerm> parse(Arguments arguments, String name, Set<String> known) throws MethodError {
        var list = arguments.value(name);
        if (list.isEmpty()) return List.of();
        if (!list.get().isArray()) throw arguments.wrong(name, "is no list");
        if (list.get().size() > JmapLimits.SORT_MAX) throw MethodError
            .of("unsupportedSort", "More than " + JmapLimits.SORT_MAX);
        var all = new ArrayList<SortTerm>();
        for (var one : list.get()) {
            if (!(one instanceof ObjectNode object)) throw arguments.wrong(name, "has what is no object");
            all.add(term(Arguments.of(object, name), known));
        }
        return all;
    }

    private static SortTerm term(Arguments from, Set<String> known) throws MethodError {
        var property = from.textThatIs("property");
        boolean ascending = from.flag("isAscending", true);
        var collation = from.text("collation");
        var keyword = from.text("keyword");
        from.end();
        if (!known.contains(property)) throw MethodError.of("unsupportedSort", "By " + Arguments.shortened(property));
        if (collation.isPresent() && !COLLATIONS.contains(collation.get())) throw MethodError
            .of("unsupportedSort", "This collation");
        return new SortTerm(property, ascending, keyword);
    }
}
