package sigillo.sieve;

import java.util.List;
import java.util.Optional;

/** A string list. */
record Texts(List<Template> items) {
    Texts { items = List.copyOf(items); }

    List<String> in(Run run) {
        run.charge(items.size());
        return items.stream().map(item -> item.in(run)).toList();
    }

    /** The items that are known before a run. */
    List<String> constants() { return items.stream().map(Template::constant).flatMap(Optional::stream).toList(); }
}
