package sigillo.spf;

import java.util.List;
import java.util.Optional;

/** A record that keeps to the grammar. RFC 7208 section 4.6.1. */
record SpfRecord(List<Directive> directives, Optional<MacroString> redirect, Optional<MacroString> explanation) {
    SpfRecord {
        directives = List.copyOf(directives);
    }

    /** {@code written}: as it stands in the record. */
    record Directive(SpfResult qualifier, Mechanism mechanism, String written) {}
}
